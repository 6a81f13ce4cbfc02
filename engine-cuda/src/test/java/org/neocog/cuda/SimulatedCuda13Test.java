package org.neocog.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** CUDA 13, for which JCuda's natives are retargeted. */
class SimulatedCuda13Test {
    @Test
    void opensTheDeviceOnLibrariesOfCuda13(@TempDir Path folder) throws Exception {
        Path libraries = SimulatedCuda.libraries(13);
        List<String> lines = ChildProcess.start(
                        folder, Map.of(SearchPlaces.PROPERTY, libraries.toString()), StackReport.class, "cuda")
                .lines();
        assertTrue(lines.contains("JNvrtc|13.0"), () -> String.join("\n", lines));
        assertTrue(lines.contains("open|cuda|opened"), () -> String.join("\n", lines));
        assertEquals(3, lines.stream().filter(line -> line.startsWith("library|") && line.contains("|true|")).count(),
                () -> String.join("\n", lines));
    }
}

package org.neocog.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.neocog.NeocogException;

class KernelTargetTest {
    private static final LibraryVersion NVRTC = new LibraryVersion(13, 1, 0);
    private static final List<ComputeCapability> KNOWN =
            Stream.of(75, 80, 86, 90).map(ComputeCapability::of).toList();

    private static String architecture(int gpu) {
        return KernelTarget.of(ComputeCapability.of(gpu), KNOWN, NVRTC).architecture();
    }

    @Test
    void aGpuThatNvrtcKnowsGetsMachineCode() {
        assertEquals("sm_75", architecture(75));
        assertEquals("sm_90", architecture(90));
    }

    @Test
    void aNewerGpuGetsPtxOfTheNewestGenerationBelowIt() {
        assertEquals("compute_90", architecture(120));
        assertEquals("compute_86", architecture(89));
    }

    @Test
    void anOlderGpuIsRefusedWithBothNumbers() {
        NeocogException e = assertThrows(NeocogException.class, () -> architecture(61));
        assertEquals(
                "the GPU's compute capability is 6.1, and NVRTC 13.1 compiles for 7.5 and newer;"
                        + " the libraries of an older CUDA would do",
                e.getMessage());
    }

    @Test
    void capabilitiesAreOrderedAsNumbers() {
        assertEquals(-1, ComputeCapability.of(90).compareTo(ComputeCapability.of(100)));
        assertEquals("12.1", ComputeCapability.of(121).toString());
    }
}

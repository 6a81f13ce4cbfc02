package org.neocog.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** On each NVRTC, in processes of their own, since a process can load one. No GPU is needed. */
@ParameterizedClass
@EnumSource(KernelCompilerTest.Nvrtc.class)
class KernelCompilerTest {
    /** The one of this machine is skipped, with the places that were searched, where there is none. */
    enum Nvrtc { SIMULATED, OF_THIS_MACHINE }


    private static final String GOOD = "extern \"C\" __global__ void twice(float *x) { x[threadIdx.x] *= 2; }\n";

    @Parameter
    private Nvrtc nvrtc;

    @TempDir
    private Path folder;

    private List<String> compile(int capability, String text) throws Exception {
        Map<String, String> libraries = switch (nvrtc) {
            case SIMULATED -> Map.of(SearchPlaces.PROPERTY, SimulatedCuda.libraries(12).toString());
            case OF_THIS_MACHINE -> Map.of();
        };
        List<String> lines = ChildProcess.start(
                        folder, libraries, CompilerReport.class,
                        kernels().toString(), String.valueOf(capability), "test.cu", text)
                .lines();
        assumeFalse(lines.getFirst().startsWith("no NVRTC"), lines.getFirst());
        return lines;
    }

    private Path kernels() {
        return folder.resolve("cache/kernels");
    }

    private List<Path> files() throws Exception {
        try (Stream<Path> files = Files.list(kernels())) {
            return files.toList();
        }
    }

    @Test
    void compilesToMachineCodeAndFindsItOnDiskTheNextTime() throws Exception {
        String first = compile(80, GOOD).get(1);
        assertTrue(first.endsWith(nvrtc == Nvrtc.SIMULATED ? "neither" : "machine code"), first);
        Path file = files().getFirst();
        Object inode = Files.getAttribute(file, "unix:ino");
        assertEquals(first, compile(80, GOOD).get(1));
        assertEquals(List.of(file), files());
        assertEquals(inode, Files.getAttribute(file, "unix:ino"), "it was written again");
    }

    @Test
    void aTornFileIsCompiledAgain() throws Exception {
        String first = compile(80, GOOD).get(1);
        Path file = files().getFirst();
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length / 2));
        assertEquals(first, compile(80, GOOD).get(1));
        assertEquals(whole.length, Files.size(file));
    }

    @Test
    void anotherSourceOrArchitectureIsAnotherFile() throws Exception {
        String first = compile(80, GOOD).get(1);
        assertNotEquals(first, compile(80, GOOD.replace("*= 2", "*= 3")).get(1));
        compile(90, GOOD);
        assertEquals(3, files().size());
    }

    @Test
    void aKernelThatDoesNotCompileGivesTheLogWithFileAndLine() throws Exception {
        List<String> lines = compile(80, "// the first line\nextern \"C\" __global__ void bad(float *x) { x[0] = y; }\n");
        String message = String.join("\n", lines.subList(1, lines.size()));
        assertTrue(message.startsWith("error the kernels of test.cu do not compile with NVRTC "), message);
        assertTrue(lines.get(1).matches(".*test\\.cu[(:]2.*error.*"), message);
        assertEquals(List.of(), files());
    }

    @Test
    void anErrorInAnIncludedFileIsNamedThere() throws Exception {
        String text = KernelSource.read("a.cu", Map.of(
                "a.cu", "#include \"b.cuh\"\n", "b.cuh", "// one\n// two\nint f() { return z; }\n")::get).text();
        assertTrue(compile(80, text).get(1).matches(".*b\\.cuh[(:]3.*error.*"));
    }
}

package org.neocog.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The kernels, compiled by NVIDIA's compiler. */
class KernelCompilationTest {
    @Test
    void everySourceFileIsListed() throws IOException {
        Path folder = Path.of("../kernels/src/main/resources/org/neocog/kernels");
        assumeTrue(Files.isDirectory(folder), "the kernels' source folder is not beside this module");
        try (Stream<Path> files = Files.list(folder)) {
            List<String> listed = new ArrayList<>(KernelSources.KERNEL_FILES);
            listed.addAll(KernelSources.INCLUDED_FILES);
            assertEquals(
                    listed.stream().sorted().toList(),
                    files.map(file -> file.getFileName().toString()).sorted().toList());
        }
    }

    @Test
    void everyKernelFileCompilesForThreeGenerationsWithoutAWarning(@TempDir Path folder) throws Exception {
        Optional<Path> nvcc = nvcc();
        assumeTrue(nvcc.isPresent(), "there is no nvcc on the path or under CUDA_HOME");
        List<String> command = new ArrayList<>(List.of(nvcc.get().toString(), "-fatbin", "--threads", "0", "-Werror", "all-warnings"));
        for (int generation : new int[] {75, 80, 90}) {
            command.add("-gencode=arch=compute_" + generation + ",code=sm_" + generation);
        }
        command.addAll(CudaDevice.COMPILER_OPTIONS);
        for (String file : KernelSources.INCLUDED_FILES) {
            Files.writeString(folder.resolve(file), KernelSources.text(file));
        }
        for (String file : KernelSources.KERNEL_FILES) {
            Files.writeString(folder.resolve(file), KernelSources.text(file));
            command.add(file);
        }
        Path log = folder.resolve("log");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertTrue(process.waitFor(5, TimeUnit.MINUTES), "nvcc does not come to an end");
        assertEquals(0, process.exitValue(), Files.readString(log));
    }

    private static Optional<Path> nvcc() {
        Stream<String> path = Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator));
        Stream<String> home = Optional.ofNullable(System.getenv("CUDA_HOME")).stream().map(folder -> folder + "/bin");
        return Stream.concat(path, home)
                .map(folder -> Path.of(folder, "nvcc"))
                .filter(Files::isExecutable)
                .findFirst();
    }
}

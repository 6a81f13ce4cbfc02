package org.neocog.cuda;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * Builds the simulated CUDA libraries from {@code src/test/cpp} with g++, once for each state of the sources, into
 * {@code target/cuda-sim}: those of CUDA 12 and of CUDA 13. Several processes may do so at once.
 */
final class SimulatedCudaBuild {
    private static final List<Integer> RELEASES = List.of(12, 13);
    /** The folder of the sources that differ between releases. */
    private static final String VERSION = "version";
    private static final int COMPILERS = 2;
    private static final List<String> FLAGS =
            List.of("-std=c++17", "-Wall", "-Wextra", "-fPIC", "-fvisibility=hidden", "-O2");
    /** The matrix product is the only part whose speed counts. */
    private static final List<String> FAST = List.of("-O3", "-march=native");

    private final Path sources;
    private final Path target;

    /** @param module the folder of engine-cuda */
    SimulatedCudaBuild(Path module) {
        this.sources = module.resolve("src/test/cpp").toAbsolutePath();
        this.target = module.resolve("target/cuda-sim").toAbsolutePath();
    }

    /** What g++ says of itself; empty where there is none. */
    static Optional<String> compiler() throws InterruptedException {
        try {
            return Optional.of(run(List.of("g++", "--version")));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * The folder with the folders {@code 12}, with {@code libcuda.so.1}, {@code libnvrtc.so.12} and {@code libcublas.so.12},
     * and {@code 13}; built if need be.
     */
    Path build() throws IOException, InterruptedException {
        Path folder = target.resolve(key());
        if (Files.isDirectory(folder)) {
            return folder;
        }
        Files.createDirectories(target);
        Path work = Files.createTempDirectory(target, "build-");
        try {
            buildIn(work);
            Files.move(work, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            // Another process may have been faster; its libraries are the same.
            if (!Files.isDirectory(folder)) {
                throw e;
            }
        } finally {
            delete(work);
        }
        return folder;
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private void buildIn(Path work) throws IOException, InterruptedException {
        Path objects = Files.createDirectory(work.resolve("objects"));
        compileAll(objects);
        for (int major : RELEASES) {
            Path release = Files.createDirectory(work.resolve(String.valueOf(major)));
            link(objects, release, major, "libcuda.so.1", "driver", List.of("-ldl", "-lpthread"));
            link(objects, release, major, "libnvrtc.so." + major, "nvrtc", versions(objects, "nvrtc", major));
            List<String> cublas = new ArrayList<>(versions(objects, "cublas", major));
            cublas.addAll(List.of(release.resolve("libcuda.so.1").toString(), "-Wl,-rpath,$ORIGIN"));
            link(objects, release, major, "libcublas.so." + major, "cublas", cublas);
        }
        delete(objects);
    }

    private void compileAll(Path objects) throws IOException, InterruptedException {
        try (ExecutorService compilers = Executors.newFixedThreadPool(COMPILERS)) {
            List<Future<String>> results = new ArrayList<>();
            for (Path source : files(".cpp")) {
                for (int major : source.getParent().endsWith(VERSION) ? RELEASES : RELEASES.subList(0, 1)) {
                    List<String> command = compileCommand(source, object(objects, source, major), major);
                    results.add(compilers.submit(() -> run(command)));
                }
            }
            for (Future<String> result : results) {
                result.get();
            }
        } catch (ExecutionException e) {
            throw new IOException(e.getCause().getMessage(), e);
        }
    }

    private List<String> compileCommand(Path source, Path object, int major) {
        List<String> command = new ArrayList<>(List.of("g++"));
        command.addAll(FLAGS);
        if (source.getParent().endsWith("cublas")) {
            command.addAll(FAST);
        }
        if (source.getParent().endsWith(VERSION)) {
            command.add("-DSIM_CUDA_MAJOR=" + major);
        }
        command.addAll(List.of("-DSIM_SOURCES=\"" + sources + "\"", "-c", source.toString(), "-o", object.toString()));
        return command;
    }

    /** Only the version's object depends on the release. */
    private Path object(Path objects, Path source, int major) {
        String release = source.getParent().endsWith(VERSION) ? "-" + major : "";
        return objects.resolve(sources.relativize(source).toString().replace('/', '-') + release + ".o");
    }

    /** NVIDIA's symbols have the library's name for a version, and JCuda's natives ask for it; the driver's have none. */
    private static List<String> versions(Path folder, String library, int major) throws IOException {
        Path script = Files.writeString(folder.resolve(library + major + ".map"),
                "lib" + library + ".so." + major + " { global: " + library + "*; local: *; };\n");
        return List.of("-Wl,--version-script=" + script);
    }

    private void link(Path objects, Path folder, int major, String file, String part, List<String> options)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                "g++", "-shared", "-Wl,-soname," + file, "-Wl,--no-undefined", "-o", folder.resolve(file).toString()));
        for (Path source : files(".cpp")) {
            if (source.getParent().endsWith(part) || source.getParent().endsWith(VERSION)) {
                command.add(object(objects, source, major).toString());
            }
        }
        command.addAll(options);
        run(command);
    }

    private List<Path> files(String ending) throws IOException {
        try (Stream<Path> all = Files.walk(sources)) {
            return all.filter(Files::isRegularFile).filter(file -> file.toString().endsWith(ending)).sorted().toList();
        }
    }

    /** Of everything that the result depends on: sources, compiler, flags and, for -march=native, the processor. */
    private String key() throws IOException, InterruptedException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Path file : files("")) {
                digest.update(sources.relativize(file).toString().getBytes(StandardCharsets.UTF_8));
                digest.update(Files.readAllBytes(file));
            }
            String processor = run(List.of("g++", "-march=native", "-Q", "--help=target"));
            digest.update((FLAGS + "" + FAST + compiler().orElse("") + processor).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + ":\n" + output);
        }
        return output;
    }
}

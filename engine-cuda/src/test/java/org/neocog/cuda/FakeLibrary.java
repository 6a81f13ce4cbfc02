package org.neocog.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A library with the functions of one of NVIDIA's, built by gcc: each gives 0, unless it is told otherwise. */
final class FakeLibrary {
    private final String fileName;
    private final Map<String, String> functions = new LinkedHashMap<>();
    private boolean named;

    private FakeLibrary(String fileName) {
        this.fileName = fileName;
    }

    /** Of that version. */
    static FakeLibrary of(CudaLibrary library, String fileName, int major, int minor, int patch) {
        FakeLibrary fake = new FakeLibrary(fileName);
        library.symbols().forEach(symbol -> fake.functions.put(symbol, "int " + symbol + "(void) { return 0; }"));
        int cuda = 1000 * major + 10 * minor;
        switch (library) {
            case DRIVER -> fake.with("cuDriverGetVersion", "int cuDriverGetVersion(int *v) { *v = " + cuda + "; return 0; }");
            case NVRTC -> fake.with("nvrtcVersion",
                    "int nvrtcVersion(int *a, int *b) { *a = " + major + "; *b = " + minor + "; return 0; }");
            case CUBLAS -> fake.with("cublasGetProperty", "int cublasGetProperty(int type, int *v) {"
                    + " static int version[] = {" + major + "," + minor + "," + patch + "}; *v = version[type]; return 0; }");
            case CUDNN -> fake.with("cudnnGetVersion", "unsigned long cudnnGetVersion(void) { return "
                            + (10000 * major + 100 * minor + patch) + "; }")
                    .with("cudnnGetCudartVersion", "unsigned long cudnnGetCudartVersion(void) { return 12060; }");
        }
        return fake;
    }

    static FakeLibrary driver(int major, int minor) {
        return of(CudaLibrary.DRIVER, "libcuda.so.1", major, minor, 0);
    }

    /** @param definition in C */
    FakeLibrary with(String function, String definition) {
        functions.put(function, definition);
        return this;
    }

    FakeLibrary without(String function) {
        functions.remove(function);
        return this;
    }

    /**
     * With a SONAME and a version of its symbols, as NVIDIA's have, so that JCuda's natives find it. For processes of their
     * own only: in this one it would take the place of other libraries of that name.
     */
    FakeLibrary named() {
        named = true;
        return this;
    }

    /** Builds it; skips the test where there is no gcc. */
    Path build(Path folder) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        Path source = Files.createTempFile(folder, "fake", ".c");
        Files.writeString(source, String.join("\n", functions.values()));
        List<String> command = new ArrayList<>(List.of(
                "gcc", "-shared", "-fPIC", "-O1", "-w", "-o", folder.resolve(fileName).toString(), source.toString()));
        if (named) {
            Path versions = Files.writeString(folder.resolve(fileName + ".map"), fileName + " { global: *; };");
            command.add("-Wl,-soname," + fileName);
            // The driver's symbols have no versions.
            if (!fileName.startsWith("libcuda.")) {
                command.add("-Wl,--version-script=" + versions);
            }
        }
        Process gcc;
        try {
            gcc = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            return noCompiler();
        }
        String output = new String(gcc.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, gcc.waitFor(), output);
        Files.delete(source);
        return folder.resolve(fileName);
    }

    private static Path noCompiler() {
        if (Boolean.parseBoolean(System.getenv("CI")) || Boolean.getBoolean("require.g++")) {
            return fail("there is no gcc, which continuous integration must have");
        }
        return abort("there is no gcc to build the libraries with");
    }
}

package org.neocog.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The real JCuda on libraries made by gcc, in processes of their own. */
class CudaStackTest {
    private static final String TWO_GPUS = """
            int cuDeviceGetCount(int *count) { *count = 2; return 0; }""";
    private static final String NAMES = """
            #include <string.h>
            int cuDeviceGetName(char *name, int length, int device) {
                strncpy(name, device == 0 ? "Fake A" : "Fake B", length);
                return 0;
            }""";
    /** 75 and 76 are the attributes of the compute capability. */
    private static final String CAPABILITY = """
            int cuDeviceGetAttribute(int *value, int attribute, int device) {
                *value = attribute == 75 ? (device == 0 ? 8 : 5) : attribute == 76 ? (device == 0 ? 6 : 0) : 0;
                return 0;
            }""";
    private static final String MEMORY = """
            int cuDeviceTotalMem_v2(unsigned long *bytes, int device) { *bytes = 24ul << 30; return 0; }""";
    private static final String DEVICES = """
            int cuDeviceGet(int *device, int ordinal) { *device = ordinal; return 0; }""";
    private static final String ARCHITECTURES = """
            int nvrtcGetSupportedArchs(int *a) { a[0] = 75; a[1] = 86; return 0; }""";

    @TempDir
    private Path folder;

    private final Map<String, String> properties = new HashMap<>();

    private Path libraries() {
        return folder.resolve("libraries");
    }

    private static FakeLibrary driver() {
        return FakeLibrary.driver(13, 0)
                .with("cuDeviceGetCount", TWO_GPUS)
                .with("cuDeviceGetName", NAMES)
                .with("cuDeviceGetAttribute", CAPABILITY)
                .with("cuDeviceTotalMem_v2", MEMORY)
                .with("cuDeviceGet", DEVICES)
                .named();
    }

    private static FakeLibrary nvrtc(int major, int minor) {
        return FakeLibrary.of(CudaLibrary.NVRTC, "libnvrtc.so." + major, major, minor, 0)
                .with("nvrtcGetNumSupportedArchs", "int nvrtcGetNumSupportedArchs(int *n) { *n = 2; return 0; }")
                .with("nvrtcGetSupportedArchs", ARCHITECTURES)
                .named();
    }

    private static FakeLibrary cublas(int major) {
        return FakeLibrary.of(CudaLibrary.CUBLAS, "libcublas.so." + major, major, 0, 2).named();
    }

    private static FakeLibrary cudnn() {
        return FakeLibrary.of(CudaLibrary.CUDNN, "libcudnn.so.9", 9, 5, 1).named();
    }

    private void build(FakeLibrary... fakes) throws Exception {
        for (FakeLibrary fake : fakes) {
            fake.build(libraries());
        }
    }

    private List<String> report(String... devices) throws Exception {
        Map<String, String> all = new HashMap<>(Map.of(SearchPlaces.PROPERTY, libraries().toString()));
        all.putAll(properties);
        return ChildProcess.start(folder, all, StackReport.class, devices).lines();
    }

    private static String line(List<String> report, String start) {
        return report.stream().filter(line -> line.startsWith(start)).findFirst()
                .orElseGet(() -> "no line " + start + " in " + report);
    }

    private List<Path> natives() throws Exception {
        try (Stream<Path> files = Files.walk(folder.resolve("cache"))) {
            return files.filter(file -> file.toString().endsWith(".so")).sorted().toList();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {12, 13})
    void everythingIsUsableOnCuda12AndOnCuda13(int major) throws Exception {
        build(driver(), nvrtc(major, 1), cublas(major), cudnn());
        List<String> report = report();
        assertEquals("JNvrtc|" + major + ".1", line(report, "JNvrtc"));
        assertEquals("restored|true", line(report, "restored"));
        assertEquals("library|driver|true|CUDA 13.0, " + libraries().resolve("libcuda.so.1"), line(report, "library|driver"));
        assertEquals(
                "library|cuBLAS|true|" + major + ".0.2, " + libraries().resolve("libcublas.so." + major),
                line(report, "library|cuBLAS"));
        assertEquals("library|cuDNN|true|9.5.1, " + libraries().resolve("libcudnn.so.9"), line(report, "library|cuDNN"));
        assertEquals("device|cuda:0|Fake A|true|", line(report, "device|cuda:0"));
        assertEquals("detail|cuda:0|compute capability|8.6", line(report, "detail|cuda:0|compute"));
        assertEquals("detail|cuda:0|memory|24.0 GiB", line(report, "detail|cuda:0|memory"));
    }

    @Test
    void nativesLieInAFolderForThisUserAloneAndNothingIsPutIntoTheTemporaryFolder() throws Exception {
        build(driver(), nvrtc(13, 1), cublas(13), cudnn());
        Path planted = Files.createDirectories(folder.resolve("tmp")).resolve("libJNvrtc-12.6.0-linux-x86_64.so");
        Files.writeString(planted, "what another user put there");
        List<String> report = report();
        assertEquals("JNvrtc|13.1", line(report, "JNvrtc"));
        try (Stream<Path> temporary = Files.list(folder.resolve("tmp"))) {
            assertEquals(
                    List.of(planted), temporary.filter(file -> !file.toString().contains("hsperfdata")).toList());
        }
        assertEquals(4, natives().size());
        for (Path file : natives()) {
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
            for (Path parent = file.getParent(); !parent.equals(folder); parent = parent.getParent()) {
                assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(parent)));
            }
        }
    }

    @Test
    void aTornCopyIsReplaced() throws Exception {
        build(driver(), nvrtc(13, 1), cublas(13));
        report();
        for (Path file : natives()) {
            byte[] bytes = Files.readAllBytes(file);
            Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
        }
        List<String> report = report();
        assertEquals("JNvrtc|13.1", line(report, "JNvrtc"));
        assertEquals("device|cuda:0|Fake A|true|", line(report, "device|cuda:0"));
    }

    @Test
    void severalProcessesMayStartAtOnce() throws Exception {
        build(driver(), nvrtc(13, 1), cublas(13));
        Map<String, String> libraries = Map.of(SearchPlaces.PROPERTY, libraries().toString());
        List<ChildProcess> processes = List.of(
                ChildProcess.start(folder, libraries, StackReport.class),
                ChildProcess.start(folder, libraries, StackReport.class),
                ChildProcess.start(folder, libraries, StackReport.class));
        for (ChildProcess process : processes) {
            assertEquals("device|cuda:0|Fake A|true|", line(process.lines(), "device|cuda:0"));
        }
    }

    @Test
    void aCacheFolderThatCannotBeUsedIsSaidInEachReport() throws Exception {
        build(driver(), nvrtc(13, 1), cublas(13));
        Path file = Files.createFile(folder.resolve("file"));
        properties.put("neocog.cache", file.resolve("cache").toString());
        List<String> report = report("cuda");
        String expected = "JCuda's natives could not be copied out of their jars: neocog.cache=" + file.resolve("cache")
                + " cannot hold the native libraries";
        assertTrue(line(report, "library|NVRTC").contains(expected), report::toString);
        assertTrue(line(report, "open|cuda").contains(expected), report::toString);
    }

    @Test
    void cudnnMayBeMissing() throws Exception {
        build(driver(), nvrtc(12, 6), cublas(12));
        List<String> report = report();
        assertEquals("device|cuda:0|Fake A|true|", line(report, "device|cuda:0"));
        assertTrue(line(report, "detail|cuda:0|cuDNN").endsWith("; the engine's own convolution serves"), report::toString);
    }

    @Test
    void aLibraryWithoutAFunctionIsReportedAndTheProcessLives() throws Exception {
        build(driver().without("cuStreamWaitEvent"), nvrtc(12, 6), cublas(12));
        List<String> report = report("cuda");
        assertTrue(line(report, "device|cuda").contains("it has no function cuStreamWaitEvent"), report::toString);
        assertTrue(line(report, "open|cuda").contains("it has no function cuStreamWaitEvent"), report::toString);
        assertEquals("library|NVRTC|true|12.6, " + libraries().resolve("libnvrtc.so.12"), line(report, "library|NVRTC"));
    }

    @Test
    void aDriverThatIsTooOldForTheLibrariesIsFatalAndBothAreNamed() throws Exception {
        build(FakeLibrary.driver(12, 4).named(), nvrtc(13, 1), cublas(13));
        String message = line(report("cuda"), "open|cuda");
        assertTrue(message.contains("NVRTC 13.1 is for CUDA 13, and the driver knows CUDA up to 12.4"), message);
    }

    @Test
    void aNumberBeyondTheGpusGivesAListOfThoseThatAreThere() throws Exception {
        build(driver(), nvrtc(12, 6), cublas(12));
        assertEquals(
                "open|cuda:7|there is no device 'cuda:7'; there is cuda:0 (Fake A), cuda:1 (Fake B)",
                line(report("cuda:7"), "open|cuda:7"));
    }

    @Test
    void aGpuThatNvrtcNoLongerCompilesForIsListedWithTheReason() throws Exception {
        build(driver(), nvrtc(13, 1), cublas(13));
        String reason = "the GPU's compute capability is 5.0, and NVRTC 13.1 compiles for 7.5 and newer;"
                + " the libraries of an older CUDA would do";
        List<String> report = report("cuda:1");
        assertEquals("device|cuda:1|Fake B|false|" + reason, line(report, "device|cuda:1"));
        assertEquals("open|cuda:1|the device 'cuda:1' cannot be used: " + reason, line(report, "open|cuda:1"));
    }

    @Test
    void aDriverWithoutAGpuIsFatal() throws Exception {
        build(driver().with("cuInit", "int cuInit(unsigned flags) { return 100; }"), nvrtc(12, 6), cublas(12));
        List<String> report = report("cuda");
        assertTrue(line(report, "device|cuda").contains("the NVIDIA driver shows no GPU"), report::toString);
        assertTrue(
                line(report, "open|cuda").startsWith("open|cuda|the device 'cuda' cannot be used: the NVIDIA driver shows no GPU"),
                report::toString);
    }

    @Test
    void aDriverThatDoesNotStartIsFatalWithItsStatus() throws Exception {
        build(driver().with("cuInit", "int cuInit(unsigned flags) { return 803; }"), nvrtc(12, 6), cublas(12));
        String message = line(report("cuda"), "open|cuda");
        assertTrue(message.contains("the NVIDIA driver cannot be initialised: CUDA_ERROR_SYSTEM_DRIVER_MISMATCH"), message);
    }

    @Test
    void anotherCopyOfJCudasNativesOnTheLibraryPathIsRefused() throws Exception {
        build(driver(), nvrtc(12, 6), cublas(12));
        Path other = Files.createFile(Files.createDirectories(folder.resolve("path")).resolve("libJNvrtc-12.6.0-linux-x86_64.so"));
        properties.put("java.library.path", folder.resolve("path").toString());
        String message = line(report("cuda"), "open|cuda");
        assertTrue(message.contains("java.library.path has another copy of JCuda's native library, " + other), message);
    }
}

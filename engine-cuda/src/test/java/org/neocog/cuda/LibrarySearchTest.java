package org.neocog.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With libraries made by gcc in folders of the test. */
class LibrarySearchTest {
    private static final Optional<LibraryVersion> CUDA_12 = Optional.of(new LibraryVersion(12, 4, 0));
    private static final Optional<LibraryVersion> CUDA_13 = Optional.of(new LibraryVersion(13, 0, 0));

    @TempDir
    private Path root;

    private Path folder(String name) {
        return root.resolve(name);
    }

    private static FakeLibrary nvrtc(int major, int minor) {
        return FakeLibrary.of(CudaLibrary.NVRTC, "libnvrtc.so." + major, major, minor, 0);
    }

    private LibrarySearch search(Path... folders) {
        String list = Arrays.stream(folders).map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        SearchEnvironment environment = new SearchEnvironment(name -> null, name -> list, root);
        return new LibrarySearch(new SearchPlaces(environment), new CudaRedist("no/such/folder/", () -> root));
    }

    private static String problem(LibrarySearch.Result result) {
        assertTrue(result.library().isEmpty());
        assertFalse(result.report().usable());
        assertEquals(Optional.empty(), result.report().path());
        return result.report().problem();
    }

    @Test
    void takesTheFirstFolderThatHasTheLibraryAndAsksItForItsVersion() throws Exception {
        Path first = nvrtc(12, 6).build(folder("a"));
        nvrtc(12, 8).build(folder("b"));
        LibraryReport report = search(folder("none"), folder("a"), folder("b")).find(CudaLibrary.NVRTC, CUDA_12).report();
        assertEquals(new LibraryReport("NVRTC", Optional.of(first), "12.6", ""), report);
        assertEquals("12.6, " + first, report.text());
    }

    @Test
    void ofTwoVersionsInOneFolderTheNewerIsTakenIfTheDriverKnowsIt() throws Exception {
        nvrtc(12, 6).build(folder("a"));
        nvrtc(13, 1).build(folder("a"));
        assertEquals("13.1", search(folder("a")).find(CudaLibrary.NVRTC, CUDA_13).report().version());
        assertEquals("12.6", search(folder("a")).find(CudaLibrary.NVRTC, CUDA_12).report().version());
        assertEquals("13.1", search(folder("a")).find(CudaLibrary.NVRTC, Optional.empty()).report().version());
    }

    @Test
    void everyLibrarySaysItsVersionInItsOwnWay() throws Exception {
        FakeLibrary.driver(12, 4).build(folder("a"));
        FakeLibrary.of(CudaLibrary.CUBLAS, "libcublas.so.12", 12, 6, 3).build(folder("a"));
        FakeLibrary.of(CudaLibrary.CUDNN, "libcudnn.so.9", 9, 5, 1).build(folder("a"));
        LibrarySearch search = search(folder("a"));
        assertEquals("CUDA 12.4", search.find(CudaLibrary.DRIVER, Optional.empty()).report().version());
        assertEquals("12.6.3", search.find(CudaLibrary.CUBLAS, CUDA_12).report().version());
        assertEquals("9.5.1", search.find(CudaLibrary.CUDNN, CUDA_12).report().version());
    }

    @Test
    void theDriversReleaseIsReadFromTheFileThatItsNameIsALinkTo() throws Exception {
        Path library = FakeLibrary.driver(13, 0).build(folder("a"));
        Path release = Files.move(library, folder("a").resolve("libcuda.so.580.65.06"));
        Files.createSymbolicLink(library, release.getFileName());
        LibraryReport report = search(folder("a")).find(CudaLibrary.DRIVER, Optional.empty()).report();
        assertEquals("580.65.06, CUDA 13.0, " + library, report.text());
    }

    @Test
    void aLibraryWithoutAFunctionIsPassedOverAndAnotherTaken() throws Exception {
        nvrtc(12, 0).without("nvrtcGetCUBIN").build(folder("a"));
        Path whole = nvrtc(12, 6).build(folder("b"));
        LibraryReport report = search(folder("a"), folder("b")).find(CudaLibrary.NVRTC, CUDA_12).report();
        assertEquals(Optional.of(whole), report.path());
    }

    @Test
    void saysWhichFunctionsAreMissing() throws Exception {
        Path library = nvrtc(12, 0).without("nvrtcGetCUBIN").without("nvrtcGetCUBINSize").build(folder("a"));
        assertEquals(
                "wanted libnvrtc.so.13 or libnvrtc.so.12; found " + library
                        + ": it has no function nvrtcGetCUBINSize, nvrtcGetCUBIN",
                problem(search(folder("a")).find(CudaLibrary.NVRTC, CUDA_12)));
    }

    @Test
    void aVersionThatIsNotTheNamesIsAProblem() throws Exception {
        Path library = FakeLibrary.of(CudaLibrary.NVRTC, "libnvrtc.so.12", 11, 8, 0).build(folder("a"));
        assertEquals(
                "wanted libnvrtc.so.13 or libnvrtc.so.12; found " + library
                        + ": it says that it is version 11.8, which is not what its name says",
                problem(search(folder("a")).find(CudaLibrary.NVRTC, CUDA_12)));
    }

    @Test
    void aLibraryThatIsTooNewForTheDriverIsNamedWithBothVersions() throws Exception {
        Path library = nvrtc(13, 1).build(folder("a"));
        assertEquals(
                "wanted libnvrtc.so.13 or libnvrtc.so.12; found " + library
                        + ": the driver is too old for it: NVRTC 13.1 is for CUDA 13, and the driver knows CUDA up to 12.4;"
                        + " a newer driver or NVRTC for CUDA 12 would do",
                problem(search(folder("a")).find(CudaLibrary.NVRTC, CUDA_12)));
    }

    @Test
    void cudnnIsHeldAgainstTheDriverByTheCudaThatItWasBuiltFor() throws Exception {
        FakeLibrary.of(CudaLibrary.CUDNN, "libcudnn.so.9", 9, 12, 0)
                .with("cudnnGetCudartVersion", "unsigned long cudnnGetCudartVersion(void) { return 13000; }")
                .build(folder("a"));
        String problem = problem(search(folder("a")).find(CudaLibrary.CUDNN, CUDA_12));
        assertTrue(problem.contains("cuDNN 9.12 is for CUDA 13, and the driver knows CUDA up to 12.4"), problem);
        assertTrue(search(folder("a")).find(CudaLibrary.CUDNN, CUDA_13).report().usable());
    }

    @Test
    void aDriverOfCuda11IsTooOld() throws Exception {
        Path library = FakeLibrary.driver(11, 4).build(folder("a"));
        assertEquals(
                "wanted libcuda.so.1; found " + library
                        + ": the driver is too old: it is for CUDA 11.4, and 12.0 or newer is needed",
                problem(search(folder("a")).find(CudaLibrary.DRIVER, Optional.empty())));
    }

    @Test
    void aFunctionThatFailsIsAProblem() throws Exception {
        nvrtc(12, 6).with("nvrtcVersion", "int nvrtcVersion(int *a, int *b) { return 11; }").build(folder("a"));
        String problem = problem(search(folder("a")).find(CudaLibrary.NVRTC, CUDA_12));
        assertTrue(problem.endsWith("nvrtcVersion failed with status 11"), problem);
    }

    @Test
    void whatIsNoLibraryIsAProblemInTheLinkersWords() throws Exception {
        Path library = Files.writeString(Files.createDirectories(folder("a")).resolve("libnvrtc.so.12"), "no library");
        String problem = problem(search(folder("a")).find(CudaLibrary.NVRTC, CUDA_12));
        assertTrue(problem.contains(library + ": " + library + ": file too short"), problem);
    }

    @Test
    void aLibraryThatIsNotThereIsNamedWithTheFoldersAndOtherVersionsThere() throws Exception {
        Path old = Files.createFile(Files.createDirectories(folder("a")).resolve("libcudnn.so.8"));
        assertEquals(
                "wanted libcudnn.so.9; found " + old + ", which is another version; not found in NEOCOG_CUDA_LIBRARIES ("
                        + folder("a") + ", " + folder("b") + "); nowhere else is looked as that is set",
                problem(search(folder("a"), folder("b")).find(CudaLibrary.CUDNN, CUDA_12)));
    }

    @Test
    void whatWasRejectedIsUnloadedSoThatNothingFindsItByName() throws Exception {
        nvrtc(12, 6).without("nvrtcGetPTX").build(folder("a"));
        problem(search(folder("a")).find(CudaLibrary.NVRTC, CUDA_12));
        assertFalse(Files.readString(Path.of("/proc/self/maps")).contains(folder("a").toString()));
        nvrtc(12, 6).build(folder("b"));
        search(folder("b")).find(CudaLibrary.NVRTC, CUDA_12);
        assertTrue(Files.readString(Path.of("/proc/self/maps")).contains(folder("b").toString()));
    }
}

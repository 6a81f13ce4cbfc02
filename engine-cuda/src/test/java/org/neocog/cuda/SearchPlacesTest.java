package org.neocog.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SearchPlacesTest {
    @TempDir
    private Path root;

    private final Map<String, String> properties = new HashMap<>();
    private final Map<String, String> variables = new HashMap<>();

    private SearchPlaces places() {
        return new SearchPlaces(new SearchEnvironment(properties::get, variables::get, root));
    }

    private Path folder(String name) throws IOException {
        return Files.createDirectories(root.resolve(name));
    }

    private List<Path> found(String place) {
        return places().usual().stream()
                .filter(candidate -> candidate.name().equals(place))
                .flatMap(candidate -> candidate.folders().stream())
                .toList();
    }

    @Test
    void thePropertyGoesBeforeTheVariableAndBothBeforeEverythingElse() {
        assertTrue(places().explicit().isEmpty());
        variables.put("NEOCOG_CUDA_LIBRARIES", "/a:/b");
        assertEquals("NEOCOG_CUDA_LIBRARIES (/a, /b)", places().explicit().orElseThrow().toString());
        properties.put("neocog.cuda.libraries", "/c");
        assertEquals("neocog.cuda.libraries (/c)", places().explicit().orElseThrow().toString());
        properties.put("neocog.cuda.libraries", " ");
        assertEquals("NEOCOG_CUDA_LIBRARIES (/a, /b)", places().explicit().orElseThrow().toString());
    }

    @Test
    void theUsualPlacesComeInTheStatedOrder() {
        assertEquals(
                List.of("the dynamic linker's path", "the driver's folders", "the CUDA toolkit", "pip and conda"),
                places().usual().stream().map(SearchPlace::name).toList());
        assertTrue(places().usual().stream().allMatch(place -> place.folders().isEmpty()));
    }

    @Test
    void theLinkersPathIsTheVariableThenTheConfigurationThenTheDefaults() throws IOException {
        Path set = folder("set");
        Path named = folder("opt/named");
        Path included = folder("opt/included");
        Path usual = folder("usr/lib64");
        variables.put("LD_LIBRARY_PATH", set + "::" + root.resolve("missing"));
        folder("etc/ld.so.conf.d");
        Files.writeString(root.resolve("etc/ld.so.conf"), "include ld.so.conf.d/*.conf\n/opt/named # a remark\n");
        Files.writeString(root.resolve("etc/ld.so.conf.d/cuda.conf"), "# only this\n/opt/included\n/opt/missing\n");
        Files.writeString(root.resolve("etc/ld.so.conf.d/again.conf"), "include /etc/ld.so.conf\n");
        assertEquals(List.of(set, included, named, usual), found("the dynamic linker's path"));
    }

    @Test
    void theToolkitIsWhereItsVariablesSayThenUnderUsrLocalNewestFirst() throws IOException {
        Path home = folder("home/cuda/lib64");
        Path newer = folder("usr/local/cuda-13.0/lib64");
        Path older = folder("usr/local/cuda-12.6/targets/x86_64-linux/lib");
        folder("usr/local/cuda-11.8/lib64");
        variables.put("CUDA_HOME", root.resolve("home/cuda").toString());
        assertEquals(List.of(home, newer, older), found("the CUDA toolkit"));
    }

    @Test
    void aFolderWithTwoNamesIsSearchedOnce() throws IOException {
        folder("usr/local/cuda-12.6/lib64");
        Files.createSymbolicLink(root.resolve("usr/local/cuda"), root.resolve("usr/local/cuda-12.6"));
        assertEquals(List.of(root.resolve("usr/local/cuda/lib64")), found("the CUDA toolkit"));
    }

    @Test
    void pipsFoldersAreThoseOfTheActiveEnvironmentTheUserThePythonOnThePathAndTheSystem() throws IOException {
        Path active = folder("venv/lib/python3.12/site-packages/nvidia/cublas/lib");
        Path activeToo = folder("venv/lib/python3.12/site-packages/nvidia/cuda_nvrtc/lib");
        folder("venv/lib/python3.12/site-packages/nvidia/cublas/include");
        Path user = folder("home/.local/lib/python3.11/site-packages/nvidia/cu13/lib");
        Path onPath = folder("tools/python/lib/python3.13/site-packages/nvidia/cudnn/lib");
        Path system = folder("usr/lib/python3/dist-packages/nvidia/cudnn/lib");
        Files.createFile(folder("tools/python/bin").resolve("python3.13"));
        Files.createSymbolicLink(folder("bin").resolve("python3"), root.resolve("tools/python/bin/python3.13"));
        variables.putAll(Map.of(
                "VIRTUAL_ENV", root.resolve("venv").toString(),
                "HOME", root.resolve("home").toString(),
                "PATH", root.resolve("bin").toString()));
        assertEquals(
                List.of(active, activeToo, user, onPath, system).stream().map(Path::toString).toList(),
                found("pip and conda").stream().map(Path::toString).toList());
    }

    @Test
    void condasOwnLibrariesAreFoundToo() throws IOException {
        Path lib = folder("conda/lib");
        variables.put("CONDA_PREFIX", root.resolve("conda").toString());
        assertEquals(Stream.of(lib).toList(), found("pip and conda"));
    }
}

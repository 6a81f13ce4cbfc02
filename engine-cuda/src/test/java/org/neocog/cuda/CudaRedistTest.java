package org.neocog.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.neocog.nativelib.NativeLibrary.UnavailableException;

/** With text files on the class path in the place of libraries. */
class CudaRedistTest {
    private static final String RESOURCES = "org/neocog/cuda/redist/";

    @TempDir
    private Path root;

    private CudaRedist redist(Path cache) {
        return new CudaRedist(RESOURCES, () -> cache);
    }

    @Test
    void knowsWhatTheClassPathHas() {
        assertTrue(redist(root).has("libcudnn.so.9"));
        assertFalse(redist(root).has("libcublas.so.12"));
    }

    @Test
    void unpacksALibraryWithThoseThatItLooksForBesideItself() throws Exception {
        Path file = redist(root.resolve("cache")).unpack(CudaLibrary.CUDNN, "libcudnn.so.9");
        assertEquals("libcudnn.so.9", file.getFileName().toString());
        assertEquals("not a library: cuDNN\n", Files.readString(file));
        assertEquals("not a library: graph\n", Files.readString(file.resolveSibling("libcudnn_graph.so.9")));
        assertEquals(file, redist(root.resolve("cache")).unpack(CudaLibrary.CUDNN, "libcudnn.so.9"));
    }

    @Test
    void aFolderThatCannotHoldItIsNamed() throws Exception {
        Path file = Files.createFile(root.resolve("file"));
        UnavailableException e = assertThrows(
                UnavailableException.class, () -> redist(file.resolve("c")).unpack(CudaLibrary.CUDNN, "libcudnn.so.9"));
        assertTrue(e.getMessage().startsWith("it cannot be unpacked into " + file.resolve("c")), e.getMessage());
        assertTrue(e.getMessage().contains("neocog.cache"), e.getMessage());
    }

    @Test
    void theClassPathGoesBeforeTheUsualPlacesAndIsNamedInTheReport() {
        SearchEnvironment nothing = new SearchEnvironment(name -> null, name -> null, root);
        LibrarySearch search = new LibrarySearch(new SearchPlaces(nothing), redist(root.resolve("cache")));
        String problem = search.find(CudaLibrary.CUDNN, Optional.of(new LibraryVersion(12, 6, 0))).report().problem();
        assertTrue(
                problem.startsWith("wanted libcudnn.so.9; found libcudnn.so.9 on the class path (Maven profile cuda-redist): "),
                problem);
    }

    @Test
    void withoutADriverOnlyNvrtcIsUnpacked() {
        SearchEnvironment nothing = new SearchEnvironment(name -> null, name -> null, root);
        LibrarySearch search = new LibrarySearch(new SearchPlaces(nothing), redist(root.resolve("cache")));
        String problem = search.find(CudaLibrary.CUDNN, Optional.empty()).report().problem();
        assertTrue(problem.endsWith("it is not unpacked as there is no driver"), problem);
        assertFalse(Files.exists(root.resolve("cache")));
    }
}

package org.neocog.nativelib;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.neocog.NeocogException;
import org.neocog.nativelib.NativeLibrary.UnavailableException;

final class NativeLibraryTest {
    @TempDir
    private Path temp;

    private String cacheBefore;

    @BeforeEach
    void useAFolderOfTheTest() {
        cacheBefore = System.getProperty(UserCache.PROPERTY);
        System.setProperty(UserCache.PROPERTY, temp.resolve("cache").toString());
    }

    @AfterEach
    void restore() {
        if (cacheBefore == null) {
            System.clearProperty(UserCache.PROPERTY);
        } else {
            System.setProperty(UserCache.PROPERTY, cacheBefore);
        }
    }

    @Test
    void saysOnWhichPlatformItCouldNotBeUsed() {
        assertEquals(
                "it is there for Linux on x86-64 only, and this is Mac OS X on aarch64",
                assertThrows(UnavailableException.class, () -> NativePlatform.check("Mac OS X", "aarch64", false))
                        .getMessage());
        assertThrows(UnavailableException.class, () -> NativePlatform.check("Linux", "aarch64", false));
        assertEquals(
                "it needs the GNU C library, and this system's is musl",
                assertThrows(UnavailableException.class, () -> NativePlatform.check("Linux", "amd64", true))
                        .getMessage());
        assertDoesNotThrow(() -> NativePlatform.check("Linux", "amd64", false));
    }

    @Test
    void keepsCopiesWhereTheXdgSpecificationSays() {
        assertEquals(Path.of("/c/neocog"), UserCache.defaultFolder(Map.of("XDG_CACHE_HOME", "/c")::get));
        Path home = Path.of(System.getProperty("user.home"), ".cache", "neocog");
        assertEquals(home, UserCache.defaultFolder(name -> null));
        assertEquals(home, UserCache.defaultFolder(Map.of("XDG_CACHE_HOME", "relative")::get));
    }

    @Test
    void namesTheResourceThatIsMissing() {
        assumeLoadable();
        UnavailableException e = assertThrows(
                UnavailableException.class, () -> NativeLibrary.load(List.of("org/neocog/none/libnone.so")));
        assertEquals("the class path has no org/neocog/none/libnone.so", e.getMessage());
    }

    @Test
    void givesTheLinkersWordsForAFileThatIsNoLibrary() {
        assumeLoadable();
        String classFile = NativeLibrary.class.getName().replace('.', '/') + ".class";
        UnavailableException e = assertThrows(UnavailableException.class, () -> NativeLibrary.load(List.of(classFile)));
        assertTrue(e.getMessage().contains("invalid ELF header"), e.getMessage());
    }

    @Test
    void saysWhatIsWrongWithTheFolderThatTheUserChose() throws IOException {
        assumeLoadable();
        Path file = Files.createFile(temp.resolve("file"));
        System.setProperty(UserCache.PROPERTY, file.toString());
        NeocogException e = assertThrows(NeocogException.class, () -> NativeLibrary.load(List.of("any")));
        assertTrue(e.getMessage().startsWith("neocog.cache=" + file + " cannot hold the native libraries: "), e.getMessage());
        assertTrue(e.getMessage().endsWith("; name a folder of your own that you can write to"), e.getMessage());
    }

    private static void assumeLoadable() {
        assumeTrue(
                System.getProperty("os.name").equals("Linux") && System.getProperty("os.arch").equals("amd64"),
                "native libraries are for Linux on x86-64");
    }
}

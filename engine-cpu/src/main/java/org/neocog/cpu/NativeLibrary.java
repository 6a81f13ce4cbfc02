package org.neocog.cpu;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.neocog.NeocogException;

/**
 * A native library from a jar on the class path, loaded until the process ends.
 *
 * @param symbols its functions and those of the libraries it is linked with
 * @param path the file it was loaded from
 */
record NativeLibrary(SymbolLookup symbols, Path path) {
    /** System property that names the folder for copies of native libraries. */
    static final String CACHE_PROPERTY = "neocog.cache";

    /** Why a library cannot be used on this machine, as text for a report. */
    static final class UnavailableException extends Exception {
        UnavailableException(String message) {
            super(message);
        }
    }

    /**
     * Loads the last of the resources, after those that it needs.
     *
     * @param resources paths of 64-bit x86 Linux libraries (for glibc) on the class path
     * @throws UnavailableException with the reason, if they cannot be loaded here
     * @throws NeocogException if the folder that {@value #CACHE_PROPERTY} names cannot be used
     */
    static NativeLibrary load(List<String> resources) throws UnavailableException {
        checkPlatform(System.getProperty("os.name"), System.getProperty("os.arch"), isMusl());
        String chosen = System.getProperty(CACHE_PROPERTY);
        try (NativeCache cache = chosen == null
                ? NativeCache.open(defaultFolder(System::getenv))
                : openChosen(chosen)) {
            NativeLibrary last = null;
            for (String resource : resources) {
                PackedResource packed = PackedResource.find(resource)
                        .orElseThrow(() -> new UnavailableException("the class path has no " + resource));
                last = open(cache.place(packed));
            }
            return last;
        } catch (IOException e) {
            throw new UnavailableException("the library could not be copied out of its jar: " + describe(e));
        }
    }

    static void checkPlatform(String os, String architecture, boolean musl) throws UnavailableException {
        if (!os.equals("Linux") || !architecture.equals("amd64")) {
            throw new UnavailableException("it is there for Linux on x86-64 only, and this is " + os + " on " + architecture);
        }
        if (musl) {
            throw new UnavailableException("it needs the GNU C library, and this system's is musl");
        }
    }

    /** {@code $XDG_CACHE_HOME/neocog} or {@code ~/.cache/neocog}. */
    static Path defaultFolder(UnaryOperator<String> environment) {
        String cacheHome = environment.apply("XDG_CACHE_HOME");
        // The XDG specification has relative paths ignored.
        Path base = cacheHome != null && cacheHome.startsWith("/")
                ? Path.of(cacheHome)
                : Path.of(System.getProperty("user.home"), ".cache");
        return base.resolve("neocog");
    }

    private static NativeCache openChosen(String folder) {
        try {
            return NativeCache.openExactly(Path.of(folder).toAbsolutePath());
        } catch (IOException | InvalidPathException e) {
            throw new NeocogException(
                    CACHE_PROPERTY + "=" + folder + " cannot hold the native libraries: " + describe(e)
                            + "; name a folder of your own that you can write to", e);
        }
    }

    private static String describe(Exception e) {
        return e.getClass().getSimpleName().replace("Exception", "").toLowerCase(Locale.ROOT) + " (" + e.getMessage() + ")";
    }

    private static NativeLibrary open(Path file) throws UnavailableException {
        try {
            // The global arena: functions of the library may be called as long as the process lives.
            return new NativeLibrary(SymbolLookup.libraryLookup(file, Arena.global()), file);
        } catch (IllegalArgumentException e) {
            throw new UnavailableException(linkError(file).orElse(e.getMessage()));
        }
    }

    /** The dynamic linker's own words, which {@link SymbolLookup#libraryLookup} does not pass on. */
    private static Optional<String> linkError(Path file) {
        try {
            System.load(file.toAbsolutePath().toString());
            return Optional.empty();
        } catch (UnsatisfiedLinkError e) {
            return Optional.ofNullable(e.getMessage());
        }
    }

    private static boolean isMusl() {
        try {
            return Files.readString(Path.of("/proc/self/maps")).contains("/ld-musl-");
        } catch (IOException e) {
            return false;
        }
    }
}

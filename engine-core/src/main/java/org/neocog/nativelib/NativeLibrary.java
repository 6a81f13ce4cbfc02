package org.neocog.nativelib;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.neocog.NeocogException;

/**
 * A native library that is loaded.
 *
 * @param symbols its functions and those of the libraries it is linked with
 * @param path the file it was loaded from
 */
public record NativeLibrary(SymbolLookup symbols, Path path) {
    /** Why a library cannot be used on this machine, as text for a report. */
    public static final class UnavailableException extends Exception {
        public UnavailableException(String message) {
            super(message);
        }
    }

    /**
     * Loads the last of the resources, after those that it needs.
     *
     * @param resources paths of 64-bit x86 Linux libraries (for glibc) on the class path
     * @throws UnavailableException with the reason, if they cannot be loaded here
     * @throws NeocogException if the folder that {@value UserCache#PROPERTY} names cannot be used
     */
    public static NativeLibrary load(List<String> resources) throws UnavailableException {
        NativePlatform.check();
        try (NativeCache cache = UserCache.openForLibraries()) {
            NativeLibrary last = null;
            for (String resource : resources) {
                PackedResource packed = PackedResource.find(resource)
                        .orElseThrow(() -> new UnavailableException("the class path has no " + resource));
                // The global arena: functions of the library may be called as long as the process lives.
                last = open(cache.place(packed), Arena.global());
            }
            return last;
        } catch (IOException e) {
            throw new UnavailableException("the library could not be copied out of its jar: " + UserCache.describe(e));
        }
    }

    /**
     * Loads one file.
     *
     * @param arena the library stays loaded until this is closed
     * @throws UnavailableException with the dynamic linker's own words, if it cannot be loaded
     */
    public static NativeLibrary open(Path file, Arena arena) throws UnavailableException {
        try {
            return new NativeLibrary(SymbolLookup.libraryLookup(file, arena), file);
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
}

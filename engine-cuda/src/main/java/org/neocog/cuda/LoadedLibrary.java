package org.neocog.cuda;

import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.neocog.nativelib.NativeLibrary;
import org.neocog.nativelib.NativeLibrary.UnavailableException;

/**
 * A library of NVIDIA's in this process, with every function that the backend calls.
 *
 * @param version the library's own
 * @param cuda the version of CUDA that it belongs to; of the driver: the newest that it knows
 */
record LoadedLibrary(CudaLibrary library, Path path, LibraryVersion version, LibraryVersion cuda) {
    /** The oldest CUDA whose libraries JCuda's natives can be linked with. */
    private static final int OLDEST_CUDA = 12;

    /**
     * Loads a file, with the companions beside it, and checks it. What does not pass is unloaded, so that JCuda's natives,
     * which ask for a library by name, cannot get hold of it.
     *
     * @param driver the newest CUDA that the driver knows, if there is a driver
     * @throws UnavailableException saying what is wrong with the file
     */
    static LoadedLibrary open(CudaLibrary library, Path file, Optional<LibraryVersion> driver) throws UnavailableException {
        // Not closed when all is well: the library then serves as long as the process lives.
        Arena arena = Arena.ofShared();
        boolean accepted = false;
        try {
            String name = file.getFileName().toString();
            for (String companion : library.companions(name)) {
                openIfThere(file.resolveSibling(companion), arena);
            }
            SymbolLookup symbols = NativeLibrary.open(file, arena).symbols();
            checkSymbols(library, symbols);
            LoadedLibrary loaded = new LoadedLibrary(
                    library, file, VersionProbe.version(library, symbols), VersionProbe.cuda(library, symbols));
            loaded.checkVersion(name, driver);
            accepted = true;
            return loaded;
        } catch (IllegalStateException e) {
            throw new UnavailableException(e.getMessage());
        } finally {
            if (!accepted) {
                arena.close();
            }
        }
    }

    private static void openIfThere(Path companion, Arena arena) {
        if (Files.isRegularFile(companion)) {
            try {
                NativeLibrary.open(companion, arena);
            } catch (UnavailableException e) {
                // The library itself will say what it misses, if it misses it.
                return;
            }
        }
    }

    private static void checkSymbols(CudaLibrary library, SymbolLookup symbols) throws UnavailableException {
        List<String> missing = new ArrayList<>(library.symbols());
        missing.removeIf(symbol -> symbols.find(symbol).isPresent());
        if (!missing.isEmpty()) {
            throw new UnavailableException("it has no function " + String.join(", ", missing));
        }
    }

    private void checkVersion(String fileName, Optional<LibraryVersion> driver) throws UnavailableException {
        if (library == CudaLibrary.DRIVER) {
            if (cuda.major() < OLDEST_CUDA) {
                throw new UnavailableException("the driver is too old: it is for CUDA " + cuda + ", and "
                        + OLDEST_CUDA + ".0 or newer is needed");
            }
            return;
        }
        if (version.major() != CudaLibrary.majorInName(fileName)) {
            throw new UnavailableException("it says that it is version " + version + ", which is not what its name says");
        }
        // Within one major version of CUDA older drivers run what newer libraries contain.
        if (driver.isPresent() && driver.get().major() < cuda.major()) {
            throw new UnavailableException("the driver is too old for it: " + library.label() + " " + version
                    + " is for CUDA " + cuda.major() + ", and the driver knows CUDA up to " + driver.get()
                    + "; a newer driver or " + library.label() + " for CUDA " + driver.get().major() + " would do");
        }
    }

    /** The report of a library that serves. */
    LibraryReport report() {
        String text = library == CudaLibrary.DRIVER
                ? DriverRelease.of(path).map(release -> release + ", ").orElse("") + "CUDA " + cuda
                : version.toString();
        return new LibraryReport(library.label(), Optional.of(path), text, "");
    }
}

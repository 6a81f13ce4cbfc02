package org.neocog.cuda;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.neocog.nativelib.NativeLibrary.UnavailableException;

/** Finds a library that serves, in the order that {@link SearchPlaces} states. The first that passes every check is it. */
final class LibrarySearch {
    private final SearchPlaces places;
    private final CudaRedist redist;

    LibrarySearch(SearchPlaces places, CudaRedist redist) {
        this.places = places;
        this.redist = redist;
    }

    /** What came of it: the library, or else what was wanted and what was found. */
    record Result(Optional<LoadedLibrary> library, LibraryReport report) {}

    /**
     * Looks for a library and loads it.
     *
     * @param driver the newest CUDA that the driver knows, if there is a driver
     */
    Result find(CudaLibrary library, Optional<LibraryVersion> driver) {
        List<String> rejected = new ArrayList<>();
        Optional<SearchPlace> explicit = places.explicit();
        Optional<LoadedLibrary> found = explicit.isPresent()
                ? inPlace(explicit.get(), library, driver, rejected)
                : onClassPath(library, driver, rejected);
        List<SearchPlace> searched = explicit.map(List::of).orElseGet(places::usual);
        if (explicit.isEmpty()) {
            for (SearchPlace place : searched) {
                if (found.isEmpty()) {
                    found = inPlace(place, library, driver, rejected);
                }
            }
        }
        LibraryReport report = found.map(LoadedLibrary::report).orElseGet(() -> new LibraryReport(
                library.label(), Optional.empty(), "", problem(library, searched, explicit.isPresent(), rejected)));
        return new Result(found, report);
    }

    private Optional<LoadedLibrary> onClassPath(
            CudaLibrary library, Optional<LibraryVersion> driver, List<String> rejected) {
        for (String name : library.fileNames()) {
            if (redist.has(name)) {
                try {
                    if (driver.isEmpty() && library != CudaLibrary.NVRTC) {
                        throw new UnavailableException("it is not unpacked as there is no driver");
                    }
                    return Optional.of(LoadedLibrary.open(library, redist.unpack(library, name), driver));
                } catch (UnavailableException e) {
                    rejected.add(name + " on " + CudaRedist.NAME + ": " + e.getMessage());
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<LoadedLibrary> inPlace(
            SearchPlace place, CudaLibrary library, Optional<LibraryVersion> driver, List<String> rejected) {
        for (Path folder : place.folders()) {
            for (String name : library.fileNames()) {
                Path file = folder.resolve(name);
                if (Files.isRegularFile(file)) {
                    try {
                        return Optional.of(LoadedLibrary.open(library, file, driver));
                    } catch (UnavailableException e) {
                        rejected.add(file + ": " + e.getMessage());
                    }
                }
            }
        }
        return Optional.empty();
    }

    private String problem(CudaLibrary library, List<SearchPlace> searched, boolean explicit, List<String> rejected) {
        StringBuilder text = new StringBuilder("wanted ").append(String.join(" or ", library.fileNames()));
        if (!rejected.isEmpty()) {
            return text.append("; found ").append(String.join("; ", rejected)).toString();
        }
        List<String> others = others(library, searched);
        if (!others.isEmpty()) {
            text.append("; found ").append(String.join(", ", others)).append(", which is another version");
        }
        text.append("; not found in ");
        if (!explicit) {
            text.append(CudaRedist.NAME).append(", ");
        }
        text.append(searched.stream().map(SearchPlace::toString).collect(Collectors.joining(", ")));
        return text.append(explicit ? "; nowhere else is looked as that is set" : "").toString();
    }

    /** Files that are the library by name but for the version. */
    private static List<String> others(CudaLibrary library, List<SearchPlace> searched) {
        return searched.stream()
                .flatMap(place -> place.folders().stream())
                .flatMap(folder -> SearchPlaces.matches(folder, library.stem() + ".[0-9]*").stream())
                .map(Path::toString)
                .toList();
    }
}

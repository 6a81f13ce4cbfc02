package org.neocog.cuda;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.neocog.NeocogException;

/**
 * Where NVIDIA's libraries are looked for, in this order:
 *
 * <ol>
 *   <li>the folders that the system property {@value #PROPERTY} or the variable {@value #VARIABLE} names; if one of them is
 *       set, nowhere else;
 *   <li>the class path, where the Maven profile {@code cuda-redist} puts them ({@link CudaRedist});
 *   <li>where the dynamic linker looks: {@code LD_LIBRARY_PATH}, the folders of {@code /etc/ld.so.conf}, its default
 *       folders;
 *   <li>the driver's folders in containers, WSL and NixOS;
 *   <li>the CUDA toolkit: {@code CUDA_HOME}, {@code CUDA_PATH}, {@code /usr/local/cuda*};
 *   <li>what pip and conda installed: {@code nvidia/*}{@code /lib} under the site-packages of the active environment, the
 *       user, the Pythons on {@code PATH} and the system.
 * </ol>
 */
final class SearchPlaces {
    /** System property: folders, separated as in a path list. */
    static final String PROPERTY = "neocog.cuda.libraries";
    /** Environment variable of the same meaning. */
    static final String VARIABLE = "NEOCOG_CUDA_LIBRARIES";

    private final SearchEnvironment environment;

    SearchPlaces(SearchEnvironment environment) {
        this.environment = environment;
    }

    /** The folders that the user named, or nothing. */
    Optional<SearchPlace> explicit() {
        String property = environment.property().apply(PROPERTY);
        if (property != null && !property.isBlank()) {
            return Optional.of(new SearchPlace(PROPERTY, pathList(property, PROPERTY)));
        }
        return environment.set(VARIABLE).map(value -> new SearchPlace(VARIABLE, pathList(value, VARIABLE)));
    }

    /** Where else to look, in this order, when the user named no folders. */
    List<SearchPlace> usual() {
        return Stream.of(loader(), driverFolders(), toolkit(), python()).map(SearchPlaces::existing).toList();
    }

    /** Without folders that are not there, or that are there under another name. */
    private static SearchPlace existing(SearchPlace place) {
        Map<Path, Path> byRealPath = new LinkedHashMap<>();
        for (Path folder : place.folders()) {
            try {
                byRealPath.putIfAbsent(folder.toRealPath(), folder);
            } catch (IOException e) {
                continue;
            }
        }
        return new SearchPlace(place.name(), byRealPath.values().stream().filter(Files::isDirectory).toList());
    }

    private SearchPlace loader() {
        List<Path> folders = new ArrayList<>();
        environment.set("LD_LIBRARY_PATH").ifPresent(value -> folders.addAll(pathList(value, "LD_LIBRARY_PATH")));
        folders.addAll(new LinkerConfiguration(environment.root()).folders());
        Stream.of("lib/x86_64-linux-gnu", "usr/lib/x86_64-linux-gnu", "lib64", "usr/lib64", "lib", "usr/lib")
                .forEach(folder -> folders.add(environment.path(folder)));
        return new SearchPlace("the dynamic linker's path", folders);
    }

    private SearchPlace driverFolders() {
        return new SearchPlace("the driver's folders", Stream.of(
                        "usr/local/nvidia/lib64", "usr/local/nvidia/lib", "usr/lib/wsl/lib", "run/opengl-driver/lib")
                .map(environment::path)
                .toList());
    }

    private SearchPlace toolkit() {
        List<Path> homes = new ArrayList<>();
        Stream.of("CUDA_HOME", "CUDA_PATH").forEach(
                name -> environment.set(name).ifPresent(value -> homes.addAll(pathList(value, name))));
        homes.add(environment.path("usr/local/cuda"));
        homes.addAll(matches(environment.path("usr/local"), "cuda-1[23]*").reversed());
        return new SearchPlace("the CUDA toolkit", homes.stream()
                .flatMap(home -> Stream.of("lib64", "lib", "targets/x86_64-linux/lib").map(home::resolve))
                .toList());
    }

    private SearchPlace python() {
        List<Path> prefixes = new ArrayList<>();
        Stream.of("VIRTUAL_ENV", "CONDA_PREFIX").forEach(
                name -> environment.set(name).ifPresent(value -> prefixes.addAll(pathList(value, name))));
        environment.set("HOME").ifPresent(home -> prefixes.add(Path.of(home, ".local")));
        environment.set("PATH").ifPresent(path -> pathList(path, "PATH").forEach(
                folder -> pythonPrefix(folder).ifPresent(prefixes::add)));
        Stream.of("usr/local", "usr", "opt/conda").forEach(prefix -> prefixes.add(environment.path(prefix)));
        List<Path> folders = new ArrayList<>();
        for (Path prefix : prefixes) {
            for (Path python : matches(prefix.resolve("lib"), "python3*")) {
                for (String packages : List.of("site-packages", "dist-packages")) {
                    folders.addAll(matches(python.resolve(packages).resolve("nvidia"), "*").stream()
                            .map(vendor -> vendor.resolve("lib"))
                            .toList());
                }
            }
        }
        // Conda's own packages have no folder of their own.
        environment.set("CONDA_PREFIX").ifPresent(prefix -> folders.add(Path.of(prefix, "lib")));
        return new SearchPlace("pip and conda", folders);
    }

    /** Where the Python of that folder of PATH is installed, links followed. */
    private static Optional<Path> pythonPrefix(Path folder) {
        try {
            Path python = folder.resolve("python3");
            return Files.exists(python)
                    ? Optional.ofNullable(python.toRealPath().getParent()).map(Path::getParent)
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static List<Path> pathList(String value, String origin) {
        try {
            return Stream.of(value.split(File.pathSeparator))
                    .filter(folder -> !folder.isBlank())
                    .map(folder -> Path.of(folder).toAbsolutePath())
                    .toList();
        } catch (InvalidPathException e) {
            throw new NeocogException(origin + " is no list of folders: " + e.getMessage(), e);
        }
    }

    /** The entries of a folder that match, sorted by name; none if it is not there. */
    static List<Path> matches(Path folder, String glob) {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, glob)) {
            entries.forEach(found::add);
        } catch (IOException e) {
            return List.of();
        }
        found.sort(Comparator.naturalOrder());
        return found;
    }
}

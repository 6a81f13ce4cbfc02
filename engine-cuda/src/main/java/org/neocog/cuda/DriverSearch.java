package org.neocog.cuda;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Looks for the library of NVIDIA's driver in the folders given, without loading it. */
record DriverSearch(List<Path> searched) {
    static final String LIBRARY = "libcuda.so.1";

    DriverSearch {
        searched = List.copyOf(new LinkedHashSet<>(searched));
    }

    /** Where the dynamic linker of common Linux distributions, containers and WSL looks. */
    static DriverSearch ofThisMachine() {
        List<Path> folders = new ArrayList<>();
        String fromEnvironment = Optional.ofNullable(System.getenv("LD_LIBRARY_PATH")).orElse("");
        Stream.of(fromEnvironment.split(File.pathSeparator))
                .filter(folder -> !folder.isBlank())
                .forEach(folder -> folders.add(Path.of(folder)));
        Stream.of(
                        "/usr/lib/x86_64-linux-gnu",
                        "/usr/lib/aarch64-linux-gnu",
                        "/usr/lib64",
                        "/usr/lib",
                        "/usr/local/nvidia/lib64",
                        "/usr/local/cuda/compat",
                        "/usr/lib/wsl/lib")
                .forEach(folder -> folders.add(Path.of(folder)));
        return new DriverSearch(folders);
    }

    /** The library's file, if it is there. */
    Optional<Path> find() {
        return searched.stream()
                .map(folder -> folder.resolve(LIBRARY))
                .filter(Files::exists)
                .findFirst();
    }

    /** The folders, for a message. */
    String folders() {
        return searched.stream().map(Path::toString).collect(Collectors.joining(", "));
    }
}

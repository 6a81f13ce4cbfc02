package org.neocog.cuda;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Folders to look for libraries in.
 *
 * @param name why there: {@code the CUDA toolkit}
 */
record SearchPlace(String name, List<Path> folders) {
    SearchPlace {
        folders = List.copyOf(new LinkedHashSet<>(folders));
    }

    @Override
    public String toString() {
        return name + " ("
                + (folders.isEmpty() ? "none" : folders.stream().map(Path::toString).collect(Collectors.joining(", ")))
                + ")";
    }
}

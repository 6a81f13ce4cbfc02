package org.neocog.cuda;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The folders that {@code /etc/ld.so.conf} and the files that it includes name. */
record LinkerConfiguration(Path root) {
    List<Path> folders() {
        Set<Path> folders = new LinkedHashSet<>();
        read(root.resolve("etc/ld.so.conf"), folders, new LinkedHashSet<>());
        return new ArrayList<>(folders);
    }

    private void read(Path file, Set<Path> folders, Set<Path> seen) {
        if (!seen.add(file)) {
            return;
        }
        for (String line : lines(file)) {
            String text = line.replaceFirst("#.*", "").strip();
            if (text.startsWith("include")) {
                for (String pattern : text.substring("include".length()).strip().split("\\s+")) {
                    Path path = pattern.startsWith("/") ? under(pattern) : file.resolveSibling(pattern);
                    SearchPlaces.matches(path.getParent(), path.getFileName().toString())
                            .forEach(included -> read(included, folders, seen));
                }
            } else if (text.startsWith("/")) {
                folders.add(under(text));
            }
        }
    }

    private Path under(String absolute) {
        return root.resolve(absolute.substring(1));
    }

    private static List<String> lines(Path file) {
        try {
            // Any byte is a character of this charset: the file is not ours to refuse.
            return Files.readAllLines(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return List.of();
        }
    }
}

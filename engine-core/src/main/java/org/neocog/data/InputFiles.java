package org.neocog.data;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.neocog.NeocogException;

/** What all readers ask of the file system, with errors that name the file. */
final class InputFiles {
    private static final int LISTED = 8;

    private InputFiles() {}

    /**
     * The length of a file that is there, is a regular file (a pipe could make the reader wait for ever) and is not empty.
     */
    static long size(Path file) {
        if (!Files.exists(file)) {
            throw new NeocogException(file + ": " + (Files.isSymbolicLink(file)
                    ? "a symbolic link to a file that is not there"
                    : "there is no such file"));
        }
        if (!Files.isRegularFile(file)) {
            throw new NeocogException(
                    file + ": a " + (Files.isDirectory(file) ? "folder" : "special file") + ", where a file is wanted");
        }
        try {
            long size = Files.size(file);
            if (size == 0) {
                throw new NeocogException(file + ": the file is empty");
            }
            return size;
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /** The names of the files in a folder, sorted. */
    static List<String> names(Path folder) {
        if (!Files.exists(folder)) {
            throw new NeocogException(folder + ": there is no such folder");
        }
        if (!Files.isDirectory(folder)) {
            throw new NeocogException(folder + ": a file, where the folder that holds the data set is wanted");
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw unreadable(folder, e);
        }
    }

    /** What a folder holds, in a few words for an error. */
    static String describe(List<String> names) {
        if (names.isEmpty()) {
            return "the folder is empty";
        }
        return "the folder holds " + list(names);
    }

    /** Names for an error: the first few, and how many more there are. */
    static String list(List<String> names) {
        String first = names.stream()
                .limit(LISTED)
                .map(n -> n.replaceAll("\\p{Cntrl}", "?"))
                .collect(Collectors.joining(", "));
        return first + (names.size() > LISTED ? " and " + (names.size() - LISTED) + " more" : "");
    }

    static NeocogException unreadable(Path file, IOException e) {
        String reason = switch (e) {
            case NoSuchFileException _ -> "there is no such file";
            case AccessDeniedException _ -> "no permission to read it";
            default -> "cannot be read: " + reason(e);
        };
        return new NeocogException(file + ": " + reason, e);
    }

    /** An exception's message on one line, or its kind where it has none. */
    static String reason(Throwable e) {
        String message = e.getMessage();
        return message == null || message.isBlank()
                ? e.getClass().getSimpleName()
                : message.strip().replaceAll("\\s+", " ");
    }
}

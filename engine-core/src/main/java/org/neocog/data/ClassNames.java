package org.neocog.data;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.neocog.NeocogException;

/** The names of a folder's classes: the lines of its {@code labels.txt}, or the numbers from 0. */
final class ClassNames {
    private ClassNames() {}

    /** The names; every training label is one of them. */
    static List<String> of(Path folder, Path labelsFile, int[] trainingLabels) {
        Path file = folder.resolve("labels.txt");
        if (!Files.exists(file)) {
            int classes = Math.max(2, 1 + IntStream.of(trainingLabels).max().orElse(0));
            return IntStream.range(0, classes).mapToObj(Integer::toString).toList();
        }
        List<String> names = read(file);
        for (int i = 0; i < trainingLabels.length; i++) {
            if (trainingLabels[i] >= names.size()) {
                throw new NeocogException(labelsFile + ": label " + trainingLabels[i] + " of example " + i + " is outside 0.."
                        + (names.size() - 1) + ", the classes that labels.txt names");
            }
        }
        return names;
    }

    static List<String> read(Path file) {
        InputFiles.size(file);
        List<String> names;
        try {
            // Blank lines at the end are no classes; one in between would move the names behind it, so it is an error.
            names = Files.readString(file).stripTrailing().lines().map(String::strip).toList();
        } catch (CharacterCodingException e) {
            throw new NeocogException(file + ": not a text in UTF-8", e);
        } catch (IOException e) {
            throw InputFiles.unreadable(file, e);
        }
        int blank = names.indexOf("");
        if (blank >= 0) {
            throw new NeocogException(file + ": line " + (blank + 1) + " is blank; each line names a class");
        }
        if (names.size() < 2) {
            throw new NeocogException(file + ": names " + names.size() + " class; at least 2 are needed, one a line");
        }
        return names;
    }
}

package org.neocog.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.neocog.NeocogException;

/**
 * A folder of labelled pictures: {@code train/CLASS/*.png}, and {@code val} or {@code test} or both of the same form; or
 * {@code CLASS/*.png} with no parts.
 */
final class ImageFolder {
    static final String WANTED = "train/CLASS/*.png or *.jpg and test/CLASS/...";

    private static final String TRAIN = "train";
    private static final String VALIDATION = "val";
    private static final String TEST = "test";

    private ImageFolder() {}

    /** Whether there are folders in the folder. */
    static boolean recognises(Path folder, List<String> names) {
        return names.stream().anyMatch(name -> !name.startsWith(".") && Files.isDirectory(folder.resolve(name)));
    }

    /** The training part, or all there is if there are no parts; only the heads of files have been read. */
    static FolderPictures training(Path folder, DataOptions options) {
        return FolderPictures.open(ClassFolders.list(trainingFolder(folder)), options);
    }

    /** What {@code train} validates on: {@code val}, or else {@code test}. The classes must be those of training. */
    static FolderPictures validation(Path folder, DataOptions options) {
        return heldOut(folder, options, VALIDATION, TEST);
    }

    /** What {@code eval} measures: {@code test}, or else {@code val}, or all there is if there are no parts. */
    static FolderPictures test(Path folder, DataOptions options) {
        return hasParts(folder) ? heldOut(folder, options, TEST, VALIDATION) : training(folder, options);
    }

    private static Path trainingFolder(Path folder) {
        Path train = folder.resolve(TRAIN);
        if (Files.isDirectory(train)) {
            return train;
        }
        if (hasParts(folder)) {
            throw new NeocogException(folder + ": there is no folder " + TRAIN + "; "
                    + InputFiles.describe(InputFiles.names(folder)) + ", wanted is " + WANTED);
        }
        return folder;
    }

    private static boolean hasParts(Path folder) {
        return Stream.of(TRAIN, VALIDATION, TEST).anyMatch(part -> Files.isDirectory(folder.resolve(part)));
    }

    private static FolderPictures heldOut(Path folder, DataOptions options, String first, String second) {
        Path part = Stream.of(first, second)
                .map(folder::resolve)
                .filter(Files::isDirectory)
                .findFirst()
                .orElseThrow(() -> new NeocogException(folder + ": there is no folder " + first + " or " + second
                        + " beside the training pictures; give --val-split 0.1 to validate on a part of those"));
        ClassFolders folders = ClassFolders.list(part);
        Path train = folder.resolve(TRAIN);
        if (Files.isDirectory(train)) {
            requireSameClasses(train, ClassFolders.classes(train), part, folders.classes());
        }
        return FolderPictures.open(folders, options);
    }

    private static void requireSameClasses(Path train, List<String> trained, Path other, List<String> tested) {
        List<String> onlyTrained = trained.stream().filter(name -> !tested.contains(name)).toList();
        List<String> onlyTested = tested.stream().filter(name -> !trained.contains(name)).toList();
        if (!onlyTrained.isEmpty() || !onlyTested.isEmpty()) {
            throw new NeocogException("the classes differ: " + only(train, onlyTrained)
                    + (onlyTrained.isEmpty() || onlyTested.isEmpty() ? "" : "; ") + only(other, onlyTested));
        }
    }

    private static String only(Path folder, List<String> names) {
        return names.isEmpty() ? "" : "only in " + folder + ": " + InputFiles.list(names);
    }
}

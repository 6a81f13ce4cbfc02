package org.neocog.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.neocog.NeocogException;

/**
 * A folder with a folder of pictures for each class, as it is on the disk.
 *
 * @param classes the names of the folders in it, in alphabetical order
 * @param files the pictures, class by class, in alphabetical order
 * @param labels the class of each file
 */
record ClassFolders(Path folder, List<String> classes, List<Path> files, int[] labels) {
    private static final Pattern PICTURE = Pattern.compile(".+\\.(png|jpe?g)", Pattern.DOTALL);
    /** Pictures that somebody may think are read: they are reported, and not passed over like other files. */
    private static final Pattern OTHER_PICTURE = Pattern.compile(".+\\.(gif|webp|bmp|tiff?|heic|avif|ppm|pgm)", Pattern.DOTALL);

    /**
     * Lists the files without opening any.
     *
     * @throws NeocogException if there are fewer than two classes, one holds no picture, or pictures lie where they have no
     *     class
     */
    static ClassFolders list(Path folder) {
        List<String> classes = classes(folder);
        if (classes.size() < 2) {
            throw new NeocogException(folder + ": holds " + (classes.isEmpty() ? "no class folder" : "one class folder, "
                    + classes.getFirst()) + "; a folder of pictures is needed for each of at least 2 classes");
        }
        List<Path> files = new ArrayList<>();
        List<Integer> labels = new ArrayList<>();
        for (int label = 0; label < classes.size(); label++) {
            Path classFolder = folder.resolve(classes.get(label));
            List<Path> pictures = pictures(classFolder);
            for (Path picture : pictures) {
                files.add(picture);
                labels.add(label);
            }
        }
        return new ClassFolders(
                folder, classes, List.copyOf(files), labels.stream().mapToInt(Integer::intValue).toArray());
    }

    /** The names of the class folders; pictures beside them are an error. */
    static List<String> classes(Path folder) {
        List<String> classes = new ArrayList<>();
        for (String name : InputFiles.names(folder)) {
            if (!name.startsWith(".") && Files.isDirectory(folder.resolve(name))) {
                classes.add(name);
            } else if (isPicture(name)) {
                throw new NeocogException(folder.resolve(name) + ": a picture outside the class folders ("
                        + (classes.isEmpty() ? "there is none" : "as " + classes.getFirst())
                        + "); put it into the folder of its class");
            }
        }
        return List.copyOf(classes);
    }

    private static List<Path> pictures(Path classFolder) {
        List<Path> pictures = new ArrayList<>();
        List<String> names = InputFiles.names(classFolder);
        for (String name : names) {
            Path file = classFolder.resolve(name);
            if (isPicture(name)) {
                pictures.add(file);
            } else if (!name.startsWith(".") && Files.isDirectory(file)) {
                throw new NeocogException(
                        file + ": a folder within a class folder; pictures lie in the folder of their class itself");
            }
        }
        if (pictures.isEmpty()) {
            throw new NeocogException(classFolder + ": the class folder holds no picture (.png, .jpg or .jpeg); "
                    + InputFiles.describe(names));
        }
        return pictures;
    }

    private static boolean isPicture(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return !name.startsWith(".") && (PICTURE.matcher(lower).matches() || OTHER_PICTURE.matcher(lower).matches());
    }
}

package org.neocog.data;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.neocog.NeocogException;
import org.neocog.tensor.Shape;

/**
 * Reads a folder of four IDX files under the names in which MNIST, Fashion-MNIST and KMNIST are published:
 * {@code train-images-idx3-ubyte}, {@code train-labels-idx1-ubyte} and the same with {@code t10k}, or with a dot
 * ({@code train-images.idx3-ubyte}), each with or without {@code .gz} (the plain file is taken where both are there).
 * EMNIST's names ({@code emnist-digits-train-images-idx3-ubyte}, {@code ...-test-...}) do too; its images are stored
 * column by column and are turned upright.
 */
public final class MnistFolder {
    static final String WANTED = "train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-images-idx3-ubyte, "
            + "t10k-labels-idx1-ubyte (each plain or .gz)";

    private static final Pattern NAME = Pattern.compile(
            "(?<family>emnist-[a-z]+-)?(?<part>train|t10k|test)-(?<content>images[-.]idx[34]|labels[-.]idx1)-ubyte(\\.gz)?");

    private MnistFolder() {}

    /**
     * The training and the test data, in [0, 1] and not normalised. The classes are the lines of {@code labels.txt} where
     * the folder has one; otherwise 0 up to the highest training label, at least two.
     *
     * @throws NeocogException if the folder or a file is missing or damaged, images and labels disagree in number, training
     *     and test data in image shape, a label is outside the classes, or a test label is none of the training labels
     */
    public static Splits load(Path folder) {
        List<String> names = InputFiles.names(folder);
        boolean upright = upright(folder, names);
        Part train = Part.read(folder, names, "train");
        Part test = Part.read(folder, names, "t10k|test");
        if (!train.images().imageShape().equals(test.images().imageShape())) {
            throw new NeocogException(folder + ": the training images are " + train.images().imageShape()
                    + ", the test images " + test.images().imageShape() + " (channels x height x width)");
        }
        if (!upright) {
            transpose(folder, train.images());
            transpose(folder, test.images());
        }
        List<String> labels = ClassNames.of(folder, train.labelsFile(), train.labels());
        requireTrained(train, test);
        return new Splits(train.dataset(labels), test.dataset(labels));
    }

    /**
     * The training data alone, as {@link #load} gives it; the folder may lack test data.
     *
     * @throws NeocogException as {@link #load} does
     */
    static Dataset loadTraining(Path folder) {
        List<String> names = InputFiles.names(folder);
        boolean upright = upright(folder, names);
        Part train = Part.read(folder, names, "train");
        if (!upright) {
            transpose(folder, train.images());
        }
        return train.dataset(ClassNames.of(folder, train.labelsFile(), train.labels()));
    }

    /** Whether the images are stored row by row: all but EMNIST's. */
    private static boolean upright(Path folder, List<String> names) {
        Set<String> families = names.stream()
                .map(NAME::matcher)
                .filter(Matcher::matches)
                .map(MnistFolder::family)
                .collect(Collectors.toSet());
        if (families.size() > 1) {
            throw new NeocogException(folder + ": holds several data sets; give each a folder of its own ("
                    + InputFiles.describe(names) + ")");
        }
        return families.contains("");
    }

    /** Whether one of the files has a name of this kind. */
    static boolean recognises(List<String> names) {
        return names.stream().anyMatch(n -> NAME.matcher(n).matches());
    }

    private static String family(Matcher name) {
        return name.group("family") == null ? "" : name.group("family");
    }

    /** Images and labels of one half of the data. */
    private record Part(IdxImages images, int[] labels, Path labelsFile) {
        static Part read(Path folder, List<String> names, String part) {
            Path imagesFile = find(folder, names, part, "images");
            Path labelsFile = find(folder, names, part, "labels");
            IdxImages images = IdxReader.images(imagesFile);
            int[] labels = IdxReader.labels(labelsFile);
            if (images.size() != labels.length) {
                throw new NeocogException(imagesFile + " holds " + images.size() + " images, but "
                        + labelsFile.getFileName() + " " + labels.length + " labels; they must be as many");
            }
            return new Part(images, labels, labelsFile);
        }

        Dataset dataset(List<String> classes) {
            return new ByteDataset(images.imageShape(), images.pixels(), labels, classes);
        }
    }

    private static Path find(Path folder, List<String> names, String part, String content) {
        return names.stream()
                .filter(n -> {
                    Matcher name = NAME.matcher(n);
                    return name.matches()
                            && name.group("part").matches(part)
                            && name.group("content").startsWith(content);
                })
                .min(Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder()))
                .map(folder::resolve)
                .orElseThrow(() -> new NeocogException(folder + ": the " + (part.equals("train") ? "training " : "test ")
                        + content + " are missing; " + InputFiles.describe(names) + ", wanted are " + WANTED
                        + (part.equals("train") ? "" : "; training can do without them: --val-split 0.1")));
    }

    private static void requireTrained(Part train, Part test) {
        Set<Integer> known = IntStream.of(train.labels()).boxed().collect(Collectors.toSet());
        for (int i = 0; i < test.labels().length; i++) {
            if (!known.contains(test.labels()[i])) {
                throw new NeocogException(test.labelsFile() + ": label " + test.labels()[i] + " of example " + i
                        + " occurs nowhere in the training labels");
            }
        }
    }

    /** Swaps rows and columns of every image, in place; the images must be square. */
    private static void transpose(Path folder, IdxImages images) {
        Shape shape = images.imageShape();
        int side = shape.dim(1);
        if (side != shape.dim(2)) {
            throw new NeocogException(folder + ": EMNIST's images are square, not " + shape);
        }
        byte[] pixels = images.pixels();
        for (int plane = 0; plane < pixels.length; plane += side * side) {
            for (int y = 0; y < side; y++) {
                for (int x = 0; x < y; x++) {
                    byte below = pixels[plane + y * side + x];
                    pixels[plane + y * side + x] = pixels[plane + x * side + y];
                    pixels[plane + x * side + y] = below;
                }
            }
        }
    }
}

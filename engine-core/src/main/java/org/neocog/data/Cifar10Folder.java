package org.neocog.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.neocog.NeocogException;
import org.neocog.tensor.Shape;

/**
 * CIFAR-10's binary version as it is published: {@code data_batch_1.bin} to {@code data_batch_5.bin}, {@code test_batch.bin}
 * and {@code batches.meta.txt}, the names of the classes. A record is a byte for the class and 3072 for the picture: 32x32
 * red values, then green, then blue.
 */
final class Cifar10Folder {
    static final String WANTED = "data_batch_1.bin to data_batch_5.bin and test_batch.bin";

    private static final int CLASSES = 10;
    private static final int FILES = 5;
    private static final Shape IMAGE = Shape.of(3, 32, 32);
    private static final int RECORD = 1 + IMAGE.elements();

    private Cifar10Folder() {}

    /** Whether one of the files has a name of this kind. */
    static boolean recognises(List<String> names) {
        return names.stream().anyMatch(name -> name.matches("data_batch_\\d\\.bin|test_batch\\.bin"));
    }

    /**
     * The five training files together.
     *
     * @throws NeocogException if one is missing, cut short, of another length than the others, or has a class above 9
     */
    static Dataset training(Path folder) {
        return dataset(
                folder, IntStream.rangeClosed(1, FILES).mapToObj(i -> folder.resolve("data_batch_" + i + ".bin")).toList());
    }

    /**
     * @throws NeocogException if the file is missing or cut short, or has a class above 9
     */
    static Dataset test(Path folder) {
        return dataset(folder, List.of(folder.resolve("test_batch.bin")));
    }

    private static Dataset dataset(Path folder, List<Path> files) {
        int records = records(files.getFirst());
        int elements = IMAGE.elements();
        byte[] pixels = new byte[Math.multiplyExact(records * files.size(), elements)];
        int[] classes = new int[records * files.size()];
        for (int f = 0; f < files.size(); f++) {
            Path file = files.get(f);
            if (records(file) != records) {
                throw new NeocogException(file + ": holds " + records(file) + " pictures, but " + files.getFirst().getFileName()
                        + " " + records + "; one of the two is cut short");
            }
            byte[] data = bytes(file);
            for (int i = 0; i < records; i++) {
                int label = data[i * RECORD] & 0xFF;
                if (label >= CLASSES) {
                    throw new NeocogException(file + ": byte " + i * RECORD + " is the class " + label + " of picture " + i
                            + ", outside 0..9; is this CIFAR-10's binary version?");
                }
                classes[f * records + i] = label;
                System.arraycopy(data, i * RECORD + 1, pixels, (f * records + i) * elements, elements);
            }
        }
        return new ByteDataset(IMAGE, pixels, classes, names(folder));
    }

    private static int records(Path file) {
        long size = InputFiles.size(file);
        if (size % RECORD != 0) {
            throw new NeocogException(file + ": " + size + " bytes are no whole number of " + RECORD
                    + "-byte pictures: the one that begins at byte " + size / RECORD * RECORD
                    + " is cut short; fetch the file again");
        }
        if (size / RECORD > 1_000_000 / FILES) {
            throw new NeocogException(file + ": " + size + " bytes are too many for a part of CIFAR-10");
        }
        return (int) (size / RECORD);
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw InputFiles.unreadable(file, e);
        }
    }

    private static List<String> names(Path folder) {
        Path file = folder.resolve("batches.meta.txt");
        if (!Files.exists(file)) {
            return IntStream.range(0, CLASSES).mapToObj(Integer::toString).toList();
        }
        List<String> names = ClassNames.read(file);
        if (names.size() != CLASSES) {
            throw new NeocogException(file + ": names " + names.size() + " classes, not " + CLASSES);
        }
        return names;
    }
}

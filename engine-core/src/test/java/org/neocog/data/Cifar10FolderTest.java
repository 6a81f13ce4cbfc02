package org.neocog.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.neocog.data.Errors.assertTeaches;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.neocog.tensor.Shape;

class Cifar10FolderTest {
    private static final int RECORD = 3073;

    @TempDir
    Path folder;

    @BeforeEach
    void writeTheFolder() throws IOException {
        for (int i = 1; i <= 5; i++) {
            Files.write(folder.resolve("data_batch_" + i + ".bin"), records(10 * i, 3));
        }
        Files.write(folder.resolve("test_batch.bin"), records(90, 2));
        Files.writeString(folder.resolve("batches.meta.txt"), "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n\n");
    }

    /** Record i is of class {@code i % 10}; its red is {@code level + i}, its green 1 and its blue 2. */
    private static byte[] records(int level, int count) {
        byte[] bytes = new byte[count * RECORD];
        for (int i = 0; i < count; i++) {
            bytes[i * RECORD] = (byte) (i % 10);
            Arrays.fill(bytes, i * RECORD + 1, i * RECORD + 1025, (byte) (level + i));
            Arrays.fill(bytes, i * RECORD + 1025, i * RECORD + 2049, (byte) 1);
            Arrays.fill(bytes, i * RECORD + 2049, i * RECORD + 3073, (byte) 2);
        }
        return bytes;
    }

    @Test
    void recordsAreAClassAndThreePlanes() {
        Splits data = DataFolder.open(folder);
        assertEquals(Shape.of(3, 32, 32), data.train().imageShape());
        assertEquals(15, data.train().size());
        assertEquals(2, data.heldOut().size());
        assertEquals(List.of("a", "b", "c", "d", "e", "f", "g", "h", "i", "j"), data.train().labels());
        float[] image = new float[3072];
        data.train().read(4, image, 0);
        assertEquals(1, data.train().label(4));
        assertEquals(21 / 255f, image[0]);
        assertEquals(21 / 255f, image[1023]);
        assertEquals(1 / 255f, image[1024]);
        assertEquals(2 / 255f, image[3071]);
        assertEquals(1, DataFolder.openTest(folder, DataOptions.defaults()).label(1));
    }

    @Test
    void aFileCutShortIsNamedWithTheByte() throws IOException {
        Path file = folder.resolve("data_batch_3.bin");
        Files.write(file, Arrays.copyOf(records(30, 3), 2 * RECORD + 100));
        assertTeaches(() -> DataFolder.open(folder), file.toString(), "6246 bytes", "byte 6146 is cut short");
        Files.write(file, records(30, 2));
        assertTeaches(() -> DataFolder.open(folder), file + ": holds 2 pictures", "data_batch_1.bin 3", "cut short");
    }

    @Test
    void aMissingFileAndAWrongClassAreNamed() throws IOException {
        byte[] wrong = records(50, 3);
        wrong[RECORD] = 10;
        Files.write(folder.resolve("data_batch_5.bin"), wrong);
        assertTeaches(() -> DataFolder.openTraining(folder), "data_batch_5.bin", "byte 3073 is the class 10 of picture 1");
        Files.delete(folder.resolve("data_batch_2.bin"));
        assertTeaches(() -> DataFolder.openTraining(folder), "data_batch_2.bin", "no such file");
        Files.delete(folder.resolve("test_batch.bin"));
        assertTeaches(() -> DataFolder.openTest(folder, DataOptions.defaults()), "test_batch.bin", "no such file");
    }

    @Test
    void withoutNamesTheClassesAreNumbers() throws IOException {
        Files.writeString(folder.resolve("batches.meta.txt"), "a\nb\n");
        assertTeaches(() -> DataFolder.open(folder), "batches.meta.txt", "names 2 classes, not 10");
        Files.delete(folder.resolve("batches.meta.txt"));
        assertEquals("9", DataFolder.open(folder).train().labels().get(9));
    }
}

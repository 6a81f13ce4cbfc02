package org.neocog.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.neocog.NeocogException;
import org.neocog.data.DataFolder;
import org.neocog.data.Datasets;
import org.neocog.data.Normalization;
import org.neocog.data.Splits;
import org.neocog.nn.Recipe;

final class TrainingDataTest {
    @TempDir
    private Path folder;

    /** Ten training images of two pixels, and two test images, in two classes. */
    @BeforeEach
    void writeData() throws IOException {
        write("train", 10);
        write("t10k", 2);
    }

    private void write(String part, int count) throws IOException {
        ByteBuffer images = ByteBuffer.allocate(16 + 2 * count).putInt(0x803).putInt(count).putInt(1).putInt(2);
        ByteBuffer labels = ByteBuffer.allocate(8 + count).putInt(0x801).putInt(count);
        for (int i = 0; i < count; i++) {
            images.put((byte) (51 * (i % 5))).put((byte) 255);
            labels.put((byte) (i % 2));
        }
        Files.write(folder.resolve(part + "-images-idx3-ubyte"), images.array());
        Files.write(folder.resolve(part + "-labels-idx1-ubyte"), labels.array());
    }

    private TrainConfig config(double split, Normalization normalization, List<String> labels) {
        return new TrainConfig(
                "m", "", new DataConfig(folder.toString(), split, normalization, labels), Recipe.defaults(), 5, "cpu", 0, 0);
    }

    @Test
    void withoutASplitTheTestDataValidate() {
        Splits folderData = DataFolder.open(folder);
        Splits data = TrainingData.open(folder, 0, 5);
        assertArrayEquals(Datasets.counts(folderData.train()), Datasets.counts(data.train()));
        assertArrayEquals(Datasets.counts(folderData.heldOut()), Datasets.counts(data.heldOut()));
    }

    @Test
    void aSplitTakesTheSameShareOfEachClassOffTheTrainingData() {
        Splits data = TrainingData.open(folder, 0.4, 5);
        assertArrayEquals(new int[] {3, 3}, Datasets.counts(data.train()));
        assertArrayEquals(new int[] {2, 2}, Datasets.counts(data.heldOut()));
        assertThrows(NeocogException.class, () -> TrainingData.open(folder, 0.01, 5));
    }

    @Test
    void aRunsDataAreFoundAgainSplitAndNormalised() {
        Normalization normalization = new Normalization(List.of(0.5), List.of(0.25));
        Splits data = TrainingData.open(config(0.4, normalization, List.of("0", "1")));
        Splits by = TrainingData.open(folder, 0.4, 5);
        assertEquals(normalization, data.train().normalization());
        assertEquals(normalization, data.heldOut().normalization());
        assertEquals(6, data.train().size());
        float[] raw = new float[2];
        float[] normalised = new float[2];
        for (int i = 0; i < 6; i++) {
            by.train().read(i, raw, 0);
            data.train().read(i, normalised, 0);
            assertEquals((raw[0] - 0.5f) / 0.25f, normalised[0]);
            assertEquals(2, normalised[1]);
        }
    }

    @Test
    void dataOfAnotherKindAreRefused() {
        assertEquals(
                folder + ": has the classes [0, 1], but the run has [a, b]",
                assertThrows(NeocogException.class, () -> TrainingData.open(
                                config(0, Normalization.identity(1), List.of("a", "b"))))
                        .getMessage());
        assertEquals(
                folder + ": has images of 1x1x2 (channels x height x width), but the run has 3 channels",
                assertThrows(NeocogException.class, () -> TrainingData.open(
                                config(0, Normalization.identity(3), List.of("0", "1"))))
                        .getMessage());
    }
}

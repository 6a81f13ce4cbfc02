package org.neocog.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.neocog.data.Errors.assertTeaches;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.neocog.tensor.Shape;

class DatasetTest {
    private static final List<String> TWO = List.of("cat", "dog");

    /** Two images of two channels, 1 x 2 each. */
    private static ByteDataset small() {
        byte[] pixels = {0, 51, (byte) 255, (byte) 255, 102, (byte) 153, (byte) 128, 127};
        return new ByteDataset(Shape.of(2, 1, 2), pixels, new int[] {1, 0}, TWO);
    }

    private static float[] image(Dataset data, int index) {
        float[] image = new float[data.imageShape().elements()];
        data.read(index, image, 0);
        return image;
    }

    @Test
    void bytesAreUnsignedAndScaledToOne() {
        assertArrayEquals(new float[] {0, 0.2f, 1, 1}, image(small(), 0));
        assertArrayEquals(new float[] {0.4f, 0.6f, 128 / 255f, 127 / 255f}, image(small(), 1));
        assertEquals(1, small().label(0));
        assertEquals(2, small().classes());
    }

    @Test
    void readWritesAtTheOffsetAndNowhereElse() {
        float[] target = {9, 9, 9, 9, 9, 9, 9};
        small().read(0, target, 2);
        assertArrayEquals(new float[] {9, 9, 0, 0.2f, 1, 1, 9}, target);
    }

    @Test
    void normalisesEachChannelByItsOwnMeanAndDeviation() {
        Dataset data = small().normalized(new Normalization(List.of(0.5, 0.25), List.of(0.25, 0.5)));
        // (0-0.5)/0.25, (0.2-0.5)/0.25, (1-0.25)/0.5
        assertArrayEquals(new float[] {-2, -1.2f, 1.5f, 1.5f}, image(data, 0), 1e-6f);
        assertArrayEquals(new float[] {0, 0.2f, 1, 1}, image(small(), 0));
    }

    @Test
    void normalisesBytesAndOtherDataToTheSameBits() {
        Normalization normalization = new Normalization(List.of(0.13, 0.7), List.of(0.31, 0.07));
        for (int index = 0; index < 2; index++) {
            assertArrayEquals(image(new NormalizedDataset(small(), normalization), index),
                    image(small().normalized(normalization), index));
            assertArrayEquals(image(small().subset(1, 0).normalized(normalization), index),
                    image(small().normalized(normalization).subset(1, 0), index));
        }
    }

    @Test
    void refusesToNormaliseTwice() {
        Normalization normalization = new Normalization(List.of(0.5, 0.5), List.of(0.5, 0.5));
        Dataset normalised = small().normalized(normalization);
        assertEquals(normalization, normalised.normalization());
        assertThrows(IllegalStateException.class, () -> normalised.normalized(normalization));
        assertThrows(IllegalStateException.class, () -> normalised.subset(0).normalized(normalization));
        assertThrows(IllegalStateException.class, () -> new NormalizedDataset(normalised, normalization));
    }

    @Test
    void normalizationOfDataIsMeanAndDeviationOfEachChannel() {
        // Channel 0 holds 0, 51, 102, 153, so mean 76.5 and variance 3251.25; channel 1 holds 255, 255, 128, 127.
        Normalization found = Normalization.of(small());
        assertEquals(76.5 / 255, found.mean().get(0), 1e-8);
        assertEquals(Math.sqrt(3251.25) / 255, found.std().get(0), 1e-8);
        assertEquals(191.25 / 255, found.mean().get(1), 1e-8);
        assertEquals(Math.sqrt((2 * 63.75 * 63.75 + 63.25 * 63.25 + 64.25 * 64.25) / 4) / 255, found.std().get(1), 1e-8);
    }

    @Test
    void normalizationOfTheDigitsIsWhatPythonComputes() {
        Normalization found = Normalization.of(DataFolder.open(TestFolders.find("mnist")).train());
        assertEquals(0.13103564259036948, found.mean().get(0), 1e-8);
        assertEquals(0.30860385398030055, found.std().get(0), 1e-8);
    }

    @Test
    void aConstantChannelBecomesZero() {
        byte[] pixels = new byte[300];
        Arrays.fill(pixels, (byte) 77);
        Dataset grey = new ByteDataset(Shape.of(1, 10, 10), pixels, new int[3], TWO);
        Normalization found = Normalization.of(grey);
        assertEquals(1.0, found.std().get(0));
        assertArrayEquals(new float[100], image(grey.normalized(found), 2), 1e-7f);
    }

    @Test
    void refusesAWrongNormalization() {
        assertThrows(IllegalArgumentException.class, () -> small().normalized(Normalization.identity(1)));
        assertThrows(IllegalArgumentException.class, () -> new Normalization(List.of(0.0), List.of(0.0)));
        assertThrows(IllegalArgumentException.class, () -> new Normalization(List.of(0.0), List.of(1e-60)));
        assertThrows(IllegalArgumentException.class, () -> new Normalization(List.of(Double.NaN), List.of(1.0)));
        assertThrows(IllegalArgumentException.class, () -> new Normalization(List.of(), List.of()));
        assertThrows(IllegalArgumentException.class, () -> new Normalization(List.of(1.0), List.of(1.0, 1.0)));
    }

    @Test
    void refusesBytesThatDoNotMatch() {
        Shape one = Shape.of(1, 1, 1);
        assertThrows(IllegalArgumentException.class, () -> new ByteDataset(one, new byte[2], new int[3], TWO));
        assertThrows(IllegalArgumentException.class, () -> new ByteDataset(one, new byte[0], new int[0], TWO));
        assertThrows(IllegalArgumentException.class, () -> new ByteDataset(one, new byte[1], new int[] {2}, TWO));
        assertThrows(IllegalArgumentException.class, () -> new ByteDataset(one, new byte[1], new int[] {-1}, TWO));
        assertThrows(IllegalArgumentException.class, () -> new ByteDataset(Shape.of(1, 1), new byte[1], new int[1], TWO));
    }

    @Test
    void aSubsetHasItsExamplesInItsOrder() {
        Dataset subset = new CountingDataset(9).subset(7, 2, 7);
        assertEquals(3, subset.size());
        assertArrayEquals(new float[] {2, -2}, image(subset, 1));
        assertArrayEquals(new float[] {7, -7}, image(subset, 2));
        assertEquals(1, subset.label(0));
        assertThrows(IndexOutOfBoundsException.class, () -> new CountingDataset(9).subset(9));
        assertThrows(IllegalArgumentException.class, () -> new CountingDataset(9).subset());
    }

    @Test
    void holdOutTakesTheShareOfEachClassExactly() {
        Splits parts = Datasets.holdOut(DataFolder.open(TestFolders.find("mnist")).train(), 0.1, 1);
        // A tenth of 901, 1014, 892, 929, 882, 777, 912, 963, 850, 880; the remainders .9, .7, .4 of 3, 5, 1 are rounded up.
        assertArrayEquals(new int[] {90, 102, 89, 93, 88, 78, 91, 96, 85, 88}, Datasets.counts(parts.heldOut()));
        assertEquals(8100, parts.train().size());
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.004, 0.1, 0.25, 1 / 3.0, 0.5, 0.77, 0.996})
    void holdOutKeepsEveryExampleOnceAndInOrder(double fraction) {
        int size = 250;
        Splits parts = Datasets.holdOut(new CountingDataset(size), fraction, 42);
        assertEquals(Math.round(fraction * size), parts.heldOut().size());
        List<Float> all = new ArrayList<>(indices(parts.train()));
        all.addAll(indices(parts.heldOut()));
        assertEquals(size, all.stream().distinct().count());
        assertEquals(size, all.size());
        assertEquals(indices(parts.train()).stream().sorted().toList(), indices(parts.train()));
        assertEquals(indices(parts.heldOut()).stream().sorted().toList(), indices(parts.heldOut()));
    }

    @Test
    void holdOutDependsOnTheSeedAlone() {
        Dataset data = new CountingDataset(250);
        List<Float> chosen = indices(Datasets.holdOut(data, 0.2, 5).heldOut());
        assertEquals(chosen, indices(Datasets.holdOut(data, 0.2, 5).heldOut()));
        assertNotEquals(chosen, indices(Datasets.holdOut(data, 0.2, 6).heldOut()));
    }

    @Test
    void holdOutRefusesToLeaveAPartEmpty() {
        Dataset data = new CountingDataset(4);
        assertTeaches(() -> Datasets.holdOut(data, 0.1, 1), "0.1", "4 examples", "none to validate");
        assertTeaches(() -> Datasets.holdOut(data, 0.9, 1), "0.9", "none to train");
        for (double fraction : new double[] {0, 1, -0.5, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertTeaches(() -> Datasets.holdOut(data, fraction, 1), "above 0 and below 1");
        }
    }

    @Test
    void splitsMustFitEachOther() {
        assertThrows(IllegalArgumentException.class, () -> new Splits(new CountingDataset(3), small()));
        assertTrue(Normalization.identity(3).isIdentity());
        assertFalse(new Normalization(List.of(0.1), List.of(1.0)).isIdentity());
    }

    private static List<Float> indices(Dataset data) {
        List<Float> result = new ArrayList<>();
        for (int i = 0; i < data.size(); i++) {
            result.add(image(data, i)[0]);
        }
        return result;
    }
}

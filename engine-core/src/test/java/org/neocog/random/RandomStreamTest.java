package org.neocog.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class RandomStreamTest {
    private static final int MANY = 200_000;

    private final JsonObject golden = RandomGolden.load();
    private final RandomStream stream =
            RandomStream.named(golden.get("seed").getAsLong(), golden.get("name").getAsString());

    @Test
    void aNameIsHashedByFnv1a() {
        assertEquals(HexFormat.fromHexDigitsToLong(golden.get("stream").getAsString()), stream.stream());
        // Published: FNV-1a 64 of "foobar" and of nothing.
        assertEquals(0x85944171f73967e8L, RandomStream.named(1, "foobar").stream());
        assertEquals(0xcbf29ce484222325L, RandomStream.named(1, "").stream());
    }

    @Test
    void theFirstNumbersAreThoseOfASecondImplementation() {
        float[] uniform = new float[7];
        stream.uniform(uniform, -2.5f, 1.5f);
        assertArrayEquals(RandomGolden.floats(golden.get("uniform")), uniform);

        float[] normal = new float[7];
        stream.normal(normal, 0.5f);
        float[] expected = RandomGolden.floats(golden.get("normal"));
        for (int i = 0; i < normal.length; i++) {
            // Logarithm and cosine may differ by the last bit of a double, which seldom moves the float by one step.
            assertEquals(expected[i], normal[i], Math.ulp(expected[i]), "element " + i);
        }

        int[] permutation = golden.getAsJsonArray("permutation").asList().stream()
                .mapToInt(element -> element.getAsInt())
                .toArray();
        assertArrayEquals(permutation, stream.permutation(permutation.length));
    }

    @Test
    void aShorterArrayGetsTheSameFirstNumbers() {
        float[] uniform = new float[40];
        float[] normal = new float[40];
        stream.uniform(uniform, 0, 1);
        stream.normal(normal, 1);
        for (int length = 0; length < 40; length++) {
            float[] shorter = new float[length];
            stream.uniform(shorter, 0, 1);
            assertArrayEquals(Arrays.copyOf(uniform, length), shorter);
            stream.normal(shorter, 1);
            assertArrayEquals(Arrays.copyOf(normal, length), shorter);
        }
    }

    @Test
    void seedsAndStreamsDiffer() {
        float[] a = new float[8];
        float[] b = new float[8];
        stream.uniform(a, 0, 1);
        new RandomStream(stream.seed() + (1L << 32), stream.stream()).uniform(b, 0, 1);
        assertFalse(Arrays.equals(a, b));
        new RandomStream(stream.seed(), stream.stream() + (1L << 32)).uniform(b, 0, 1);
        assertFalse(Arrays.equals(a, b));
    }

    /** 1000 + (1 - 2^-24) is 1001 when rounded to a float. */
    @Test
    void uniformNumbersStayBelowTheUpperBound() {
        float[] values = new float[MANY];
        stream.uniform(values, 1000, 1001);
        boolean reachesTheTop = false;
        for (float value : values) {
            assertTrue(value >= 1000 && value < 1001, "" + value);
            reachesTheTop |= value == Math.nextDown(1001f);
        }
        assertTrue(reachesTheTop, "so many numbers come to the last one below the bound");
        stream.uniform(values, 3, 3);
        assertEquals(3f, values[0]);
    }

    /** Sample mean, variance and fourth moment within five standard errors; those of the moments follow from n. */
    @Test
    void normalNumbersHaveTheMomentsOfANormalDistribution() {
        float[] values = new float[MANY];
        stream.normal(values, 3);
        double[] moments = moments(values);
        double n = MANY;
        assertEquals(0, moments[0], 5 * 3 / Math.sqrt(n));
        assertEquals(9, moments[1], 5 * 9 * Math.sqrt(2 / n));
        assertEquals(0, moments[2], 5 * 27 * Math.sqrt(15 / n));
        assertEquals(3 * 81, moments[3], 5 * 81 * Math.sqrt(96 / n));
        double pairs = 0;
        for (int i = 0; i + 1 < values.length; i++) {
            pairs += (double) values[i] * values[i + 1];
        }
        assertEquals(0, pairs / n, 5 * 9 / Math.sqrt(n), "neighbours are uncorrelated");
    }

    @Test
    void uniformNumbersHaveTheMomentsOfAUniformDistribution() {
        float[] values = new float[MANY];
        stream.uniform(values, -1, 1);
        double[] moments = moments(values);
        double n = MANY;
        assertEquals(0, moments[0], 5 * Math.sqrt(1 / 3.0 / n));
        assertEquals(1 / 3.0, moments[1], 5 * Math.sqrt((1 / 5.0 - 1 / 9.0) / n));
        assertEquals(1 / 5.0, moments[3], 5 * Math.sqrt((1 / 9.0 - 1 / 25.0) / n));
    }

    @Test
    void aPermutationHasEveryNumberOnce() {
        for (int size : new int[] {0, 1, 2, 3, 5, 64, 1001}) {
            int[] sorted = stream.permutation(size);
            Arrays.sort(sorted);
            assertArrayEquals(IntStream.range(0, size).toArray(), sorted);
        }
    }

    /** Chi-squared over the 120 orders of five, 100 of each expected; 119 degrees of freedom, standard deviation 15.4. */
    @Test
    void allOrdersAreEquallyLikely() {
        Map<String, Integer> counts = new HashMap<>();
        for (int i = 0; i < 12_000; i++) {
            counts.merge(Arrays.toString(new RandomStream(7, i).permutation(5)), 1, Integer::sum);
        }
        assertEquals(120, counts.size());
        double chiSquared =
                counts.values().stream().mapToDouble(count -> (count - 100) * (count - 100) / 100.0).sum();
        assertEquals(119, chiSquared, 5 * Math.sqrt(2 * 119));
    }

    private static double[] moments(float[] values) {
        double[] sums = new double[4];
        for (float value : values) {
            double power = 1;
            for (int k = 0; k < 4; k++) {
                power *= value;
                sums[k] += power / values.length;
            }
        }
        return sums;
    }
}

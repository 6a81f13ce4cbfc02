package org.neocog.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BetaTest {
    private static final int COUNT = 4000;

    private static double[] sorted(double alpha) {
        double[] samples = new double[COUNT];
        for (int i = 0; i < COUNT; i++) {
            samples[i] = Beta.sample(RandomStream.named(11, "beta/" + i), alpha);
        }
        Arrays.sort(samples);
        return samples;
    }

    /** Kolmogorov's distance between the samples and a distribution function. */
    private static double distance(double[] sorted, DoubleUnaryOperator distribution) {
        double largest = 0;
        for (int i = 0; i < sorted.length; i++) {
            double wanted = distribution.applyAsDouble(sorted[i]);
            largest = Math.max(largest, Math.abs(wanted - i / (double) sorted.length));
            largest = Math.max(largest, Math.abs(wanted - (i + 1) / (double) sorted.length));
        }
        return largest;
    }

    /** Distributions with a closed form; a true sample of 4000 stays within 1.63 / sqrt(4000) = 0.026 in 99 cases of 100. */
    @Test
    void samplesAreDistributedAsTheFormulaSays() {
        assertTrue(distance(sorted(1), x -> x) < 0.026, "uniform");
        assertTrue(distance(sorted(0.5), x -> 2 / Math.PI * Math.asin(Math.sqrt(x))) < 0.026, "arcsine");
        assertTrue(distance(sorted(2), x -> x * x * (3 - 2 * x)) < 0.026, "parabola");
        assertTrue(distance(sorted(3), x -> x * x * x * (10 - 15 * x + 6 * x * x)) < 0.026, "quintic");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.2, 0.4, 8})
    void meanAndVarianceAreThoseOfTheDistribution(double alpha) {
        double[] samples = sorted(alpha);
        double mean = Arrays.stream(samples).average().orElseThrow();
        double variance = Arrays.stream(samples).map(x -> (x - 0.5) * (x - 0.5)).average().orElseThrow();
        assertEquals(0.5, mean, 0.02);
        assertEquals(1 / (4 * (2 * alpha + 1)), variance, 0.01);
    }

    @Test
    void aSmallAlphaGivesEndsAndNoNaN() {
        for (double alpha : new double[] {1e-3, 1e-300, 1e6}) {
            for (double sample : sorted(alpha)) {
                assertTrue(sample >= 0 && sample <= 1, alpha + " gave " + sample);
            }
        }
    }

    @Test
    void aStreamAlwaysGivesTheSameNumber() {
        RandomStream stream = RandomStream.named(3, "one");
        assertEquals(Beta.sample(stream, 0.2), Beta.sample(stream, 0.2));
    }

    @Test
    void alphaIsAboveZero() {
        for (double alpha : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThrows(IllegalArgumentException.class, () -> Beta.sample(RandomStream.named(0, ""), alpha));
        }
    }
}

package org.neocog.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.neocog.cpu.KernelRuns.assertNear;

import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.neocog.random.RandomStream;

/** Machine code against the loops in Java; all memory around filters and matrices is NaN before and after. */
final class FilterVectorsTest {
    private static final int GUARD = 500;
    private static final int POINTS = WinogradTiles.POINTS;
    /** Both round in float32, but the code multiplies and adds in one step. */
    private static final double LIMIT = 1e-6;

    private final int[] list = new int[FilterCode.LIST];
    private FilterVectors vectors;

    @BeforeEach
    void make() {
        vectors = Vectors.orSkip().filters();
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "1, 16, 16", "3, 17, 20", "5, 15, 15", "2, 64, 70", "7, 33, 40"})
    void transformsWhatTheLoopsTransform(int rows, int channels, int all) {
        float[] w = guarded("w", rows * 9 * all - 9 * (all - channels));
        int stride = rows * channels + 5;
        for (boolean turned : new boolean[] {false, true}) {
            float[] u = empty(POINTS * stride - 5);
            vectors.transform(w, new FilterVectors.Rows(rows, GUARD, 9 * all, channels, GUARD, stride), turned, u, list);
            float[] wanted = new float[u.length];
            Arrays.fill(wanted, Float.NaN);
            for (int row = 0; row < rows; row++) {
                WinogradFilters.transform(
                        w, GUARD + row * 9 * all, channels, turned, new float[WinogradFilters.ARRAYS][channels], wanted,
                        GUARD + row * channels, stride);
            }
            compare(wanted, u);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "1, 16", "3, 17", "128, 32", "7, 40"})
    void transformsTapsThatAreRows(int rows, int channels) {
        float[] w = guarded("w", rows * 9 * channels);
        float[] turned = guarded("w", rows * 9 * channels);
        for (int row = 0; row < rows; row++) {
            for (int i = 0; i < 9 * channels; i++) {
                turned[GUARD + 9 * row * channels + i % 9 * channels + i / 9] = w[GUARD + 9 * row * channels + i];
            }
        }
        int stride = rows * channels + 5;
        FilterVectors.Rows all = new FilterVectors.Rows(rows, GUARD, 9 * channels, channels, GUARD, stride);
        float[] wanted = empty(POINTS * stride - 5);
        vectors.transform(w, all, false, wanted, list);
        float[] u = empty(POINTS * stride - 5);
        vectors.transformVectors(turned, all, u, list);
        assertArrayEquals(wanted, u);
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "1, 16, 1", "3, 17, 2", "5, 15, 3", "2, 64, 16", "7, 33, 1"})
    void givesTheGradientsThatTheLoopsGive(int rows, int channels, int sums) {
        int stride = rows * channels + 5;
        float[] u = guarded("u", sums * POINTS * stride);
        float[] dw = empty(rows * 9 * channels);
        FilterVectors.Rows some = new FilterVectors.Rows(rows, GUARD, 9 * channels, channels, GUARD, stride);
        vectors.gradient(u, some, sums, POINTS * stride, dw, list);
        float[] wanted = empty(rows * 9 * channels);
        for (int row = 0; row < rows; row++) {
            WinogradFilters.gradient(
                    u, GUARD + row * channels, stride, sums, channels, new float[WinogradFilters.ARRAYS][channels], wanted,
                    GUARD + row * 9 * channels);
        }
        compare(wanted, dw);
    }

    @Test
    void refusesFiltersAndMatricesOutsideOfTheirArrays() {
        FilterVectors.Rows rows = new FilterVectors.Rows(2, 0, 144, 16, 0, 32);
        float[] enough = new float[POINTS * 32];
        assertThrows(
                IndexOutOfBoundsException.class, () -> vectors.transform(new float[287], rows, false, enough, list));
        assertThrows(
                IndexOutOfBoundsException.class,
                () -> vectors.transform(enough, rows, false, new float[POINTS * 32 - 1], list));
        assertThrows(
                IndexOutOfBoundsException.class, () -> vectors.transformVectors(new float[287], rows, enough, list));
        assertThrows(
                IndexOutOfBoundsException.class, () -> vectors.gradient(enough, rows, 2, POINTS * 32, enough, list));
    }

    private static void compare(float[] wanted, float[] found) {
        for (int i = 0; i < wanted.length; i++) {
            assertTrue(Float.isNaN(wanted[i]) == Float.isNaN(found[i]), "element " + i);
            wanted[i] = Float.isNaN(wanted[i]) ? 0 : wanted[i];
            found[i] = Float.isNaN(found[i]) ? 0 : found[i];
        }
        assertNear(wanted, found, LIMIT);
    }

    private static float[] empty(int length) {
        float[] array = new float[length + 2 * GUARD];
        Arrays.fill(array, Float.NaN);
        return array;
    }

    private static float[] guarded(String name, int length) {
        float[] numbers = new float[length];
        RandomStream.named(5, name).normal(numbers, 1);
        float[] array = empty(length);
        System.arraycopy(numbers, 0, array, GUARD, length);
        return array;
    }
}

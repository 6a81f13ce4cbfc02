package org.neocog.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every matrix multiplication must do; a subclass names the implementation. */
abstract class GemmContract {
    /** Relative to the sum of |alpha a b| and |beta c|, the scale of an element's rounding errors. */
    private static final double TOLERANCE = 1e-5;

    abstract Gemm gemm();

    static Stream<int[]> shapes() {
        return Stream.of(
                new int[] {1, 1, 1}, new int[] {1, 1, 7}, new int[] {1, 97, 1}, new int[] {97, 1, 1}, new int[] {1, 101, 53},
                new int[] {101, 1, 53}, new int[] {2, 3, 5}, new int[] {3, 2, 1024}, new int[] {7, 11, 13},
                new int[] {17, 129, 63}, new int[] {31, 37, 65}, new int[] {64, 64, 64}, new int[] {130, 127, 67},
                new int[] {32, 25, 784}, new int[] {5, 1801, 3}, new int[] {897, 4, 66}, new int[] {100, 10, 1024},
                new int[] {33, 50, 1601}, new int[] {64, 196, 800});
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void multipliesAnyShapeInAllFourOrders(int[] shape) {
        for (int order = 0; order < 4; order++) {
            GemmCase problem = GemmCase.random(shape[0], shape[1], shape[2], (order & 1) != 0, (order & 2) != 0, 1, 0);
            problem.assertClose(problem.run(gemm()), TOLERANCE);
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void scalesAndAccumulates(int[] shape) {
        float[][] factors = {{1, 1}, {-0.5f, 1}, {2, -3}, {1, 0.25f}, {0.1f, 0}};
        for (int i = 0; i < factors.length; i++) {
            GemmCase problem = GemmCase.random(
                    shape[0], shape[1], shape[2], i % 2 == 1, i % 3 == 1, factors[i][0], factors[i][1]);
            problem.assertClose(problem.run(gemm()), TOLERANCE);
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void writesOnlyItsPartOfALargerArray(int[] shape) {
        for (int order = 0; order < 4; order++) {
            GemmCase problem = GemmCase.random(shape[0], shape[1], shape[2], (order & 1) != 0, (order & 2) != 0, 1, 1);
            problem.assertRestUntouched(problem.run(gemm()));
        }
    }

    @Test
    void joinsThePartsOfALargeProduct() {
        for (int order = 0; order < 4; order++) {
            GemmCase wide = GemmCase.random(300, 1100, 800, (order & 1) != 0, (order & 2) != 0, 1, 0.5f);
            wide.assertClose(wide.run(gemm()), TOLERANCE);
            GemmCase tall = GemmCase.random(1100, 300, 800, (order & 1) != 0, (order & 2) != 0, 1, 0.5f);
            tall.assertClose(tall.run(gemm()), TOLERANCE);
        }
    }

    @Test
    void joinsThePartsOfALongSum() {
        GemmCase deep = GemmCase.random(260, 265, 3001, false, false, 2, -0.5f);
        deep.assertClose(deep.run(gemm()), TOLERANCE);
    }

    @Test
    void doesNotReadCWhenBetaIsZero() {
        for (int order = 0; order < 4; order++) {
            float[] c = filled(12, Float.NaN);
            gemm().sgemm(
                    (order & 1) != 0, (order & 2) != 0, 3, 4, 5, 1, filled(15, 2), 0, (order & 1) != 0 ? 3 : 5,
                    filled(20, 3), 0, (order & 2) != 0 ? 5 : 4, 0, c, 0, 4);
            assertArrayEquals(filled(12, 30), c);
        }
    }

    @Test
    void keepsNanOfCWhenBetaIsNotZero() {
        float[] c = {1, Float.NaN};
        gemm().sgemm(false, false, 1, 2, 1, 1, new float[] {2}, 0, 1, new float[] {3, 4}, 0, 2, 0.5f, c, 0, 2);
        assertEquals(6.5f, c[0]);
        assertTrue(Float.isNaN(c[1]));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 70})
    void spreadsInfinityAndNanOverTheirRowAndColumnOnly(int k) {
        float[] a = filled(5 * k, 1);
        float[] b = filled(k * 9, 1);
        a[2 * k] = Float.POSITIVE_INFINITY;
        b[7] = Float.NaN;
        float[] c = new float[45];
        gemm().sgemm(false, false, 5, 9, k, 1, a, 0, k, b, 0, 9, 0, c, 0, 9);
        for (int i = 0; i < 5; i++) {
            for (int j = 0; j < 9; j++) {
                float expected = j == 7 ? Float.NaN : i == 2 ? Float.POSITIVE_INFINITY : k;
                assertEquals(expected, c[i * 9 + j], "row " + i + ", column " + j);
            }
        }
    }

    @Test
    void givesNanForInfinityTimesZero() {
        float[] c = new float[1];
        float[] infinity = {Float.POSITIVE_INFINITY};
        gemm().sgemm(false, false, 1, 1, 1, 1, infinity, 0, 1, new float[] {0}, 0, 1, 0, c, 0, 1);
        assertTrue(Float.isNaN(c[0]));
    }

    @Test
    void withoutTermsOnlyScalesC() {
        float[] c = {1, 2, Float.NaN, 4};
        gemm().sgemm(false, false, 2, 2, 0, 1, new float[0], 0, 1, new float[0], 0, 2, 0.5f, c, 0, 2);
        assertArrayEquals(new float[] {0.5f, 1, Float.NaN, 2}, c);
        gemm().sgemm(false, false, 2, 2, 0, 1, new float[0], 0, 1, new float[0], 0, 2, 0, c, 0, 2);
        assertArrayEquals(new float[4], c);
    }

    @Test
    void withAlphaZeroReadsNeitherFactor() {
        float[] c = {1, 2};
        float[] nan = {Float.NaN, Float.NaN};
        gemm().sgemm(false, false, 1, 2, 1, 0, nan, 0, 1, nan, 0, 2, 3, c, 0, 2);
        assertArrayEquals(new float[] {3, 6}, c);
    }

    @Test
    void doesNothingForAnEmptyResult() {
        float[] c = {7};
        gemm().sgemm(false, false, 0, 1, 1, 1, new float[0], 0, 1, new float[1], 0, 1, 0, c, 0, 1);
        gemm().sgemm(false, false, 1, 0, 1, 1, new float[1], 0, 1, new float[0], 0, 1, 0, c, 0, 1);
        assertArrayEquals(new float[] {7}, c);
    }

    @Test
    void refusesWhatReachesOutsideAnArray() {
        refuses("A (2x4 as stored, offset 1, leading dimension 4) ends at element 9 of an array of 8",
                false, false, 2, 3, 4, 8, 1, 4, 12, 0, 3, 6, 0, 3);
        refuses("A (4x2 as stored, offset 0, leading dimension 3) ends at element 11 of an array of 10",
                true, false, 2, 3, 4, 10, 0, 3, 12, 0, 3, 6, 0, 3);
        refuses("B (4x3 as stored, offset 0, leading dimension 3) ends at element 12 of an array of 11",
                false, false, 2, 3, 4, 8, 0, 4, 11, 0, 3, 6, 0, 3);
        refuses("B (3x4 as stored, offset 0, leading dimension 5) ends at element 14 of an array of 12",
                false, true, 2, 3, 4, 8, 0, 4, 12, 0, 5, 6, 0, 3);
        refuses("C (2x3 as stored, offset 0, leading dimension 4) ends at element 7 of an array of 6",
                false, false, 2, 3, 4, 8, 0, 4, 12, 0, 3, 6, 0, 4);
        refuses("C (2x3 as stored, offset -1, leading dimension 3) ends at element 5 of an array of 6",
                false, false, 2, 3, 4, 8, 0, 4, 12, 0, 3, 6, -1, 3);
        refuses("lda=3 is less than the 4 columns of A as stored (at least 1)",
                false, false, 2, 3, 4, 8, 0, 3, 12, 0, 3, 6, 0, 3);
        refuses("ldb=3 is less than the 4 columns of B as stored (at least 1)",
                false, true, 2, 3, 4, 8, 0, 4, 12, 0, 3, 6, 0, 3);
        refuses("ldc=0 is less than the 3 columns of C as stored (at least 1)",
                false, false, 2, 3, 4, 8, 0, 4, 12, 0, 3, 6, 0, 0);
        refuses("m, n and k must not be negative: m=-1 n=3 k=4",
                false, false, -1, 3, 4, 8, 0, 4, 12, 0, 3, 6, 0, 3);
    }

    @Test
    void refusesSizesWhoseProductOverflows() {
        assertThrows(
                IllegalArgumentException.class,
                () -> gemm().sgemm(
                        false, false, 65536, 1, 65537, 1, new float[10], 0, 65537, new float[65537], 0, 1, 0,
                        new float[65536], 0, 1));
    }

    private void refuses(
            String message, boolean transA, boolean transB, int m, int n, int k, int lengthA, int offsetA, int lda,
            int lengthB, int offsetB, int ldb, int lengthC, int offsetC, int ldc) {
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class,
                () -> gemm().sgemm(
                        transA, transB, m, n, k, 1, new float[lengthA], offsetA, lda, new float[lengthB], offsetB, ldb, 0,
                        new float[lengthC], offsetC, ldc));
        assertEquals(message, e.getMessage());
    }

    @Test
    void givesTheSameBitsAgainAndOnEveryThread() throws Exception {
        GemmCase problem = GemmCase.random(70, 203, 801, false, true, 1, 0.5f);
        float[] first = problem.run(gemm());
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<float[]>> results = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                results.add(threads.submit(() -> problem.run(gemm())));
            }
            for (Future<float[]> result : results) {
                assertArrayEquals(bits(first), bits(result.get()));
            }
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            assertArrayEquals(bits(first), bits(threads.submit(() -> problem.run(gemm())).get()));
        }
    }

    private static int[] bits(float[] values) {
        int[] bits = new int[values.length];
        Arrays.setAll(bits, i -> Float.floatToRawIntBits(values[i]));
        return bits;
    }

    private static float[] filled(int length, float value) {
        float[] array = new float[length];
        Arrays.fill(array, value);
        return array;
    }
}

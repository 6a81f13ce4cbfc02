package org.neocog.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.neocog.cpu.SmallGemm.Matrix;

/** Machine code against loops; all memory around and between the rows is NaN before and after, and no row is aligned. */
final class RowDotsTest {
    private static final int GUARD = 1001;

    private RowDots dots;

    @BeforeEach
    void make() {
        dots = Vectors.orSkip().dots();
    }

    /** Sums of small whole numbers are exact in any order. */
    @ParameterizedTest
    @CsvSource({
        "1, 1, 1", "1, 7, 15", "2, 8, 16", "3, 9, 17", "4, 10, 128", "5, 15, 129", "6, 16, 143", "7, 24, 144", "8, 31, 145",
        "9, 5, 33", "10, 3, 3136", "1, 1000, 3136", "13, 6, 100", "1, 4, 255", "100, 10, 64"
    })
    void multipliesAndAdds(int rows, int columns, int terms) {
        for (boolean add : new boolean[] {false, true}) {
            float[] x = whole(KernelRuns.matrix(GUARD, "x", rows, terms, terms + 3));
            float[] w = whole(KernelRuns.matrix(GUARD, "w", columns, terms, terms + 5));
            float[] y = whole(KernelRuns.matrix(GUARD, "y", rows, columns, columns + 2));
            float[] wanted = y.clone();
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < columns; j++) {
                    float sum = add ? y[GUARD + i * (columns + 2) + j] : 0;
                    for (int p = 0; p < terms; p++) {
                        sum += x[GUARD + i * (terms + 3) + p] * w[GUARD + j * (terms + 5) + p];
                    }
                    wanted[GUARD + i * (columns + 2) + j] = sum;
                }
            }
            dots.multiply(
                    rows, columns, terms, new Matrix(x, GUARD, terms + 3, 0), new Matrix(w, GUARD, terms + 5, 0), add,
                    new Matrix(y, GUARD, columns + 2, 0));
            assertTrue(Arrays.equals(wanted, y), "add " + add);
        }
    }

    @ParameterizedTest
    @CsvSource({"15", "16", "333", "3136"})
    void isAsAccurateAsFloatsAllow(int terms) {
        float[] x = KernelRuns.matrix(GUARD, "x", 3, terms, terms);
        float[] w = KernelRuns.matrix(GUARD, "w", 9, terms, terms);
        float[] y = new float[27];
        dots.multiply(
                3, 9, terms, new Matrix(x, GUARD, terms, 0), new Matrix(w, GUARD, terms, 0), false, new Matrix(y, 0, 9, 0));
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 9; j++) {
                double sum = 0;
                double scale = 0;
                for (int p = 0; p < terms; p++) {
                    double term = (double) x[GUARD + i * terms + p] * w[GUARD + j * terms + p];
                    sum += term;
                    scale += Math.abs(term);
                }
                assertEquals(sum, y[9 * i + j], 1e-6 * scale);
            }
        }
    }

    @Test
    void givesAProductTheSameBitsWhereverItsRowsAre() {
        int terms = 203;
        float[] x = KernelRuns.matrix(GUARD, "x", 11, terms, terms);
        float[] w = KernelRuns.matrix(GUARD, "w", 23, terms, terms);
        float[] all = new float[11 * 23];
        dots.multiply(
                11, 23, terms, new Matrix(x, GUARD, terms, 0), new Matrix(w, GUARD, terms, 0), false, new Matrix(all, 0, 23, 0));
        float[] single = new float[all.length];
        for (int i = 0; i < all.length; i++) {
            dots.multiply(
                    1, 1, terms, new Matrix(x, GUARD + i / 23 * terms, terms, 0), new Matrix(w, GUARD + i % 23 * terms, terms, 0),
                    false, new Matrix(single, i, 1, 0));
        }
        assertArrayEquals(single, all);
    }

    @ParameterizedTest
    @CsvSource({"1", "16", "35"})
    void spreadsInfinityAndNanOverTheirRowAndColumnOnly(int terms) {
        float[] x = new float[5 * terms];
        float[] w = new float[15 * terms];
        Arrays.fill(x, 1);
        Arrays.fill(w, 2);
        x[2 * terms] = Float.POSITIVE_INFINITY;
        w[12 * terms - 1] = Float.NaN;
        float[] y = new float[75];
        dots.multiply(
                5, 15, terms, new Matrix(x, 0, terms, 0), new Matrix(w, 0, terms, 0), false, new Matrix(y, 0, 15, 0));
        for (int i = 0; i < 5; i++) {
            for (int j = 0; j < 15; j++) {
                float wanted = j == 11 ? Float.NaN : i == 2 ? Float.POSITIVE_INFINITY : 2 * terms;
                assertEquals(wanted, y[15 * i + j], "row " + i + ", column " + j);
            }
        }
    }

    /** Whole numbers again; 3000 terms are three calls, 260 rows two each, and so many columns two each of these. */
    @ParameterizedTest
    @CsvSource({"260, 9, 3000", "9, 3, 1025", "130, 400, 1024", "4, 900, 8192"})
    void addsUpTheCallsOfALargeProduct(int rows, int columns, int terms) {
        float[] x = whole(KernelRuns.matrix(GUARD, "x", rows, terms, terms));
        float[] w = whole(KernelRuns.matrix(GUARD, "w", columns, terms, terms));
        float[] y = whole(KernelRuns.matrix(GUARD, "y", rows, columns, columns));
        float[] wanted = y.clone();
        new JavaGemm().sgemm(
                false, true, rows, columns, terms, 1, x, GUARD, terms, w, GUARD, terms, 1, wanted, GUARD, columns);
        dots.multiply(
                rows, columns, terms, RowDots.termsPerCall(rows, terms), new Matrix(x, GUARD, terms, 0),
                new Matrix(w, GUARD, terms, 0), true, new Matrix(y, GUARD, columns, 0));
        assertArrayEquals(wanted, y);
    }

    @Test
    void refusesMatricesThatReachOutsideTheirArrays() {
        Matrix enough = new Matrix(new float[16], 0, 4, 0);
        Matrix small = new Matrix(new float[15], 0, 4, 0);
        dots.multiply(4, 4, 4, enough, enough, false, new Matrix(new float[16], 0, 4, 0));
        assertThrows(
                IllegalArgumentException.class, () -> dots.multiply(4, 4, 4, small, enough, false, enough));
        assertThrows(
                IllegalArgumentException.class, () -> dots.multiply(4, 4, 4, enough, small, false, enough));
        assertThrows(
                IllegalArgumentException.class, () -> dots.multiply(4, 4, 4, enough, enough, false, small));
        assertThrows(
                IllegalArgumentException.class, () -> dots.multiply(4, 4, 0, enough, enough, false, enough));
    }

    private static float[] whole(float[] numbers) {
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) Math.rint(8 * numbers[i]);
        }
        return numbers;
    }
}

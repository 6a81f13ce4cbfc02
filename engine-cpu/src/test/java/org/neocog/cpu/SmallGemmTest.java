package org.neocog.cpu;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.neocog.cpu.SmallGemm.Matrix;
import org.neocog.random.RandomStream;

/** Machine code against loops; all memory around the matrices is NaN before and after. */
final class SmallGemmTest {
    private static final int GUARD = 1000;

    private final int[] parameters = new int[GemmCode.PARAMETERS];
    private SmallGemm gemm;

    @BeforeEach
    void make() {
        gemm = Vectors.orSkip().gemm();
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1, 1", "8, 48, 1", "7, 47, 3", "9, 49, 128", "16, 96, 5", "3, 16, 7", "5, 17, 64", "13, 33, 31", "6, 32, 2", "4, 15, 9",
        "2, 63, 128", "64, 128, 64", "31, 100, 77", "23, 144, 11"
    })
    void multipliesAndAddsInTheOrderOfTheTerms(int m, int n, int k) {
        for (int variant = 0; variant < 4; variant++) {
            boolean transA = variant % 2 == 1;
            boolean add = variant / 2 == 1;
            int lda = (transA ? m : k) + 3;
            int ldb = n + 5;
            int ldc = n + 2;
            float[] a = KernelRuns.matrix(GUARD, "a", transA ? k : m, transA ? m : k, lda);
            float[] b = KernelRuns.matrix(GUARD, "b", k, n, ldb);
            float[] c = KernelRuns.matrix(GUARD, "c", m, n, ldc);
            float[] wanted = c.clone();
            for (int i = 0; i < m; i++) {
                for (int j = 0; j < n; j++) {
                    float sum = 0;
                    for (int p = 0; p < k; p++) {
                        sum = Math.fma(a[GUARD + (transA ? p * lda + i : i * lda + p)], b[GUARD + p * ldb + j], sum);
                    }
                    wanted[GUARD + i * ldc + j] = add ? sum + wanted[GUARD + i * ldc + j] : sum;
                }
            }
            gemm.multiply(
                    1, transA, m, n, k, new Matrix(a, GUARD, lda, 0), new Matrix(b, GUARD, ldb, 0), add, new Matrix(c, GUARD, ldc, 0),
                    parameters);
            assertTrue(Arrays.equals(wanted, c), "transA " + transA + ", add " + add);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "16, 16", "16, 17", "5, 48", "15, 31", "3, 250"})
    void transposes(int rows, int columns) {
        int lda = columns + 3;
        int ldy = rows + 4;
        float[] a = new float[16 * lda + 16];
        RandomStream.named(3, "rows").normal(a, 1);
        float[] y = KernelRuns.matrix(GUARD, "y", columns, rows, ldy);
        float[] wanted = y.clone();
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                wanted[GUARD + j * ldy + i] = a[i * lda + j];
            }
        }
        gemm.transpose(1, rows, columns, new Matrix(a, 0, lda, 0), new Matrix(y, GUARD, ldy, 0), parameters);
        assertTrue(Arrays.equals(wanted, y));
    }

    @Test
    void doesSeveralMatricesAtOnce() {
        int count = 5;
        float[] a = KernelRuns.matrix(GUARD, "a", count, 12, 15);
        float[] b = KernelRuns.matrix(GUARD, "b", count, 20, 21);
        float[] c = KernelRuns.matrix(GUARD, "c", count, 15, 17);
        float[] wanted = c.clone();
        for (int i = 0; i < count; i++) {
            gemm.multiply(
                    1, false, 3, 5, 4, new Matrix(a, GUARD + 15 * i, 4, 0), new Matrix(b, GUARD + 21 * i, 5, 0), true,
                    new Matrix(wanted, GUARD + 17 * i, 5, 0), parameters);
        }
        gemm.multiply(
                count, false, 3, 5, 4, new Matrix(a, GUARD, 4, 15), new Matrix(b, GUARD, 5, 21), true, new Matrix(c, GUARD, 5, 17),
                parameters);
        assertTrue(Arrays.equals(wanted, c));
        float[] y = KernelRuns.matrix(GUARD, "y", count, 12, 14);
        float[] turned = y.clone();
        for (int i = 0; i < count; i++) {
            gemm.transpose(1, 3, 4, new Matrix(a, GUARD + 15 * i, 4, 0), new Matrix(turned, GUARD + 14 * i, 3, 0), parameters);
        }
        gemm.transpose(count, 3, 4, new Matrix(a, GUARD, 4, 15), new Matrix(y, GUARD, 3, 14), parameters);
        assertTrue(Arrays.equals(turned, y));
    }

    /** More than one call does. */
    @Test
    void doesSeveralLargeMatrices() {
        float[] a = KernelRuns.matrix(GUARD, "a", 2, 40 * 500, 40 * 500);
        float[] b = KernelRuns.matrix(GUARD, "b", 2, 500 * 1300, 500 * 1300);
        float[] c = KernelRuns.matrix(GUARD, "c", 2, 40 * 1300, 40 * 1300);
        gemm.multiply(
                2, false, 40, 1300, 500, new Matrix(a, GUARD, 500, 40 * 500), new Matrix(b, GUARD, 1300, 500 * 1300), false,
                new Matrix(c, GUARD, 1300, 40 * 1300), parameters);
        for (int i = 0; i < 2; i++) {
            int at = GUARD + i * 40 * 1300;
            float[] wanted = new float[40 * 1300];
            new JavaGemm().sgemm(
                    false, false, 40, 1300, 500, 1, a, GUARD + i * 40 * 500, 500, b, GUARD + i * 500 * 1300, 1300, 0, wanted, 0, 1300);
            KernelRuns.assertNear(wanted, Arrays.copyOfRange(c, at, at + wanted.length), 1e-5);
        }
    }

    @Test
    void refusesMatricesThatReachOutsideTheirArrays() {
        Matrix small = new Matrix(new float[16], 0, 4, 0);
        Matrix two = new Matrix(new float[31], 0, 4, 16);
        gemm.multiply(1, false, 4, 4, 4, small, small, false, new Matrix(new float[16], 0, 4, 0), parameters);
        assertThrows(
                IllegalArgumentException.class,
                () -> gemm.multiply(1, false, 4, 4, 5, small, small, false, small, parameters));
        assertThrows(
                IllegalArgumentException.class, () -> gemm.multiply(2, false, 4, 4, 4, small, small, false, two, parameters));
        assertThrows(
                IllegalArgumentException.class, () -> gemm.multiply(1, false, 4, 4, 0, small, small, false, two, parameters));
        assertThrows(IndexOutOfBoundsException.class, () -> gemm.transpose(1, 4, 4, small, small, parameters));
        Matrix enough = new Matrix(new float[999], 0, 17, 0);
        assertThrows(IndexOutOfBoundsException.class, () -> gemm.transpose(1, 17, 4, enough, enough, parameters));
        assertThrows(IndexOutOfBoundsException.class, () -> gemm.transpose(2, 4, 4, enough, two, parameters));
    }
}

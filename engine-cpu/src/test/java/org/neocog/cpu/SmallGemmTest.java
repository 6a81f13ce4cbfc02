package org.neocog.cpu;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
            float[] a = matrix("a", transA ? k : m, transA ? m : k, lda);
            float[] b = matrix("b", k, n, ldb);
            float[] c = matrix("c", m, n, ldc);
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
            gemm.multiply(transA, m, n, k, a, GUARD, lda, b, GUARD, ldb, add, c, GUARD, ldc, parameters);
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
        float[] y = matrix("y", columns, rows, ldy);
        float[] wanted = y.clone();
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                wanted[GUARD + j * ldy + i] = a[i * lda + j];
            }
        }
        gemm.transpose(rows, columns, a, 0, lda, y, GUARD, ldy, parameters);
        assertTrue(Arrays.equals(wanted, y));
    }

    @Test
    void refusesMatricesThatReachOutsideTheirArrays() {
        float[] small = new float[10];
        assertThrows(
                IllegalArgumentException.class,
                () -> gemm.multiply(false, 4, 4, 4, small, 0, 4, small, 0, 4, false, small, 0, 4, parameters));
        assertThrows(
                IndexOutOfBoundsException.class, () -> gemm.transpose(4, 4, small, 0, 4, new float[16], 0, 4, parameters));
        assertThrows(
                IndexOutOfBoundsException.class,
                () -> gemm.transpose(17, 4, new float[999], 0, 4, new float[999], 0, 17, parameters));
    }

    /** Random numbers; around and between the rows all is NaN. */
    private static float[] matrix(String name, int rows, int columns, int ld) {
        float[] numbers = new float[rows * columns];
        RandomStream.named(3, name).normal(numbers, 1);
        float[] matrix = new float[2 * GUARD + rows * ld];
        Arrays.fill(matrix, Float.NaN);
        for (int i = 0; i < rows; i++) {
            System.arraycopy(numbers, i * columns, matrix, GUARD + i * ld, columns);
        }
        return matrix;
    }
}

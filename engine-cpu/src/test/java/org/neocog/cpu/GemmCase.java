package org.neocog.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.neocog.random.RandomStream;

/**
 * A product of random matrices that lie inside larger arrays: each begins at an offset, and its rows are longer than its
 * columns need. What lies between is NaN in A and B, so that reading it shows, and {@link #GUARD} in C.
 */
record GemmCase(
        boolean transA, boolean transB, int m, int n, int k, float alpha, float beta, Stored a, Stored b, Stored c) {
    private static final float GUARD = -12345;

    /** A matrix as it lies in memory. */
    record Stored(float[] data, int offset, int rows, int columns, int ld) {
        static Stored random(int rows, int columns, int offset, int gap, float between, long stream) {
            int ld = Math.max(1, columns) + gap;
            float[] values = new float[rows * columns];
            new RandomStream(7, stream).uniform(values, -1, 1);
            float[] data = new float[offset + rows * ld + 5];
            Arrays.fill(data, between);
            for (int i = 0; i < rows; i++) {
                System.arraycopy(values, i * columns, data, offset + i * ld, columns);
            }
            return new Stored(data, offset, rows, columns, ld);
        }

        double at(int row, int column) {
            return data[offset + row * ld + column];
        }
    }

    static GemmCase random(int m, int n, int k, boolean transA, boolean transB, float alpha, float beta) {
        return new GemmCase(
                transA, transB, m, n, k, alpha, beta,
                Stored.random(transA ? k : m, transA ? m : k, 3, 2, Float.NaN, 1),
                Stored.random(transB ? n : k, transB ? k : n, 1, 5, Float.NaN, 2),
                Stored.random(m, n, 7, 3, GUARD, 3));
    }

    /** The array of C after the multiplication; the case itself stays as it is. */
    float[] run(Gemm gemm) {
        float[] result = c.data.clone();
        gemm.sgemm(
                transA, transB, m, n, k, alpha, a.data, a.offset, a.ld, b.data, b.offset, b.ld, beta, result, c.offset, c.ld);
        return result;
    }

    /** Compares with the textbook's triple loop in double precision. */
    void assertClose(float[] result, double tolerance) {
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                double sum = beta * c.at(i, j);
                double scale = Math.abs(sum);
                for (int p = 0; p < k; p++) {
                    double term = alpha * (transA ? a.at(p, i) : a.at(i, p)) * (transB ? b.at(j, p) : b.at(p, j));
                    sum += term;
                    scale += Math.abs(term);
                }
                float got = result[c.offset + i * c.ld + j];
                double error = Math.abs(got - sum);
                assertTrue(
                        error <= tolerance * scale,
                        () -> "element (" + got + ") is off by " + error + " in " + m + "x" + n + "x" + k);
            }
        }
    }

    void assertRestUntouched(float[] result) {
        for (int index = 0; index < result.length; index++) {
            int place = index - c.offset;
            boolean inside = place >= 0 && place / c.ld < m && place % c.ld < n;
            if (!inside) {
                assertEquals(GUARD, result[index], "outside C, at " + index);
            }
        }
    }
}

package org.neocog.cpu;

/** The checks before a multiplication (a native one would otherwise crash the process) and the cases without a product. */
final class GemmArguments {
    private GemmArguments() {}

    /**
     * @throws IllegalArgumentException if {@code op(A)}, {@code op(B)} or C reaches outside its array
     */
    static void check(
            boolean transA,
            boolean transB,
            int m,
            int n,
            int k,
            float[] a,
            int offsetA,
            int lda,
            float[] b,
            int offsetB,
            int ldb,
            float[] c,
            int offsetC,
            int ldc) {
        if (m < 0 || n < 0 || k < 0) {
            throw new IllegalArgumentException("m, n and k must not be negative: m=" + m + " n=" + n + " k=" + k);
        }
        checkMatrix("A", transA ? k : m, transA ? m : k, a, offsetA, lda);
        checkMatrix("B", transB ? n : k, transB ? k : n, b, offsetB, ldb);
        checkMatrix("C", m, n, c, offsetC, ldc);
    }

    private static void checkMatrix(String name, int rows, int columns, float[] array, int offset, int ld) {
        if (ld < Math.max(1, columns)) {
            throw new IllegalArgumentException(
                    "ld" + name.toLowerCase(java.util.Locale.ROOT) + "=" + ld + " is less than the " + columns
                            + " columns of " + name + " as stored (at least 1)");
        }
        // An empty matrix touches nothing, but its offset must still be a place in the array or its end.
        long end = rows == 0 || columns == 0 ? offset : offset + (rows - 1L) * ld + columns;
        if (offset < 0 || end > array.length) {
            throw new IllegalArgumentException(
                    name + " (" + rows + "x" + columns + " as stored, offset " + offset + ", leading dimension " + ld
                            + ") ends at element " + end + " of an array of " + array.length);
        }
    }

    /** {@code C = beta * C}: all that is left of the product when k or alpha is zero. */
    static void scale(int m, int n, float beta, float[] c, int offsetC, int ldc) {
        for (int i = 0; i < m; i++) {
            int row = offsetC + i * ldc;
            for (int j = row; j < row + n; j++) {
                c[j] = beta == 0 ? 0 : beta * c[j];
            }
        }
    }
}

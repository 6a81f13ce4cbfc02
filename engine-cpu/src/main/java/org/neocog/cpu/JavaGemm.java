package org.neocog.cpu;

import java.util.Arrays;

/**
 * Matrix multiplication in plain Java, for machines where no native library loads.
 *
 * <p>One of the two operands, the <em>wide</em> one, is packed block by block into rows that lie along the longer side of C;
 * the innermost loop runs along three rows of C and four packed rows at once. Their common index and separate arrays are what
 * HotSpot needs to make vector instructions of it; a longer body would be left scalar. The result is accumulated over blocks
 * of {@link #DEPTH} terms, which keeps rounding errors below those of one long sum.
 */
final class JavaGemm implements Gemm {
    /** Rows of C per pass of the kernel. */
    private static final int ROWS = 3;
    /** Packed rows per pass of the kernel. */
    private static final int STEP = 4;
    /** Packed rows per block; a multiple of {@link #STEP}. */
    private static final int DEPTH = 64;
    /** Longest packed row: seven of them fit the level-1 cache, a block of them the level-2 cache. */
    private static final int WIDTH = 896;
    /** Rows of C shorter than this leave the vector loop little to do; then the columns serve as rows, if they are longer. */
    private static final int SHORT_ROW = 128;

    /** Calls of the kernel until HotSpot has compiled it: 30 to 50 ms. */
    private static final int WARM_UP = 1000;

    private final ThreadLocal<Scratch> scratch = ThreadLocal.withInitial(Scratch::new);

    /** Element (i, j) of a matrix lies at {@code offset + i * rowStride + j * columnStride}. */
    private record Matrix(float[] data, int offset, int rowStride, int columnStride) {
        static Matrix of(float[] data, int offset, int ld, boolean transposed) {
            return transposed ? new Matrix(data, offset, 1, ld) : new Matrix(data, offset, ld, 1);
        }

        Matrix transpose() {
            return new Matrix(data, offset, columnStride, rowStride);
        }

        int index(int row, int column) {
            return offset + row * rowStride + column * columnStride;
        }
    }

    private static final class Scratch {
        final float[][] packed = new float[DEPTH][WIDTH];
        final float[][] sums = new float[ROWS][WIDTH];
        final float[] old = new float[WIDTH];
        final float[] factors = new float[ROWS * STEP];
    }

    /**
     * Shows HotSpot the kernel with long rows. It unrolls a loop no further than the trip counts that it saw while the code
     * was still interpreted, and if those were short, the kernel stays at half its speed for good.
     */
    JavaGemm() {
        Scratch s = new Scratch();
        for (int pass = 0; pass < WARM_UP; pass++) {
            kernel(
                    s.sums[0], s.sums[1], s.sums[2], s.packed[0], s.packed[1], s.packed[2], s.packed[3], s.factors, WIDTH);
        }
    }

    @Override
    public String name() {
        return "Java";
    }

    @Override
    public void sgemm(
            boolean transA,
            boolean transB,
            int m,
            int n,
            int k,
            float alpha,
            float[] a,
            int offsetA,
            int lda,
            float[] b,
            int offsetB,
            int ldb,
            float beta,
            float[] c,
            int offsetC,
            int ldc) {
        GemmArguments.check(transA, transB, m, n, k, a, offsetA, lda, b, offsetB, ldb, c, offsetC, ldc);
        if (m == 0 || n == 0 || k == 0 || alpha == 0) {
            GemmArguments.scale(m, n, beta, c, offsetC, ldc);
            return;
        }
        Matrix left = Matrix.of(a, offsetA, lda, transA);
        Matrix right = Matrix.of(b, offsetB, ldb, transB);
        Matrix result = Matrix.of(c, offsetC, ldc, false);
        if (n < SHORT_ROW && n < m) {
            // C^T = B^T A^T
            multiply(n, m, k, alpha, right.transpose(), left.transpose(), beta, result.transpose());
        } else {
            multiply(m, n, k, alpha, left, right, beta, result);
        }
    }

    private void multiply(int m, int n, int k, float alpha, Matrix left, Matrix right, float beta, Matrix result) {
        Scratch s = scratch.get();
        int blocks = (n + WIDTH - 1) / WIDTH;
        int blockWidth = (n + blocks - 1) / blocks;
        for (int j = 0; j < n; j += blockWidth) {
            int width = Math.min(blockWidth, n - j);
            for (int p = 0; p < k; p += DEPTH) {
                int depth = Math.min(DEPTH, k - p);
                pack(right, p, depth, j, width, s.packed);
                for (int i = 0; i < m; i += ROWS) {
                    int rows = Math.min(ROWS, m - i);
                    sums(left, i, rows, p, depth, width, alpha, s);
                    for (int r = 0; r < rows; r++) {
                        add(s.sums[r], s.old, p == 0 ? beta : 1, result, i + r, j, width);
                    }
                }
            }
        }
    }

    /** Copies a {@code depth x width} block into rows; the last group of rows is filled up with zeros. */
    private static void pack(Matrix right, int p, int depth, int j, int width, float[][] packed) {
        if (right.columnStride == 1) {
            for (int q = 0; q < depth; q++) {
                System.arraycopy(right.data, right.index(p + q, j), packed[q], 0, width);
            }
        } else {
            packTransposed(right, p, depth, j, width, packed);
        }
        for (int q = depth; q % STEP != 0; q++) {
            Arrays.fill(packed[q], 0, width, 0);
        }
    }

    /** Reads along the depth, where the elements are neighbours, four columns at a time. */
    private static void packTransposed(Matrix right, int p, int depth, int j, int width, float[][] packed) {
        float[] data = right.data;
        int stride = right.rowStride;
        int column = 0;
        for (; column + 4 <= width; column += 4) {
            int from0 = right.index(p, j + column);
            int from1 = from0 + right.columnStride;
            int from2 = from1 + right.columnStride;
            int from3 = from2 + right.columnStride;
            for (int q = 0; q < depth; q++) {
                float[] row = packed[q];
                row[column] = data[from0 + q * stride];
                row[column + 1] = data[from1 + q * stride];
                row[column + 2] = data[from2 + q * stride];
                row[column + 3] = data[from3 + q * stride];
            }
        }
        for (; column < width; column++) {
            int from = right.index(p, j + column);
            for (int q = 0; q < depth; q++) {
                packed[q][column] = data[from + q * stride];
            }
        }
    }

    /** Sums of products of up to three rows of the left matrix with the packed block. */
    private static void sums(Matrix left, int i, int rows, int p, int depth, int width, float alpha, Scratch s) {
        for (float[] row : s.sums) {
            Arrays.fill(row, 0, width, 0);
        }
        for (int q = 0; q < depth; q += STEP) {
            for (int r = 0; r < ROWS; r++) {
                for (int t = 0; t < STEP; t++) {
                    boolean inside = r < rows && q + t < depth;
                    s.factors[r * STEP + t] = inside ? alpha * left.data[left.index(i + r, p + q + t)] : 0;
                }
            }
            kernel(
                    s.sums[0], s.sums[1], s.sums[2], s.packed[q], s.packed[q + 1], s.packed[q + 2], s.packed[q + 3],
                    s.factors, width);
        }
    }

    /** {@code c_r[j] += sum over t of f[4r + t] * b_t[j]}, for three rows r and four terms t. */
    private static void kernel(
            float[] c0, float[] c1, float[] c2, float[] b0, float[] b1, float[] b2, float[] b3, float[] f, int width) {
        float f00 = f[0];
        float f01 = f[1];
        float f02 = f[2];
        float f03 = f[3];
        float f10 = f[4];
        float f11 = f[5];
        float f12 = f[6];
        float f13 = f[7];
        float f20 = f[8];
        float f21 = f[9];
        float f22 = f[10];
        float f23 = f[11];
        for (int j = 0; j < width; j++) {
            float x0 = b0[j];
            float x1 = b1[j];
            float x2 = b2[j];
            float x3 = b3[j];
            c0[j] = Math.fma(f03, x3, Math.fma(f02, x2, Math.fma(f01, x1, Math.fma(f00, x0, c0[j]))));
            c1[j] = Math.fma(f13, x3, Math.fma(f12, x2, Math.fma(f11, x1, Math.fma(f10, x0, c1[j]))));
            c2[j] = Math.fma(f23, x3, Math.fma(f22, x2, Math.fma(f21, x1, Math.fma(f20, x0, c2[j]))));
        }
    }

    /** {@code C = sums + beta * C} for one row. */
    private static void add(float[] sums, float[] old, float beta, Matrix result, int row, int j, int width) {
        int start = result.index(row, j);
        if (result.columnStride == 1) {
            if (beta != 0) {
                System.arraycopy(result.data, start, old, 0, width);
                for (int x = 0; x < width; x++) {
                    sums[x] = Math.fma(beta, old[x], sums[x]);
                }
            }
            System.arraycopy(sums, 0, result.data, start, width);
            return;
        }
        for (int x = 0; x < width; x++) {
            int index = start + x * result.columnStride;
            result.data[index] = beta == 0 ? sums[x] : Math.fma(beta, result.data[index], sums[x]);
        }
    }
}

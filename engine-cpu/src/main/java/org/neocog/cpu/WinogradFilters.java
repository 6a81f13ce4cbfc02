package org.neocog.cpu;

/**
 * The filters' side of Winograd's F(2×2, 3×3) (Lavin and Gray 2016): {@code u = G g Gᵀ}, 16 numbers of 9, and its transpose
 * {@code dg = Gᵀ du G}, with the rows of G being (1 0 0), (½ ½ ½), (½ -½ ½), (0 0 1). Both work on all channels of one
 * filter at once, a row of each of the 16 matrices {@code filters x channels}.
 */
final class WinogradFilters {
    /** Arrays of scratch: nine of the filter, twelve after the step down its columns, three results. */
    static final int ARRAYS = 24;

    private WinogradFilters() {}

    /**
     * Writes row {@code k} of the 16 matrices.
     *
     * @param turned whether the filters are to be turned by 180 degrees
     * @param stride elements from one matrix to the next
     */
    static void transform(
            float[] w, int wo, int channels, int k, boolean turned, float[][] s, float[] u, int uo, int stride) {
        int from = wo + k * channels * 9;
        for (int tap = 0; tap < 9; tap++) {
            everyNinth(w, from + (turned ? 8 - tap : tap), s[tap], channels);
        }
        for (int column = 0; column < 3; column++) {
            // Lines 0 and 3 are the filter's first and last row.
            System.arraycopy(s[column], 0, s[9 + column], 0, channels);
            halves(s[column], s[3 + column], s[6 + column], s[12 + column], s[15 + column], channels);
            System.arraycopy(s[6 + column], 0, s[18 + column], 0, channels);
        }
        int to = uo + k * channels;
        for (int line = 0; line < 4; line++) {
            float[] a = s[9 + 3 * line];
            float[] b = s[10 + 3 * line];
            float[] c = s[11 + 3 * line];
            int at = to + 4 * line * stride;
            halves(a, b, c, s[21], s[22], channels);
            System.arraycopy(a, 0, u, at, channels);
            System.arraycopy(s[21], 0, u, at + stride, channels);
            System.arraycopy(s[22], 0, u, at + 2 * stride, channels);
            System.arraycopy(c, 0, u, at + 3 * stride, channels);
        }
    }

    private static void everyNinth(float[] w, int from, float[] y, int n) {
        for (int i = 0; i < n; i++) {
            y[i] = w[from + 9 * i];
        }
    }

    /** ½(a + b + c) and ½(a - b + c). */
    private static void halves(float[] a, float[] b, float[] c, float[] plus, float[] minus, int n) {
        for (int i = 0; i < n; i++) {
            float ends = a[i] + c[i];
            plus[i] = 0.5f * (ends + b[i]);
            minus[i] = 0.5f * (ends - b[i]);
        }
    }

    /** Writes the gradient of the 3×3 filters {@code k} of all channels, from row {@code k} of the 16 matrices. */
    static void gradient(float[] u, int uo, int stride, int channels, int k, float[][] s, float[] dw, int dwo) {
        int from = uo + k * channels;
        for (int point = 0; point < WinogradTiles.POINTS; point++) {
            System.arraycopy(u, from + point * stride, s[point], 0, channels);
        }
        for (int line = 0; line < 4; line++) {
            // In place: the four numbers of a line become three.
            adjoint(s[4 * line], s[4 * line + 1], s[4 * line + 2], s[4 * line + 3], channels);
        }
        for (int column = 0; column < 3; column++) {
            adjoint(s[column], s[4 + column], s[8 + column], s[12 + column], channels);
        }
        int to = dwo + k * channels * 9;
        for (int row = 0; row < 3; row++) {
            for (int column = 0; column < 3; column++) {
                toEveryNinth(s[4 * row + column], dw, to + 3 * row + column, channels);
            }
        }
    }

    /** Gᵀ: a + ½(b + c), ½(b - c), d + ½(b + c), in the places of the first three. */
    private static void adjoint(float[] a, float[] b, float[] c, float[] d, int n) {
        for (int i = 0; i < n; i++) {
            float sum = 0.5f * (b[i] + c[i]);
            float difference = 0.5f * (b[i] - c[i]);
            a[i] += sum;
            b[i] = difference;
            c[i] = d[i] + sum;
        }
    }

    private static void toEveryNinth(float[] s, float[] w, int to, int n) {
        for (int i = 0; i < n; i++) {
            w[to + 9 * i] = s[i];
        }
    }
}

package org.neocog.cpu;

/**
 * The filters' side of Winograd's F(4, 5) with the points 0, ±1, ±2, ±½, ∞: {@code u = G g} for each row g of 5 taps, and its
 * transpose {@code dg = Gᵀ du}. The number for point p is {@code g0 + p g1 + p² g2 + p³ g3 + p⁴ g4}, divided by the product of
 * {@code (p - q)} over the other finite points q; for ∞ it is g4. All rows of one filter in all channels are done at once,
 * as a row of each of the 8 matrices {@code filters x (5 · channels)}, whose columns are numbered {@code row · channels +
 * channel}.
 */
final class RowWinogradFilters {
    /** Arrays of scratch: five taps, eight points. */
    static final int ARRAYS = 13;

    private static final int TAPS = RowWinogradTiles.TAPS;
    private static final int AREA = TAPS * TAPS;
    /** 1 / ((1 - 0) (1 + 1) (1 - 4) (1 - ¼)). */
    private static final float ONES = -2 / 9f;
    /** 1 / ((2 - 0) (2 + 2) (4 - 1) (4 - ¼)). */
    private static final float TWOS = 1 / 90f;
    /** 1 / ((½ - 0) (½ + ½) (¼ - 1) (¼ - 4)). */
    private static final float HALVES = 32 / 45f;

    private RowWinogradFilters() {}

    /**
     * Writes row {@code k} of the 8 matrices.
     *
     * @param w filters, K x C x 5 x 5
     * @param from where the filter's first channel begins
     * @param step elements from one of its channels to the next
     * @param turned whether the filter is to be turned by 180 degrees
     */
    static void transform(
            float[] w, int from, int step, int channels, boolean turned, float[][] s, float[] u, int to, int stride) {
        int n = TAPS * channels;
        for (int row = 0; row < TAPS; row++) {
            for (int tap = 0; tap < TAPS; tap++) {
                int element = row * TAPS + tap;
                gather(w, from + (turned ? AREA - 1 - element : element), step, s[tap], row * channels, channels);
            }
        }
        negate(s[0], s[5], n);
        pair(s, 1, ONES, s[6], s[7], n);
        pair(s, 2, TWOS, s[8], s[9], n);
        pair(s, 0.5f, HALVES, s[10], s[11], n);
        for (int point = 0; point < RowWinogradTiles.POINTS - 1; point++) {
            System.arraycopy(s[TAPS + point], 0, u, to + point * stride, n);
        }
        System.arraycopy(s[4], 0, u, to + (RowWinogradTiles.POINTS - 1) * stride, n);
    }

    private static void gather(float[] w, int from, int step, float[] y, int at, int n) {
        for (int i = 0; i < n; i++) {
            y[at + i] = w[from + step * i];
        }
    }

    private static void negate(float[] a, float[] y, int n) {
        for (int i = 0; i < n; i++) {
            y[i] = -a[i];
        }
    }

    private static void pair(float[][] s, float p, float factor, float[] plus, float[] minus, int n) {
        evenAndOdd(s[0], s[1], s[2], s[3], s[4], p, p * p, factor, plus, minus, n);
    }

    private static void evenAndOdd(
            float[] g0, float[] g1, float[] g2, float[] g3, float[] g4, float p, float square, float factor, float[] plus,
            float[] minus, int n) {
        for (int i = 0; i < n; i++) {
            float even = factor * (g0[i] + square * (g2[i] + square * g4[i]));
            float odd = factor * p * (g1[i] + square * g3[i]);
            plus[i] = even + odd;
            minus[i] = even - odd;
        }
    }

    /**
     * Writes the gradient of the 5×5 filters of all channels from row {@code k} of the 8 matrices, of which there are several
     * to be added.
     *
     * @param from where that row begins in the first of the first 8
     * @param sums how many times 8 matrices there are, one after another
     */
    static void gradient(float[] u, int from, int stride, int sums, int channels, float[][] s, float[] dw, int to) {
        int n = TAPS * channels;
        for (int point = 0; point < RowWinogradTiles.POINTS; point++) {
            System.arraycopy(u, from + point * stride, s[TAPS + point], 0, n);
            for (int sum = 1; sum < sums; sum++) {
                System.arraycopy(u, from + (sum * RowWinogradTiles.POINTS + point) * stride, s[0], 0, n);
                add(s[TAPS + point], s[0], n);
            }
        }
        halfSums(s[6], s[7], ONES, n);
        halfSums(s[8], s[9], TWOS, n);
        halfSums(s[10], s[11], HALVES, n);
        even(s[5], s[6], s[8], s[10], s[12], s[0], s[2], s[4], n);
        odd(s[7], s[9], s[11], s[1], s[3], n);
        for (int row = 0; row < TAPS; row++) {
            for (int tap = 0; tap < TAPS; tap++) {
                scatter(s[tap], row * channels, dw, to + row * TAPS + tap, channels);
            }
        }
    }

    private static void add(float[] y, float[] a, int n) {
        for (int i = 0; i < n; i++) {
            y[i] += a[i];
        }
    }

    /** In place: what the points p and -p add to the even taps and, but for p, to the odd ones. */
    private static void halfSums(float[] plus, float[] minus, float factor, int n) {
        for (int i = 0; i < n; i++) {
            float sum = factor * (plus[i] + minus[i]);
            float difference = factor * (plus[i] - minus[i]);
            plus[i] = sum;
            minus[i] = difference;
        }
    }

    private static void even(
            float[] zero, float[] ones, float[] twos, float[] halves, float[] infinity, float[] g0, float[] g2, float[] g4,
            int n) {
        for (int i = 0; i < n; i++) {
            g0[i] = ones[i] + twos[i] + halves[i] - zero[i];
            g2[i] = ones[i] + 4 * twos[i] + 0.25f * halves[i];
            g4[i] = ones[i] + 16 * twos[i] + 0.0625f * halves[i] + infinity[i];
        }
    }

    private static void odd(float[] ones, float[] twos, float[] halves, float[] g1, float[] g3, int n) {
        for (int i = 0; i < n; i++) {
            g1[i] = ones[i] + 2 * twos[i] + 0.5f * halves[i];
            g3[i] = ones[i] + 8 * twos[i] + 0.125f * halves[i];
        }
    }

    private static void scatter(float[] s, int from, float[] w, int to, int n) {
        for (int i = 0; i < n; i++) {
            w[to + AREA * i] = s[from + i];
        }
    }
}

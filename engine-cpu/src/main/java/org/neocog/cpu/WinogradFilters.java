package org.neocog.cpu;

/**
 * The filters' side of Winograd's F(4×4, 3×3): {@code u = G g Gᵀ}, 36 numbers of 9, and its transpose {@code dg = Gᵀ du G}. In
 * one dimension, the number for point p is {@code g0 + p g1 + p² g2} divided by the product of {@code (p - q)} over the other
 * finite points q; for ∞ it is the last tap. All channels of one filter are done at once.
 */
final class WinogradFilters {
    /**
     * Arrays of scratch: the products and a summand, or 9 taps, 18 numbers after the first step and 6 results. The other parts of
     * this way need fewer.
     */
    static final int ARRAYS = 37;
    /** Taps of a filter's channel, and in each direction. */
    static final int TAPS = 9;
    private static final int SIDE_TAPS = 3;
    private static final int HALF = 9;
    private static final int RESULTS = 27;
    private static final WinogradPoints POINTS = WinogradPoints.of(SIDE_TAPS);

    private WinogradFilters() {}

    /**
     * Transforms one filter of all channels.
     *
     * @param from where the filter begins in w
     * @param turned whether the filter is to be turned by 180 degrees
     * @param to where the filter's row begins in the first of the 36 matrices
     * @param stride elements from one matrix to the next
     */
    static void transform(
            float[] w, int from, int channels, boolean turned, float[][] s, float[] u, int to, int stride) {
        for (int tap = 0; tap < TAPS; tap++) {
            everyNinth(w, from + (turned ? 8 - tap : tap), s[tap], channels);
        }
        for (int column = 0; column < SIDE_TAPS; column++) {
            // Number p of a column to array HALF + 3 p + column.
            points(s[column], s[SIDE_TAPS + column], s[2 * SIDE_TAPS + column], s, HALF + column, SIDE_TAPS, channels);
        }
        for (int side = 0; side < WinogradTiles.SIDE; side++) {
            int a = HALF + SIDE_TAPS * side;
            points(s[a], s[a + 1], s[a + 2], s, RESULTS, 1, channels);
            for (int point = 0; point < WinogradTiles.SIDE; point++) {
                int at = to + (WinogradTiles.SIDE * side + point) * stride;
                System.arraycopy(s[RESULTS + point], 0, u, at, channels);
            }
        }
    }

    private static void points(float[] a, float[] b, float[] c, float[][] s, int to, int step, int n) {
        scale(a, (float) (1 / POINTS.divisorAtZero()), s[to], n);
        for (int pair = 0; pair < 2; pair++) {
            double p = POINTS.point(pair);
            double factor = 1 / POINTS.divisor(pair);
            evenAndOdd(
                    a, b, c, (float) factor, (float) (factor * p), (float) (factor * p * p), s[to + (1 + 2 * pair) * step],
                    s[to + (2 + 2 * pair) * step], n);
        }
        System.arraycopy(c, 0, s[to + 5 * step], 0, n);
    }

    private static void scale(float[] a, float factor, float[] y, int n) {
        for (int i = 0; i < n; i++) {
            y[i] = factor * a[i];
        }
    }

    private static void evenAndOdd(
            float[] a, float[] b, float[] c, float zero, float one, float two, float[] plus, float[] minus, int n) {
        for (int i = 0; i < n; i++) {
            float even = zero * a[i] + two * c[i];
            float odd = one * b[i];
            plus[i] = even + odd;
            minus[i] = even - odd;
        }
    }

    /**
     * Writes the gradient of one filter of all channels from the sum of several sets of 36 matrices.
     *
     * @param from where the filter's row begins in the first matrix
     * @param stride elements from one matrix to the next
     * @param sums sets, one after another
     * @param to where the filter's gradient begins in dw
     */
    static void gradient(float[] u, int from, int stride, int sums, int channels, float[][] s, float[] dw, int to) {
        for (int point = 0; point < WinogradTiles.POINTS; point++) {
            System.arraycopy(u, from + point * stride, s[point], 0, channels);
            for (int sum = 1; sum < sums; sum++) {
                int at = from + (sum * WinogradTiles.POINTS + point) * stride;
                System.arraycopy(u, at, s[WinogradTiles.POINTS], 0, channels);
                add(s[WinogradTiles.POINTS], s[point], channels);
            }
        }
        // In place: the six numbers of a line become three, then those of a column.
        for (int side = 0; side < WinogradTiles.SIDE; side++) {
            taps(s, WinogradTiles.SIDE * side, 1, channels);
        }
        for (int column = 0; column < SIDE_TAPS; column++) {
            taps(s, column, WinogradTiles.SIDE, channels);
        }
        for (int tap = 0; tap < TAPS; tap++) {
            toEveryNinth(s[WinogradTiles.SIDE * (tap / SIDE_TAPS) + tap % SIDE_TAPS], dw, to + tap, channels);
        }
    }

    private static void taps(float[][] s, int from, int step, int n) {
        double p = POINTS.point(0);
        double q = POINTS.point(1);
        double ps = 1 / POINTS.divisor(0);
        double qs = 1 / POINTS.divisor(1);
        float[] zero = s[from];
        float[] plusP = s[from + step];
        float[] minusP = s[from + 2 * step];
        float[] plusQ = s[from + 3 * step];
        float[] minusQ = s[from + 4 * step];
        evenTaps(
                zero, plusP, minusP, plusQ, minusQ, (float) (1 / POINTS.divisorAtZero()), (float) ps, (float) qs,
                (float) (ps * p * p), (float) (qs * q * q), n);
        middleTap(plusP, plusQ, (float) (ps * p), (float) (qs * q), n);
        // The even taps' second half waits in minusQ, as minusP was still needed.
        lastTap(minusQ, s[from + 5 * step], minusP, n);
    }

    /** Tap 0 to {@code zero}; the points' part of tap 2 to {@code minusQ}; differences to {@code plusP} and {@code plusQ}. */
    private static void evenTaps(
            float[] zero, float[] plusP, float[] minusP, float[] plusQ, float[] minusQ, float z, float p0, float q0, float p2,
            float q2, int n) {
        for (int i = 0; i < n; i++) {
            float pSum = plusP[i] + minusP[i];
            float qSum = plusQ[i] + minusQ[i];
            plusP[i] = plusP[i] - minusP[i];
            plusQ[i] = plusQ[i] - minusQ[i];
            zero[i] = z * zero[i] + p0 * pSum + q0 * qSum;
            minusQ[i] = p2 * pSum + q2 * qSum;
        }
    }

    private static void middleTap(float[] p, float[] q, float p1, float q1, int n) {
        for (int i = 0; i < n; i++) {
            p[i] = p1 * p[i] + q1 * q[i];
        }
    }

    private static void lastTap(float[] points, float[] infinity, float[] y, int n) {
        for (int i = 0; i < n; i++) {
            y[i] = points[i] + infinity[i];
        }
    }

    private static void add(float[] a, float[] y, int n) {
        for (int i = 0; i < n; i++) {
            y[i] += a[i];
        }
    }

    private static void everyNinth(float[] w, int from, float[] y, int n) {
        for (int i = 0; i < n; i++) {
            y[i] = w[from + 9 * i];
        }
    }

    private static void toEveryNinth(float[] s, float[] w, int to, int n) {
        for (int i = 0; i < n; i++) {
            w[to + 9 * i] = s[i];
        }
    }
}

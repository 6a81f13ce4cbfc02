package org.neocog.cpu;

import java.util.Arrays;

/**
 * The filters' side of Winograd's F(4, r): {@code u = G g} for each row g of r taps, and its transpose {@code dg = Gᵀ du}. The
 * number for point p is {@code g0 + p g1 + p² g2} and so on, divided by the product of {@code (p - q)} over the other finite
 * points q; for ∞ it is the last tap. All rows of one filter in all channels are done at once, element {@code row · channels +
 * channel} of each array.
 */
final class RowWinogradFilters implements RowFilterTransforms {
    /** Arrays of scratch, and the first of them for the points, after up to five taps. */
    private static final int ARRAYS = 13;
    private static final int POINTS = 5;

    private final WinogradPoints points;
    private final WorkerScratch scratch;
    private final int channels;

    RowWinogradFilters(WinogradPoints points, WorkerScratch scratch, int channels) {
        this.points = points;
        this.scratch = scratch;
        this.channels = channels;
        scratch.reserve(ARRAYS, points.taps() * channels);
    }

    @Override
    public void transform(CpuBuffer w, int filter, boolean turned, int worker, CpuBuffer u, int to, int down, int stride) {
        int taps = points.taps();
        int area = taps * taps;
        int n = taps * channels;
        float[][] s = scratch.of(worker);
        for (int element = 0; element < area; element++) {
            int place = w.offset() + filter * area * channels + (turned ? area - 1 - element : element);
            gather(w.floats(), place, area, s[element % taps], element / taps * channels, channels);
        }
        scale(s[0], (float) (1 / points.divisorAtZero()), s[POINTS], n);
        for (int pair = 0; pair < points.pairs(); pair++) {
            double p = points.point(pair);
            double factor = 1 / points.divisor(pair);
            float[] even = s[POINTS + 1 + 2 * pair];
            float[] odd = s[POINTS + 2 + 2 * pair];
            scale(s[0], (float) factor, even, n);
            scale(s[1], (float) (factor * p), odd, n);
            for (int tap = 2; tap < taps; tap++) {
                addScaled(s[tap], (float) (factor * Math.pow(p, tap)), tap % 2 == 0 ? even : odd, n);
            }
            sumAndDifference(even, odd, n);
        }
        for (int point = 0; point < points.count(); point++) {
            float[] values = point == points.count() - 1 ? s[taps - 1] : s[POINTS + point];
            for (int row = 0; row < taps; row++) {
                System.arraycopy(values, row * channels, u.floats(), to + point * stride + row * down, channels);
            }
        }
    }

    @Override
    public void gradient(CpuBuffer u, int from, int stride, int sums, int worker, CpuBuffer dw, int filter) {
        int taps = points.taps();
        int area = taps * taps;
        int n = taps * channels;
        float[][] s = scratch.of(worker);
        int last = points.count() - 1;
        for (int point = 0; point <= last; point++) {
            System.arraycopy(u.floats(), from + point * stride, s[POINTS + point], 0, n);
            for (int sum = 1; sum < sums; sum++) {
                System.arraycopy(u.floats(), from + (sum * points.count() + point) * stride, s[0], 0, n);
                addScaled(s[0], 1, s[POINTS + point], n);
            }
        }
        scale(s[POINTS], (float) (1 / points.divisorAtZero()), s[0], n);
        for (int tap = 1; tap < taps; tap++) {
            Arrays.fill(s[tap], 0, n, 0);
        }
        addScaled(s[POINTS + last], 1, s[taps - 1], n);
        for (int pair = 0; pair < points.pairs(); pair++) {
            double p = points.point(pair);
            double factor = 1 / points.divisor(pair);
            float[] even = s[POINTS + 1 + 2 * pair];
            float[] odd = s[POINTS + 2 + 2 * pair];
            sumAndDifference(even, odd, n);
            for (int tap = 0; tap < taps; tap++) {
                addScaled(tap % 2 == 0 ? even : odd, (float) (factor * Math.pow(p, tap)), s[tap], n);
            }
        }
        int to = dw.offset() + filter * area * channels;
        for (int element = 0; element < area; element++) {
            scatter(s[element % taps], element / taps * channels, dw.floats(), to + element, area, channels);
        }
    }

    private static void gather(float[] w, int from, int step, float[] y, int at, int n) {
        for (int i = 0; i < n; i++) {
            y[at + i] = w[from + step * i];
        }
    }

    private static void scatter(float[] s, int from, float[] w, int to, int step, int n) {
        for (int i = 0; i < n; i++) {
            w[to + step * i] = s[from + i];
        }
    }

    private static void scale(float[] a, float factor, float[] y, int n) {
        for (int i = 0; i < n; i++) {
            y[i] = factor * a[i];
        }
    }

    private static void addScaled(float[] a, float factor, float[] y, int n) {
        for (int i = 0; i < n; i++) {
            y[i] += factor * a[i];
        }
    }

    /** In place. */
    private static void sumAndDifference(float[] a, float[] b, int n) {
        for (int i = 0; i < n; i++) {
            float sum = a[i] + b[i];
            b[i] = a[i] - b[i];
            a[i] = sum;
        }
    }
}

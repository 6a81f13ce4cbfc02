package org.neocog.cpu;

import java.util.Arrays;
import org.neocog.graph.RoiAlign;

/**
 * One axis of RoI align. A sample is interpolated along rows and columns independently, and so the mean over a bin's samples is
 * {@code y[p,q] = Σ rows[p,h] · columns[q,w] · x[h,w]}: this is {@code rows}, or {@code columns}, of one region at a time. Places
 * are in double precision: whether a sample is inside is then no matter of rounding.
 */
final class RoiAxis {
    private final int bins;
    private final int length;
    private final float scale;
    private final int ratio;
    private final boolean aligned;
    /** Of each bin, {@code length} weights. */
    final float[] weights;
    /** Of each bin, the first pixel that it takes and the one after the last; both 0 if there is none. */
    final int[] first;
    final int[] end;
    /** The first pixel that any bin takes, and the one after the last. */
    int lowest;
    int highest;

    /** @param length pixels of the features along this axis */
    RoiAxis(RoiAlign align, int bins, int length) {
        this.bins = bins;
        this.length = length;
        this.scale = align.spatialScale();
        this.ratio = align.samplingRatio();
        this.aligned = align.aligned();
        this.weights = new float[Math.multiplyExact(bins, length)];
        this.first = new int[bins];
        this.end = new int[bins];
    }

    /** Works out a region that reaches from {@code low} to {@code high} in the image. */
    void measure(float low, float high) {
        double start = (double) low * scale - (aligned ? 0.5 : 0);
        double size = (double) high * scale - (double) low * scale;
        double bin = (aligned ? size : Math.max(size, 1)) / bins;
        int samples = ratio > 0 ? ratio : (int) Math.ceil(bin);
        lowest = length;
        highest = 0;
        for (int p = 0; p < bins; p++) {
            measure(p, start + p * bin, bin, samples);
            lowest = end[p] > 0 ? Math.min(lowest, first[p]) : lowest;
            highest = Math.max(highest, end[p]);
        }
    }

    private void measure(int p, double start, double bin, int samples) {
        Arrays.fill(weights, p * length, (p + 1) * length, 0);
        double step = bin / samples;
        // Samples far outside add nothing; leaving them out bounds the work by the features' size.
        int from = step > 0 ? (int) Math.max(0, (-1 - start) / step - 2) : 0;
        int to = step > 0 ? (int) Math.min(samples, Math.max(0, (length - start) / step + 2)) : samples;
        int begin = length;
        int last = -1;
        for (int i = from; i < to; i++) {
            double at = start + (i + 0.5) * bin / samples;
            if (at < -1 || at > length) {
                continue;
            }
            at = Math.max(at, 0);
            int low = Math.min((int) at, length - 1);
            int high = Math.min(low + 1, length - 1);
            double share = high == low ? 0 : at - low;
            weights[p * length + low] += (float) ((1 - share) / samples);
            weights[p * length + high] += (float) (share / samples);
            begin = Math.min(begin, low);
            last = Math.max(last, high);
        }
        first[p] = last < 0 ? 0 : begin;
        end[p] = last + 1;
    }
}

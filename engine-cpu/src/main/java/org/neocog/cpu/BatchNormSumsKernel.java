package org.neocog.cpu;

import org.neocog.tensor.Shape;

/** {@code Σ dy · x̂} and {@code Σ dy} of each channel. Inputs: x, moments, dy. */
final class BatchNormSumsKernel {
    private BatchNormSumsKernel() {}

    static CpuKernel of(WorkerPool pool, Shape shape, float epsilon) {
        ChannelSums sums = new ChannelSums(pool, shape);
        int channels = shape.dim(1);
        int inner = shape.elements(2, shape.rank());
        return (inputs, output, _) -> {
            float[] xs = inputs.at(0).floats();
            int xo = inputs.at(0).offset();
            float[] moments = inputs.at(1).floats();
            int mo = inputs.at(1).offset();
            float[] dys = inputs.at(2).floats();
            int dyo = inputs.at(2).offset();
            float[] ys = output.floats();
            int yo = output.offset();
            ChannelSums.Terms terms = inner == 1
                    ? (c, at, first, second, _, count) ->
                            columns(xs, xo + at, moments, mo + c, dys, dyo + at, first, second, count)
                    : (c, at, first, second, lane, count) ->
                            plane(xs, xo + at, moments[mo + c], dys, dyo + at, first, second, lane, count);
            sums.run(terms, (c, products, total) -> {
                ys[yo + c] = (float) (products / Math.sqrt((double) moments[mo + channels + c] + epsilon));
                ys[yo + channels + c] = (float) total;
            });
        };
    }

    private static void plane(
            float[] x, int xo, double mean, float[] dy, int dyo, double[] products, double[] total, int lane, int n) {
        for (int i = 0; i < n; i++) {
            double slope = dy[dyo + i];
            products[lane + i] += slope * (x[xo + i] - mean);
            total[lane + i] += slope;
        }
    }

    private static void columns(
            float[] x, int xo, float[] mean, int mo, float[] dy, int dyo, double[] products, double[] total, int n) {
        for (int i = 0; i < n; i++) {
            double slope = dy[dyo + i];
            products[i] += slope * ((double) x[xo + i] - mean[mo + i]);
            total[i] += slope;
        }
    }
}

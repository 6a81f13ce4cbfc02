package org.neocog.cpu;

import org.neocog.tensor.Shape;

/** {@code Σ dy · x̂} and {@code Σ dy} of each channel. Inputs: x, moments, dy. */
final class BatchNormSumsKernel {
    private BatchNormSumsKernel() {}

    static CpuKernel of(WorkerPool pool, Shape shape, float epsilon) {
        ChannelSums sums = ChannelSums.of(pool, shape);
        int channels = shape.dim(1);
        return (inputs, output, _) -> {
            float[] xs = inputs.at(0).floats();
            int xo = inputs.at(0).offset();
            float[] moments = inputs.at(1).floats();
            int mo = inputs.at(1).offset();
            float[] dys = inputs.at(2).floats();
            int dyo = inputs.at(2).offset();
            float[] ys = output.floats();
            int yo = output.offset();
            sums.run(
                    c -> moments[mo + c],
                    (at, means, products, total, n) -> add(xs, xo + at, means, dys, dyo + at, products, total, n),
                    (c, products, total) -> {
                        ys[yo + c] = (float) (products / Math.sqrt((double) moments[mo + channels + c] + epsilon));
                        ys[yo + channels + c] = (float) total;
                    });
        };
    }

    private static void add(
            float[] x, int xo, double[] mean, float[] dy, int dyo, double[] products, double[] total, int n) {
        for (int i = 0; i < n; i++) {
            double slope = dy[dyo + i];
            products[i] += slope * (x[xo + i] - mean[i]);
            total[i] += slope;
        }
    }
}

package org.neocog.cpu;

import java.util.Optional;
import org.neocog.tensor.Shape;

/** {@code Σ dy · x̂} and {@code Σ dy} of each channel. Inputs: x, moments, dy. */
final class BatchNormSumsKernel {
    private BatchNormSumsKernel() {}

    static CpuKernel of(WorkerPool pool, Optional<VectorCode> code, Shape shape, float epsilon) {
        if (code.isPresent() && VectorSums.suits(shape)) {
            return new VectorKernel(of(new VectorSums(pool, code.get().sums(), SumFunction.SLOPES, shape), shape, epsilon));
        }
        ChannelSums sums = ChannelSums.of(pool, shape);
        return of(
                (x, dy, centre, result) -> sums.run(
                        centre, new Slopes(x.floats(), x.offset(), dy.floats(), dy.offset()), result),
                shape, epsilon);
    }

    private static CpuKernel of(ChannelSums.Way way, Shape shape, float epsilon) {
        int channels = shape.dim(1);
        return (inputs, output, _) -> {
            float[] moments = inputs.at(1).floats();
            int mo = inputs.at(1).offset();
            float[] ys = output.floats();
            int yo = output.offset();
            way.run(
                    inputs.at(0),
                    inputs.at(2),
                    c -> moments[mo + c],
                    (c, products, total) -> {
                        ys[yo + c] = (float) (products / Math.sqrt((double) moments[mo + channels + c] + epsilon));
                        ys[yo + channels + c] = (float) total;
                    });
        };
    }

    /** {@code dy (x - mean)} and dy. */
    private record Slopes(float[] x, int xo, float[] dy, int dyo) implements ChannelSums.PlaneTerms {
        @Override
        public void add(int at, double[] means, double[] products, double[] total, int n) {
            lanes(x, xo + at, means, dy, dyo + at, products, total, n);
        }

        @Override
        public void add(int at, int count, double mean, double[] products, double[] total, int n) {
            for (int i = 0; i < count; i += n) {
                run(x, xo + at + i, mean, dy, dyo + at + i, products, total, Math.min(n, count - i));
            }
        }

        private static void lanes(
                float[] x, int xo, double[] mean, float[] dy, int dyo, double[] products, double[] total, int n) {
            for (int i = 0; i < n; i++) {
                double slope = dy[dyo + i];
                products[i] += slope * (x[xo + i] - mean[i]);
                total[i] += slope;
            }
        }

        private static void run(
                float[] x, int xo, double mean, float[] dy, int dyo, double[] products, double[] total, int n) {
            for (int i = 0; i < n; i++) {
                double slope = dy[dyo + i];
                products[i] += slope * (x[xo + i] - mean);
                total[i] += slope;
            }
        }
    }
}

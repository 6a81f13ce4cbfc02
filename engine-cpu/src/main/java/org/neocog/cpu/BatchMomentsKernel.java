package org.neocog.cpu;

import java.util.Optional;
import org.neocog.tensor.Shape;

/**
 * Mean and biased variance of each channel in one pass. With k the channel's first element, {@code Σ (x-k)} and
 * {@code Σ (x-k)²} are summed in double precision, and the variance is {@code Σ (x-k)² / n - (Σ (x-k) / n)²}. As k is one of
 * the elements, (mean - k)² is at most n times the variance, so what cancels costs a relative error of at most about
 * n · 1e-16, however far the mean is from 0.
 */
final class BatchMomentsKernel {
    private BatchMomentsKernel() {}

    static CpuKernel of(WorkerPool pool, Optional<VectorCode> code, Shape shape) {
        if (code.isPresent() && VectorSums.suits(shape)) {
            return new VectorKernel(of(new VectorSums(pool, code.get().sums(), SumFunction.MOMENTS, shape), shape));
        }
        ChannelSums sums = ChannelSums.of(pool, shape);
        return of((x, _, centre, result) -> sums.run(centre, new Deviations(x.floats(), x.offset()), result), shape);
    }

    private static CpuKernel of(ChannelSums.Way way, Shape shape) {
        int channels = shape.dim(1);
        int inner = shape.elements(2, shape.rank());
        int n = shape.dim(0) * inner;
        return (inputs, output, _) -> {
            float[] xs = inputs.at(0).floats();
            int xo = inputs.at(0).offset();
            float[] ys = output.floats();
            int yo = output.offset();
            way.run(
                    inputs.at(0),
                    inputs.at(0),
                    c -> xs[xo + c * inner],
                    (c, first, second) -> {
                        double shifted = first / n;
                        ys[yo + c] = (float) (xs[xo + c * inner] + shifted);
                        ys[yo + channels + c] = (float) Math.max(0, second / n - shifted * shifted);
                    });
        };
    }

    /** {@code x - k} and its square. */
    private record Deviations(float[] x, int offset) implements ChannelSums.PlaneTerms {
        @Override
        public void add(int at, double[] centres, double[] first, double[] second, int n) {
            lanes(x, offset + at, centres, first, second, n);
        }

        @Override
        public void add(int at, int count, double centre, double[] first, double[] second, int n) {
            for (int i = 0; i < count; i += n) {
                run(x, offset + at + i, centre, first, second, Math.min(n, count - i));
            }
        }

        private static void lanes(float[] x, int xo, double[] k, double[] first, double[] second, int n) {
            for (int i = 0; i < n; i++) {
                double d = x[xo + i] - k[i];
                first[i] += d;
                second[i] += d * d;
            }
        }

        private static void run(float[] x, int xo, double k, double[] first, double[] second, int n) {
            for (int i = 0; i < n; i++) {
                double d = x[xo + i] - k;
                first[i] += d;
                second[i] += d * d;
            }
        }
    }
}

package org.neocog.cpu;

import org.neocog.tensor.Shape;

/** Softmax over the rows of {@code N x classes}, alone and with cross-entropy. */
final class SoftmaxKernels {
    private SoftmaxKernels() {}

    static CpuKernel softmax(WorkerPool pool, Shape shape) {
        int n = shape.dim(1);
        return (inputs, output, _) -> {
            CpuBuffer x = inputs.at(0);
            float[] xs = x.floats();
            float[] ys = output.floats();
            Rows.run(pool, shape.dim(0), n, row -> {
                int xo = x.offset() + row * n;
                int yo = output.offset() + row * n;
                float largest = Rows.largest(xs, xo, n);
                System.arraycopy(xs, xo, ys, yo, n);
                exponentials(ys, yo, largest, n);
                scale(ys, yo, 1 / Rows.sum(ys, yo, n), n);
            });
        };
    }

    /** Replaces y by exp(y - largest). */
    private static void exponentials(float[] y, int yo, float largest, int n) {
        for (int j = 0; j < n; j++) {
            y[yo + j] = (float) VectorMath.exp(y[yo + j] - largest);
        }
    }

    private static void scale(float[] y, int yo, double factor, int n) {
        for (int j = 0; j < n; j++) {
            y[yo + j] = (float) (y[yo + j] * factor);
        }
    }

    static CpuKernel softmaxGrad(WorkerPool pool, Shape shape) {
        int n = shape.dim(1);
        return (inputs, output, _) -> {
            CpuBuffer y = inputs.at(0);
            CpuBuffer dy = inputs.at(1);
            float[] ys = y.floats();
            float[] dys = dy.floats();
            float[] dxs = output.floats();
            Rows.run(pool, shape.dim(0), n, row -> {
                int yo = y.offset() + row * n;
                int dyo = dy.offset() + row * n;
                int dxo = output.offset() + row * n;
                double dot = 0;
                for (int j = 0; j < n; j++) {
                    dot += (double) ys[yo + j] * dys[dyo + j];
                }
                for (int j = 0; j < n; j++) {
                    dxs[dxo + j] = (float) (ys[yo + j] * (dys[dyo + j] - dot));
                }
            });
        };
    }

    static CpuKernel logSoftmax(WorkerPool pool, Shape shape) {
        int n = shape.dim(1);
        return (inputs, output, _) -> {
            CpuBuffer x = inputs.at(0);
            Rows.run(pool, shape.dim(0), n, row -> {
                int xo = x.offset() + row * n;
                float largest = Rows.largest(x.floats(), xo, n);
                double log = largest + Math.log(Rows.sumExp(x.floats(), xo, n, largest));
                subtract(x.floats(), xo, log, output.floats(), output.offset() + row * n, n);
            });
        };
    }

    private static void subtract(float[] x, int xo, double log, float[] y, int yo, int n) {
        for (int j = 0; j < n; j++) {
            y[yo + j] = (float) (x[xo + j] - log);
        }
    }

    static CpuKernel logSoftmaxGrad(WorkerPool pool, Shape shape) {
        int n = shape.dim(1);
        return (inputs, output, _) -> {
            CpuBuffer y = inputs.at(0);
            CpuBuffer dy = inputs.at(1);
            Rows.run(pool, shape.dim(0), n, row -> {
                int dyo = dy.offset() + row * n;
                double sum = Rows.sum(dy.floats(), dyo, n);
                logSoftmaxGrad(
                        y.floats(), y.offset() + row * n, dy.floats(), dyo, sum, output.floats(), output.offset() + row * n,
                        n);
            });
        };
    }

    private static void logSoftmaxGrad(
            float[] y, int yo, float[] dy, int dyo, double sum, float[] dx, int dxo, int n) {
        for (int j = 0; j < n; j++) {
            dx[dxo + j] = (float) (dy[dyo + j] - Math.exp(y[yo + j]) * sum);
        }
    }

    static CpuKernel crossEntropy(WorkerPool pool, Shape scores) {
        return new LossKernel(pool, scores, (s, so, n, label) -> {
            float largest = Rows.largest(s, so, n);
            return Math.log(Rows.sumExp(s, so, n, largest)) + largest - s[so + label];
        });
    }

    static CpuKernel crossEntropyGrad(WorkerPool pool, Shape scores) {
        return new LossKernel.Gradient(pool, scores, (s, so, n, label, factor, ds, dso) -> {
            float largest = Rows.largest(s, so, n);
            double sum = Rows.sumExp(s, so, n, largest);
            for (int j = 0; j < n; j++) {
                double probability = Math.exp(s[so + j] - largest) / sum;
                ds[dso + j] = (float) ((probability - (j == label ? 1 : 0)) * factor);
            }
        });
    }
}

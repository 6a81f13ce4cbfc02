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
                double sum = Rows.sumExp(xs, xo, n, largest);
                for (int j = 0; j < n; j++) {
                    ys[yo + j] = (float) (Math.exp(xs[xo + j] - largest) / sum);
                }
            });
        };
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

package org.neocog.cpu;

import org.neocog.tensor.Shape;

/** Layer normalisation of rows of D numbers, and its gradients. Mean and variance are taken in double precision, in two passes. */
final class LayerNormKernels {
    private LayerNormKernels() {}

    static int length(Shape x) {
        return x.dim(x.rank() - 1);
    }

    /** Inputs: x, weight, bias. */
    static CpuKernel forward(WorkerPool pool, Shape shape, float epsilon) {
        int n = length(shape);
        return (inputs, output, _) -> {
            CpuBuffer x = inputs.at(0);
            CpuBuffer weight = inputs.at(1);
            CpuBuffer bias = inputs.at(2);
            float[] xs = x.floats();
            float[] weights = weight.floats();
            float[] biases = bias.floats();
            float[] ys = output.floats();
            Rows.run(pool, shape.elements() / n, n, row -> {
                int xo = x.offset() + row * n;
                double mean = sum(xs, xo, n) / n;
                double root = 1 / Math.sqrt(squares(xs, xo, mean, n) / n + epsilon);
                normalize(xs, xo, (float) mean, (float) root, weights, weight.offset(), biases, bias.offset(),
                        ys, output.offset() + row * n, n);
            });
        };
    }

    private static void normalize(
            float[] x, int xo, float mean, float root, float[] weight, int wo, float[] bias, int bo,
            float[] y, int yo, int n) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = (x[xo + i] - mean) * root * weight[wo + i] + bias[bo + i];
        }
    }

    /** Inputs: x, weight, dy. */
    static CpuKernel gradient(WorkerPool pool, Shape shape, float epsilon) {
        int n = length(shape);
        return (inputs, output, _) -> {
            CpuBuffer x = inputs.at(0);
            CpuBuffer weight = inputs.at(1);
            CpuBuffer dy = inputs.at(2);
            float[] xs = x.floats();
            float[] weights = weight.floats();
            float[] dys = dy.floats();
            float[] dxs = output.floats();
            Rows.run(pool, shape.elements() / n, n, row -> {
                int xo = x.offset() + row * n;
                int dyo = dy.offset() + row * n;
                double mean = sum(xs, xo, n) / n;
                double root = 1 / Math.sqrt(squares(xs, xo, mean, n) / n + epsilon);
                double slopes = 0;
                double products = 0;
                for (int i = 0; i < n; i++) {
                    double slope = (double) dys[dyo + i] * weights[weight.offset() + i];
                    slopes += slope;
                    products += slope * (xs[xo + i] - mean);
                }
                gradient(xs, xo, (float) mean, (float) root, weights, weight.offset(), dys, dyo, (float) (slopes / n),
                        (float) (products / n * root * root), dxs, output.offset() + row * n, n);
            });
        };
    }

    private static void gradient(
            float[] x, int xo, float mean, float root, float[] weight, int wo, float[] dy, int dyo,
            float slope, float tilt, float[] dx, int dxo, int n) {
        for (int i = 0; i < n; i++) {
            dx[dxo + i] = root * (dy[dyo + i] * weight[wo + i] - slope - (x[xo + i] - mean) * tilt);
        }
    }

    /** Four sums side by side, for an addition takes as long as four can be under way. */
    static double sum(float[] x, int xo, int n) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int i = 0;
        for (; i + 4 <= n; i += 4) {
            a += x[xo + i];
            b += x[xo + i + 1];
            c += x[xo + i + 2];
            d += x[xo + i + 3];
        }
        for (; i < n; i++) {
            a += x[xo + i];
        }
        return a + b + (c + d);
    }

    /** {@code Σ (x - mean)²}. */
    static double squares(float[] x, int xo, double mean, int n) {
        double a = 0;
        double b = 0;
        int i = 0;
        for (; i + 2 <= n; i += 2) {
            double first = x[xo + i] - mean;
            double second = x[xo + i + 1] - mean;
            a += first * first;
            b += second * second;
        }
        if (i < n) {
            double last = x[xo + i] - mean;
            a += last * last;
        }
        return a + b;
    }
}

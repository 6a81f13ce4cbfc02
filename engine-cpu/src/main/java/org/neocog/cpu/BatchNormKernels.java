package org.neocog.cpu;

import org.neocog.tensor.Shape;

/** Batch normalisation with statistics that are there already, and its gradient through the batch's own. */
final class BatchNormKernels {
    private static final int LONG = 128;

    private BatchNormKernels() {}

    /** Inputs: x, moments, weight, bias. */
    static CpuKernel training(WorkerPool pool, Shape shape, float epsilon) {
        return new Forward(pool, shape, epsilon, true);
    }

    /** Inputs: x, mean, variance, weight, bias. */
    static CpuKernel inference(WorkerPool pool, Shape shape, float epsilon) {
        return new Forward(pool, shape, epsilon, false);
    }

    private record Forward(WorkerPool pool, Shape shape, float epsilon, boolean moments) implements CpuKernel {
        @Override
        public long workspaceBytes() {
            return (long) Float.BYTES * shape.dim(1);
        }

        @Override
        public void launch(Inputs inputs, CpuBuffer output, CpuBuffer workspace) {
            int channels = shape.dim(1);
            CpuBuffer x = inputs.at(0);
            float[] xs = x.floats();
            float[] ys = output.floats();
            float[] means = inputs.at(1).floats();
            int mo = inputs.at(1).offset();
            float[] variances = inputs.at(moments ? 1 : 2).floats();
            int vo = moments ? mo + channels : inputs.at(2).offset();
            CpuBuffer weight = inputs.at(moments ? 2 : 3);
            CpuBuffer bias = inputs.at(moments ? 3 : 4);
            float[] biases = bias.floats();
            int bo = bias.offset();
            float[] scales = workspace.floats();
            int so = workspace.offset();
            for (int c = 0; c < channels; c++) {
                scales[so + c] = weight.floats()[weight.offset() + c] * reciprocalRoot(variances[vo + c] + epsilon);
            }
            boolean columns = shape.elements() == shape.dim(0) * channels;
            ChannelRows.run(pool, shape, (c, at, n) -> {
                int to = output.offset() + at;
                if (columns) {
                    columns(xs, x.offset() + at, means, mo, scales, so, biases, bo, ys, to, n);
                    return;
                }
                if (xs != ys || x.offset() != output.offset()) {
                    System.arraycopy(xs, x.offset() + at, ys, to, n);
                }
                plane(means[mo + c], scales[so + c], biases[bo + c], ys, to, n);
            });
        }

        /** In place, which vectorises; see {@link ElementwiseKernels.InPlace}. */
        private static void plane(float mean, float scale, float bias, float[] y, int yo, int n) {
            for (int i = 0; i < n; i++) {
                y[yo + i] = (y[yo + i] - mean) * scale + bias;
            }
        }

        private static void columns(
                float[] x, int xo, float[] mean, int mo, float[] scale, int so, float[] bias, int bo,
                float[] y, int yo, int n) {
            for (int i = 0; i < n; i++) {
                y[yo + i] = (x[xo + i] - mean[mo + i]) * scale[so + i] + bias[bo + i];
            }
        }
    }

    static float reciprocalRoot(float value) {
        return 1 / (float) Math.sqrt(value);
    }

    /** Inputs: x, moments, weight, dy, sums. With a number for each of three factors of a channel in the workspace. */
    record TrainingGrad(WorkerPool pool, WorkerScratch scratch, Shape shape, float epsilon) implements CpuKernel {
        TrainingGrad {
            scratch.reserve(2, WorkerScratch.PIECE);
        }

        @Override
        public long workspaceBytes() {
            return (long) Float.BYTES * 3 * shape.dim(1);
        }

        @Override
        public void launch(Inputs inputs, CpuBuffer output, CpuBuffer workspace) {
            int channels = shape.dim(1);
            CpuBuffer x = inputs.at(0);
            CpuBuffer dy = inputs.at(3);
            float[] xs = x.floats();
            float[] dys = dy.floats();
            float[] dxs = output.floats();
            float[] means = inputs.at(1).floats();
            int mo = inputs.at(1).offset();
            float[] factors = workspace.floats();
            int fo = workspace.offset();
            factors(inputs, factors, fo);
            boolean columns = shape.elements() == shape.dim(0) * channels;
            // Copies to where the loop vectorises are worth while unless the rows are short or the memory is the slower one.
            boolean cached = shape.elements() <= ElementwiseKernels.CACHED && shape.elements(2, shape.rank()) >= LONG;
            ChannelRows.run(pool, shape, (c, at, n, worker) -> {
                if (cached) {
                    pieces(x, dy, output, at, n, means[mo + c], factors[fo + c], factors[fo + channels + c],
                            factors[fo + 2 * channels + c], scratch.of(worker));
                } else if (columns) {
                    columns(xs, x.offset() + at, means, mo, dys, dy.offset() + at, factors, fo, dxs, output.offset() + at, n);
                } else {
                    plane(xs, x.offset() + at, means[mo + c], dys, dy.offset() + at, factors[fo + c],
                            factors[fo + channels + c], factors[fo + 2 * channels + c], dxs, output.offset() + at, n);
                }
            });
        }

        /** For each channel: weight / √(variance + ε); Σ dy / n; Σ (dy · x̂) / n / √(variance + ε). */
        private void factors(Inputs inputs, float[] factors, int fo) {
            int channels = shape.dim(1);
            float count = shape.elements() / channels;
            CpuBuffer moments = inputs.at(1);
            CpuBuffer weight = inputs.at(2);
            CpuBuffer sums = inputs.at(4);
            for (int c = 0; c < channels; c++) {
                float root = reciprocalRoot(moments.floats()[moments.offset() + channels + c] + epsilon);
                factors[fo + c] = weight.floats()[weight.offset() + c] * root;
                factors[fo + channels + c] = sums.floats()[sums.offset() + channels + c] / count;
                factors[fo + 2 * channels + c] = sums.floats()[sums.offset() + c] / count * root;
            }
        }

        private static void pieces(
                CpuBuffer x, CpuBuffer dy, CpuBuffer dx, int at, int n, float mean, float scale, float slope, float tilt,
                float[][] arrays) {
            for (int from = at; from < at + n; from += WorkerScratch.PIECE) {
                int count = Math.min(WorkerScratch.PIECE, at + n - from);
                System.arraycopy(x.floats(), x.offset() + from, arrays[0], 0, count);
                System.arraycopy(dy.floats(), dy.offset() + from, arrays[1], 0, count);
                plane(arrays[0], mean, arrays[1], scale, slope, tilt, count);
                System.arraycopy(arrays[1], 0, dx.floats(), dx.offset() + from, count);
            }
        }

        private static void plane(float[] x, float mean, float[] dy, float scale, float slope, float tilt, int n) {
            for (int i = 0; i < n; i++) {
                dy[i] = scale * (dy[i] - slope - (x[i] - mean) * tilt);
            }
        }

        private static void plane(
                float[] x, int xo, float mean, float[] dy, int dyo, float scale, float slope, float tilt,
                float[] dx, int dxo, int n) {
            for (int i = 0; i < n; i++) {
                dx[dxo + i] = scale * (dy[dyo + i] - slope - (x[xo + i] - mean) * tilt);
            }
        }

        private static void columns(
                float[] x, int xo, float[] mean, int mo, float[] dy, int dyo, float[] factors, int fo,
                float[] dx, int dxo, int n) {
            for (int i = 0; i < n; i++) {
                float deviation = x[xo + i] - mean[mo + i];
                dx[dxo + i] = factors[fo + i] * (dy[dyo + i] - factors[fo + n + i] - deviation * factors[fo + 2 * n + i]);
            }
        }
    }
}

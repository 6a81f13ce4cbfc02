package org.neocog.cpu;

import java.util.Optional;
import org.neocog.tensor.Shape;

/**
 * The gradient of batch normalisation through the batch's own statistics. Inputs: x, moments, weight, dy, sums. The workspace
 * takes three factors of each channel.
 */
final class BatchNormGradKernel implements CpuKernel {
    private final WorkerPool pool;
    private final WorkerScratch scratch;
    private final Shape shape;
    private final ChannelGroups groups;
    private final float epsilon;

    static CpuKernel of(WorkerPool pool, WorkerScratch scratch, Optional<VectorCode> code, Shape shape, float epsilon) {
        if (code.isEmpty() || !ChannelKernel.suits(shape)) {
            return new BatchNormGradKernel(pool, scratch, shape, epsilon);
        }
        int channels = shape.dim(1);
        return new ChannelKernel(
                pool, code.get().channels(), ChannelFunction.NORMALIZE_GRADIENT, shape, 3, (inputs, factors, at) -> {
                    CpuBuffer mean = inputs.at(1);
                    System.arraycopy(mean.floats(), mean.offset(), factors, at, channels);
                    factors(inputs, shape, epsilon, factors, at + channels);
                });
    }

    private BatchNormGradKernel(WorkerPool pool, WorkerScratch scratch, Shape shape, float epsilon) {
        this.pool = pool;
        this.scratch = scratch;
        this.shape = shape;
        this.groups = ChannelGroups.of(shape);
        this.epsilon = epsilon;
        scratch.reserve(6, ChannelGroups.LANES);
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
        float[] means = inputs.at(1).floats();
        int mo = inputs.at(1).offset();
        float[] factors = workspace.floats();
        int fo = workspace.offset();
        factors(inputs, shape, epsilon, factors, fo);
        if (groups.small()) {
            groups.run(pool, (from, to, worker) -> {
                float[][] arrays = scratch.of(worker);
                groups.spread(means, mo, from, to, arrays[2]);
                for (int i = 0; i < 3; i++) {
                    groups.spread(factors, fo + i * channels, from, to, arrays[3 + i]);
                }
                runs(x, dy, output, from, (to - from) * groups.inner(), arrays);
            });
            return;
        }
        ChannelRows.run(pool, shape, (c, at, n, worker) -> row(
                x, dy, output, at, n, means[mo + c], factors[fo + c], factors[fo + channels + c],
                factors[fo + 2 * channels + c], scratch.doubles(worker)));
    }

    /** For each channel: weight / √(variance + ε); Σ dy / n; Σ (dy · x̂) / n / √(variance + ε). */
    private static void factors(Inputs inputs, Shape shape, float epsilon, float[] factors, int fo) {
        int channels = shape.dim(1);
        float count = shape.elements() / channels;
        CpuBuffer moments = inputs.at(1);
        CpuBuffer weight = inputs.at(2);
        CpuBuffer sums = inputs.at(4);
        for (int c = 0; c < channels; c++) {
            float root = BatchNormForward.reciprocalRoot(moments.floats()[moments.offset() + channels + c] + epsilon);
            factors[fo + c] = weight.floats()[weight.offset() + c] * root;
            factors[fo + channels + c] = sums.floats()[sums.offset() + channels + c] / count;
            factors[fo + 2 * channels + c] = sums.floats()[sums.offset() + c] / count * root;
        }
    }

    /** The planes of a group of channels, the first of which is {@code channel}, n elements in each image. */
    private void runs(CpuBuffer x, CpuBuffer dy, CpuBuffer dx, int channel, int n, float[][] arrays) {
        for (int image = 0; image < groups.batch(); image++) {
            int at = groups.at(image, channel);
            System.arraycopy(x.floats(), x.offset() + at, arrays[0], 0, n);
            System.arraycopy(dy.floats(), dy.offset() + at, arrays[1], 0, n);
            lanes(arrays[0], arrays[1], arrays[2], arrays[3], arrays[4], arrays[5], n);
            System.arraycopy(arrays[1], 0, dx.floats(), dx.offset() + at, n);
        }
    }

    private static void lanes(float[] x, float[] dy, float[] mean, float[] scale, float[] slope, float[] tilt, int n) {
        for (int i = 0; i < n; i++) {
            dy[i] = scale[i] * (dy[i] - slope[i] - (x[i] - mean[i]) * tilt[i]);
        }
    }

    /** Part of a channel, which may take over the place of x or of dy: a piece of x is done with before its place is written. */
    private static void row(
            CpuBuffer x, CpuBuffer dy, CpuBuffer dx, int at, int n, float mean, float scale, float slope, float tilt,
            double[] tilted) {
        boolean inPlace = dy.floats() == dx.floats() && dy.offset() == dx.offset();
        for (int from = at; from < at + n; from += WorkerScratch.PIECE) {
            int count = Math.min(WorkerScratch.PIECE, at + n - from);
            tilt(x.floats(), x.offset() + from, mean, tilt, tilted, count);
            if (!inPlace) {
                System.arraycopy(dy.floats(), dy.offset() + from, dx.floats(), dx.offset() + from, count);
            }
            subtract(slope, tilted, scale, dx.floats(), dx.offset() + from, count);
        }
    }

    private static void tilt(float[] x, int xo, float mean, float tilt, double[] tilted, int n) {
        for (int i = 0; i < n; i++) {
            tilted[i] = (x[xo + i] - mean) * tilt;
        }
    }

    private static void subtract(float slope, double[] tilted, float scale, float[] y, int yo, int n) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = scale * (y[yo + i] - slope - (float) tilted[i]);
        }
    }
}

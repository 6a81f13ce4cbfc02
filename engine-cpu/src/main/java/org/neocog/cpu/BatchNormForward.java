package org.neocog.cpu;

import org.neocog.tensor.Shape;

/** Batch normalisation with statistics that are there already. */
final class BatchNormForward implements CpuKernel {
    private final WorkerPool pool;
    private final WorkerScratch scratch;
    private final Shape shape;
    private final ChannelGroups groups;
    private final float epsilon;
    private final boolean moments;

    private BatchNormForward(WorkerPool pool, WorkerScratch scratch, Shape shape, float epsilon, boolean moments) {
        this.pool = pool;
        this.scratch = scratch;
        this.shape = shape;
        this.groups = ChannelGroups.of(shape);
        this.epsilon = epsilon;
        this.moments = moments;
        scratch.reserve(4, ChannelGroups.LANES);
    }

    /** Inputs: x, moments, weight, bias. */
    static CpuKernel training(WorkerPool pool, WorkerScratch scratch, Shape shape, float epsilon) {
        return new BatchNormForward(pool, scratch, shape, epsilon, true);
    }

    /** Inputs: x, mean, variance, weight, bias. */
    static CpuKernel inference(WorkerPool pool, WorkerScratch scratch, Shape shape, float epsilon) {
        return new BatchNormForward(pool, scratch, shape, epsilon, false);
    }

    @Override
    public long workspaceBytes() {
        return (long) Float.BYTES * shape.dim(1);
    }

    @Override
    public void launch(Inputs inputs, CpuBuffer output, CpuBuffer workspace) {
        int channels = shape.dim(1);
        CpuBuffer x = inputs.at(0);
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
        if (groups.small()) {
            groups.run(pool, (from, to, worker) -> {
                float[][] arrays = scratch.of(worker);
                groups.spread(means, mo, from, to, arrays[1]);
                groups.spread(scales, so, from, to, arrays[2]);
                groups.spread(biases, bo, from, to, arrays[3]);
                runs(x, output, from, (to - from) * groups.inner(), arrays);
            });
            return;
        }
        ChannelRows.run(pool, shape, (c, at, n) -> {
            int to = output.offset() + at;
            if (x.floats() != output.floats() || x.offset() != output.offset()) {
                System.arraycopy(x.floats(), x.offset() + at, output.floats(), to, n);
            }
            plane(means[mo + c], scales[so + c], biases[bo + c], output.floats(), to, n);
        });
    }

    /** The planes of a group of channels, the first of which is {@code channel}, n elements in each image. */
    private void runs(CpuBuffer x, CpuBuffer y, int channel, int n, float[][] arrays) {
        for (int image = 0; image < groups.batch(); image++) {
            int at = groups.at(image, channel);
            System.arraycopy(x.floats(), x.offset() + at, arrays[0], 0, n);
            lanes(arrays[0], arrays[1], arrays[2], arrays[3], n);
            System.arraycopy(arrays[0], 0, y.floats(), y.offset() + at, n);
        }
    }

    private static void lanes(float[] y, float[] mean, float[] scale, float[] bias, int n) {
        for (int i = 0; i < n; i++) {
            y[i] = (y[i] - mean[i]) * scale[i] + bias[i];
        }
    }

    /** In place, which vectorises; see {@link ElementwiseKernels.InPlace}. */
    private static void plane(float mean, float scale, float bias, float[] y, int yo, int n) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = (y[yo + i] - mean) * scale + bias;
        }
    }

    static float reciprocalRoot(float value) {
        return 1 / (float) Math.sqrt(value);
    }
}

package org.neocog.cpu;

import java.util.Optional;
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
    static CpuKernel training(
            WorkerPool pool, WorkerScratch scratch, Optional<VectorCode> code, Shape shape, float epsilon) {
        return of(pool, scratch, code, shape, epsilon, true);
    }

    /** Inputs: x, mean, variance, weight, bias. */
    static CpuKernel inference(
            WorkerPool pool, WorkerScratch scratch, Optional<VectorCode> code, Shape shape, float epsilon) {
        return of(pool, scratch, code, shape, epsilon, false);
    }

    private static CpuKernel of(
            WorkerPool pool, WorkerScratch scratch, Optional<VectorCode> code, Shape shape, float epsilon, boolean moments) {
        return code.isPresent() && ChannelKernel.suits(shape)
                ? vectors(pool, code.get(), ChannelFunction.NORMALIZE, shape, 0, epsilon, moments)
                : new BatchNormForward(pool, scratch, shape, epsilon, moments);
    }

    /** With statistics of the batch, and ReLU after it. */
    static CpuKernel trainingRelu(WorkerPool pool, VectorCode code, Shape shape, float epsilon) {
        return vectors(pool, code, ChannelFunction.NORMALIZE_RELU, shape, 0, epsilon, true);
    }

    /** The same with input 4 added before ReLU. */
    static CpuKernel trainingAddRelu(WorkerPool pool, VectorCode code, Shape shape, float epsilon) {
        return vectors(pool, code, ChannelFunction.NORMALIZE_ADD_RELU, shape, 4, epsilon, true);
    }

    private static CpuKernel vectors(
            WorkerPool pool, VectorCode code, ChannelFunction function, Shape shape, int second, float epsilon, boolean moments) {
        int channels = shape.dim(1);
        return new ChannelKernel(pool, code.channels(), function, shape, second, (inputs, factors, at) -> {
            CpuBuffer mean = inputs.at(1);
            CpuBuffer bias = inputs.at(moments ? 3 : 4);
            System.arraycopy(mean.floats(), mean.offset(), factors, at, channels);
            scales(inputs, moments, epsilon, channels, factors, at + channels);
            System.arraycopy(bias.floats(), bias.offset(), factors, at + 2 * channels, channels);
        });
    }

    /** For each channel: weight / √(variance + ε). */
    private static void scales(CpuKernel.Inputs inputs, boolean moments, float epsilon, int channels, float[] scales, int so) {
        CpuBuffer variance = inputs.at(moments ? 1 : 2);
        int vo = variance.offset() + (moments ? channels : 0);
        CpuBuffer weight = inputs.at(moments ? 2 : 3);
        for (int c = 0; c < channels; c++) {
            scales[so + c] = weight.floats()[weight.offset() + c] * reciprocalRoot(variance.floats()[vo + c] + epsilon);
        }
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
        CpuBuffer bias = inputs.at(moments ? 3 : 4);
        float[] biases = bias.floats();
        int bo = bias.offset();
        float[] scales = workspace.floats();
        int so = workspace.offset();
        scales(inputs, moments, epsilon, channels, scales, so);
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

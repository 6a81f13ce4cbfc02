package org.neocog.cpu;

import java.util.Optional;
import org.neocog.tensor.Shape;

/** A bias for each channel of {@code N x C x inner}, and the sum that is its gradient. */
final class BiasKernels {
    private BiasKernels() {}

    static CpuKernel addBias(WorkerPool pool, Optional<VectorCode> code, Shape shape) {
        int channels = shape.dim(1);
        if (code.isPresent() && ChannelKernel.suits(shape)) {
            return new ChannelKernel(pool, code.get().channels(), ChannelFunction.ADD_BIAS, shape, 0, (inputs, factors, at) ->
                    System.arraycopy(inputs.at(1).floats(), inputs.at(1).offset(), factors, at, channels));
        }
        int inner = shape.elements(2, shape.rank());
        int rows = shape.dim(0) * channels;
        return (inputs, output, _) -> {
            CpuBuffer x = inputs.at(0);
            CpuBuffer b = inputs.at(1);
            float[] xs = x.floats();
            float[] bs = b.floats();
            float[] ys = output.floats();
            if (inner == 1) {
                rowWise(pool, shape.dim(0), channels, (row, from, to) -> ElementwiseKernels.add(
                        xs, x.offset() + row * channels + from, bs, b.offset() + from,
                        ys, output.offset() + row * channels + from, to - from));
            } else {
                rowWise(pool, rows, inner, (row, from, to) -> add(bs[b.offset() + row % channels],
                        xs, x.offset() + row * inner + from, ys, output.offset() + row * inner + from, to - from));
            }
        };
    }

    static CpuKernel channelSum(WorkerPool pool, WorkerScratch scratch, Optional<VectorCode> code, Shape shape) {
        if (code.isEmpty() || !VectorSums.suits(shape)) {
            return new ChannelSum(pool, scratch, shape);
        }
        VectorSums sums = new VectorSums(pool, code.get().sums(), SumFunction.TOTAL, shape);
        return new VectorKernel((inputs, output, _) -> {
            float[] ys = output.floats();
            int yo = output.offset();
            sums.run(inputs.at(0), inputs.at(0), _ -> 0, (c, total, _) -> ys[yo + c] = (float) total);
        });
    }

    /**
     * Sums over the images first, position by position (which vectorises), then over the positions in double precision.
     * Each channel is one worker's, so the order of the sum does not depend on how many there are.
     */
    private static final class ChannelSum implements CpuKernel {
        private final WorkerPool pool;
        private final WorkerScratch scratch;
        private final int batch;
        private final int channels;
        private final int inner;

        ChannelSum(WorkerPool pool, WorkerScratch scratch, Shape shape) {
            this.pool = pool;
            this.scratch = scratch;
            this.batch = shape.dim(0);
            this.channels = shape.dim(1);
            this.inner = shape.elements(2, shape.rank());
            scratch.reserve(2, WorkerScratch.PIECE);
        }

        @Override
        public void launch(Inputs inputs, CpuBuffer output, CpuBuffer workspace) {
            CpuBuffer x = inputs.at(0);
            float[] xs = x.floats();
            float[] ys = output.floats();
            if (inner == 1) {
                Ranges.run(pool, channels, (from, to) -> sumRows(xs, x.offset() + from, ys, output.offset() + from, to - from));
                return;
            }
            pool.run(channels, (channel, worker) -> {
                double total = 0;
                for (int from = 0; from < inner; from += WorkerScratch.PIECE) {
                    int n = Math.min(WorkerScratch.PIECE, inner - from);
                    total += sum(xs, x.offset() + channel * inner + from, n, scratch.of(worker));
                }
                ys[output.offset() + channel] = (float) total;
            });
        }

        /** The sum of n positions of a channel, over all images. */
        private double sum(float[] xs, int first, int n, float[][] arrays) {
            float[] sums = arrays[0];
            System.arraycopy(xs, first, sums, 0, n);
            for (int image = 1; image < batch; image++) {
                System.arraycopy(xs, first + image * channels * inner, arrays[1], 0, n);
                ElementwiseKernels.add(sums, arrays[1], n);
            }
            return Rows.sum(sums, 0, n);
        }

        /** One number a channel: the images' rows are added up as they are. */
        private void sumRows(float[] xs, int first, float[] ys, int yo, int n) {
            java.util.Arrays.fill(ys, yo, yo + n, 0);
            for (int image = 0; image < batch; image++) {
                ElementwiseKernels.add(ys, yo, xs, first + image * channels, ys, yo, n);
            }
        }
    }

    @FunctionalInterface
    private interface RowBody {
        void run(int row, int from, int to);
    }

    /** Calls the body for each row, or for whole rows' stretches: tasks of about {@link Ranges#STRETCH} elements. */
    private static void rowWise(WorkerPool pool, int rows, int length, RowBody body) {
        int rowsPerTask = Math.max(1, Ranges.STRETCH / length);
        pool.run((rows + rowsPerTask - 1) / rowsPerTask, (task, _) -> {
            int end = Math.min(rows, (task + 1) * rowsPerTask);
            for (int row = task * rowsPerTask; row < end; row++) {
                body.run(row, 0, length);
            }
        });
    }

    private static void add(float bias, float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = x[xo + i] + bias;
        }
    }
}

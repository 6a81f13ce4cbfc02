package org.neocog.cpu;

import java.util.Arrays;
import java.util.Optional;
import org.neocog.graph.Axis;
import org.neocog.graph.PoolGeometry;

/**
 * Average pooling, plane by plane: for each row of windows first the sums down the columns, in an array of its own (see {@link
 * WorkerScratch}), then those along the row. The gradient goes the same way back.
 */
final class AvgPoolKernels {
    /** Arrays of scratch: the sums down the columns, and a row to be added to them. */
    private static final int ARRAYS = 2;

    private final WorkerPool pool;
    private final WorkerScratch scratch;
    private final PoolGeometry g;
    private final PoolWindows windows;
    private final float[] weights;
    /** Windows of 2x2 side by side. */
    private final boolean pairs;

    private AvgPoolKernels(WorkerPool pool, WorkerScratch scratch, PoolGeometry g, boolean countPadding) {
        this.pool = pool;
        this.scratch = scratch;
        this.g = g;
        this.windows = new PoolWindows(g);
        this.weights = new float[g.outHeight() * g.outWidth()];
        for (int p = 0; p < g.outHeight(); p++) {
            int rows = countPadding ? padded(g.window().height(), g.height(), p) : windows.bottom[p] - windows.top[p];
            for (int q = 0; q < g.outWidth(); q++) {
                int columns = countPadding ? padded(g.window().width(), g.width(), q) : windows.right[q] - windows.left[q];
                weights[p * g.outWidth() + q] = 1f / (rows * columns);
            }
        }
        this.pairs = MaxPoolKernels.isPairs(g);
        scratch.reserve(ARRAYS, g.width());
    }

    /** Elements of window i that lie in the image or its padding; a partial last window reaches beyond both. */
    private static int padded(Axis axis, int length, int i) {
        int start = i * axis.stride() - axis.padBefore();
        return Math.min(start + axis.kernel(), length + axis.padAfter()) - start;
    }

    static CpuKernel forward(
            WorkerPool pool, WorkerScratch scratch, Optional<VectorCode> code, PoolGeometry g, boolean countPadding) {
        if (code.isPresent() && MaxPoolKernels.isPairs(g)) {
            return PairKernel.forward(pool, code.get().pairs(), PairFunction.AVERAGE, g);
        }
        AvgPoolKernels kernels = new AvgPoolKernels(pool, scratch, g, countPadding);
        PlaneBody body = kernels.pairs ? (_, x, xo, y, yo) -> kernels.averagePairs(x, xo, y, yo) : kernels::average;
        return (inputs, output, _) -> kernels.eachPlane(inputs.at(0), output, body);
    }

    static CpuKernel gradient(
            WorkerPool pool, WorkerScratch scratch, Optional<VectorCode> code, PoolGeometry g, boolean countPadding) {
        if (code.isPresent() && MaxPoolKernels.isPairs(g)) {
            return PairKernel.gradient(pool, code.get().pairs(), PairFunction.AVERAGE_GRADIENT, g, 0, 0);
        }
        AvgPoolKernels kernels = new AvgPoolKernels(pool, scratch, g, countPadding);
        PlaneBody body = kernels.pairs ? (_, dx, dxo, dy, dyo) -> kernels.spreadPairs(dx, dxo, dy, dyo) : kernels::spread;
        return (inputs, output, _) -> kernels.eachPlane(output, inputs.at(0), body);
    }

    @FunctionalInterface
    private interface PlaneBody {
        void run(float[][] arrays, float[] image, int imageOffset, float[] pooled, int pooledOffset);
    }

    private void eachPlane(CpuBuffer image, CpuBuffer pooled, PlaneBody body) {
        int plane = g.height() * g.width();
        int block = Math.max(1, Ranges.STRETCH / plane);
        pool.run(Math.ceilDiv(g.planes(), block), (task, worker) -> {
            int end = Math.min(g.planes(), (task + 1) * block);
            for (int i = task * block; i < end; i++) {
                body.run(scratch.of(worker), image.floats(), image.offset() + i * plane,
                        pooled.floats(), pooled.offset() + i * g.outHeight() * g.outWidth());
            }
        });
    }

    private void average(float[][] arrays, float[] x, int xo, float[] y, int yo) {
        float[] sums = arrays[0];
        for (int p = 0; p < g.outHeight(); p++) {
            Arrays.fill(sums, 0, g.width(), 0);
            for (int i = windows.top[p]; i < windows.bottom[p]; i++) {
                System.arraycopy(x, xo + i * g.width(), arrays[1], 0, g.width());
                add(sums, arrays[1], g.width());
            }
            for (int q = 0; q < g.outWidth(); q++) {
                float sum = 0;
                for (int j = windows.left[q]; j < windows.right[q]; j++) {
                    sum += sums[j];
                }
                int at = p * g.outWidth() + q;
                y[yo + at] = sum * weights[at];
            }
        }
    }

    private void spread(float[][] arrays, float[] dx, int dxo, float[] dy, int dyo) {
        float[] shares = arrays[0];
        Arrays.fill(dx, dxo, dxo + g.height() * g.width(), 0);
        for (int p = 0; p < g.outHeight(); p++) {
            Arrays.fill(shares, 0, g.width(), 0);
            for (int q = 0; q < g.outWidth(); q++) {
                int at = p * g.outWidth() + q;
                float share = dy[dyo + at] * weights[at];
                for (int j = windows.left[q]; j < windows.right[q]; j++) {
                    shares[j] += share;
                }
            }
            for (int i = windows.top[p]; i < windows.bottom[p]; i++) {
                System.arraycopy(dx, dxo + i * g.width(), arrays[1], 0, g.width());
                add(arrays[1], shares, g.width());
                System.arraycopy(arrays[1], 0, dx, dxo + i * g.width(), g.width());
            }
        }
    }

    private static void add(float[] a, float[] b, int n) {
        for (int i = 0; i < n; i++) {
            a[i] += b[i];
        }
    }

    private void averagePairs(float[] x, int xo, float[] y, int yo) {
        for (int p = 0; p < g.outHeight(); p++) {
            int upper = xo + 2 * p * g.width();
            averagePairs(x, upper, upper + g.width(), y, yo + p * g.outWidth(), g.outWidth());
        }
    }

    private static void averagePairs(float[] x, int upper, int lower, float[] y, int yo, int n) {
        for (int q = 0; q < n; q++) {
            int i = 2 * q;
            y[yo + q] = 0.25f * (x[upper + i] + x[upper + i + 1] + x[lower + i] + x[lower + i + 1]);
        }
    }

    private void spreadPairs(float[] dx, int dxo, float[] dy, int dyo) {
        if (2 * g.outHeight() < g.height() || 2 * g.outWidth() < g.width()) {
            Arrays.fill(dx, dxo, dxo + g.height() * g.width(), 0);
        }
        for (int p = 0; p < g.outHeight(); p++) {
            int upper = dxo + 2 * p * g.width();
            spreadPairs(dx, upper, upper + g.width(), dy, dyo + p * g.outWidth(), g.outWidth());
        }
    }

    private static void spreadPairs(float[] dx, int upper, int lower, float[] dy, int dyo, int n) {
        for (int q = 0; q < n; q++) {
            float share = 0.25f * dy[dyo + q];
            int i = 2 * q;
            dx[upper + i] = share;
            dx[upper + i + 1] = share;
            dx[lower + i] = share;
            dx[lower + i + 1] = share;
        }
    }
}

package org.neocog.cpu;

import java.util.Arrays;
import org.neocog.graph.Axis;
import org.neocog.graph.PoolGeometry;

/** Average pooling, plane by plane. */
final class AvgPoolKernels {
    private final WorkerPool pool;
    private final PoolGeometry g;
    private final PoolWindows windows;
    private final float[] weights;

    private AvgPoolKernels(WorkerPool pool, PoolGeometry g, boolean countPadding) {
        this.pool = pool;
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
    }

    /** Elements of window i that lie in the image or its padding; a partial last window reaches beyond both. */
    private static int padded(Axis axis, int length, int i) {
        int start = i * axis.stride() - axis.padBefore();
        return Math.min(start + axis.kernel(), length + axis.padAfter()) - start;
    }

    static CpuKernel forward(WorkerPool pool, PoolGeometry g, boolean countPadding) {
        AvgPoolKernels kernels = new AvgPoolKernels(pool, g, countPadding);
        return (inputs, output, _) -> kernels.eachPlane(inputs.at(0), output, kernels::average);
    }

    static CpuKernel gradient(WorkerPool pool, PoolGeometry g, boolean countPadding) {
        AvgPoolKernels kernels = new AvgPoolKernels(pool, g, countPadding);
        return (inputs, output, _) -> kernels.eachPlane(output, inputs.at(0), kernels::spread);
    }

    @FunctionalInterface
    private interface PlaneBody {
        void run(float[] image, int imageOffset, float[] pooled, int pooledOffset);
    }

    private void eachPlane(CpuBuffer image, CpuBuffer pooled, PlaneBody body) {
        int plane = g.height() * g.width();
        int block = Math.max(1, Ranges.STRETCH / plane);
        pool.run(Math.ceilDiv(g.planes(), block), (task, _) -> {
            int end = Math.min(g.planes(), (task + 1) * block);
            for (int i = task * block; i < end; i++) {
                body.run(image.floats(), image.offset() + i * plane,
                        pooled.floats(), pooled.offset() + i * g.outHeight() * g.outWidth());
            }
        });
    }

    private void average(float[] x, int xo, float[] y, int yo) {
        for (int p = 0; p < g.outHeight(); p++) {
            for (int q = 0; q < g.outWidth(); q++) {
                float sum = 0;
                for (int i = windows.top[p]; i < windows.bottom[p]; i++) {
                    for (int j = windows.left[q]; j < windows.right[q]; j++) {
                        sum += x[xo + i * g.width() + j];
                    }
                }
                int at = p * g.outWidth() + q;
                y[yo + at] = sum * weights[at];
            }
        }
    }

    private void spread(float[] dx, int dxo, float[] dy, int dyo) {
        Arrays.fill(dx, dxo, dxo + g.height() * g.width(), 0);
        for (int p = 0; p < g.outHeight(); p++) {
            for (int q = 0; q < g.outWidth(); q++) {
                int at = p * g.outWidth() + q;
                float share = dy[dyo + at] * weights[at];
                for (int i = windows.top[p]; i < windows.bottom[p]; i++) {
                    for (int j = windows.left[q]; j < windows.right[q]; j++) {
                        dx[dxo + i * g.width() + j] += share;
                    }
                }
            }
        }
    }
}

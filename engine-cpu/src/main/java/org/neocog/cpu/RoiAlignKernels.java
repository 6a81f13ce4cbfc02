package org.neocog.cpu;

import java.util.Arrays;
import org.neocog.graph.RoiAlign;
import org.neocog.tensor.Shape;

/**
 * RoI align as two small products along the axes. Forward a task is some channels of a region; backward some channels of an
 * image, which go over the regions in their order. Weights of 0 are skipped, so that no NaN spreads to where it does not belong.
 */
final class RoiAlignKernels {
    /** Channels that share the weights of a region, which are worked out anew for each task. */
    private static final int BLOCK = 16;

    private final WorkerPool pool;
    private final RoiAlign op;
    private final int images;
    private final int channels;
    private final int height;
    private final int width;
    private final int regions;
    private final Scratch[] scratch;

    /** What a worker needs: the weights along both axes and a line of pixels. */
    private record Scratch(RoiAxis rows, RoiAxis columns, float[] line) {}

    private RoiAlignKernels(WorkerPool pool, RoiAlign op, Shape features, int regions) {
        this.pool = pool;
        this.op = op;
        this.images = features.dim(0);
        this.channels = features.dim(1);
        this.height = features.dim(2);
        this.width = features.dim(3);
        this.regions = regions;
        this.scratch = new Scratch[pool.workers()];
        Arrays.setAll(scratch, _ -> new Scratch(
                new RoiAxis(op, op.outHeight(), height), new RoiAxis(op, op.outWidth(), width),
                new float[width + WorkerScratch.TAIL]));
    }

    static CpuKernel forward(WorkerPool pool, RoiAlign op, Shape features, int regions) {
        RoiAlignKernels kernels = new RoiAlignKernels(pool, op, features, regions);
        return (inputs, output, _) -> kernels.forward(inputs.at(0), inputs.at(1), output);
    }

    static CpuKernel gradient(WorkerPool pool, RoiAlign op, Shape features, int regions) {
        RoiAlignKernels kernels = new RoiAlignKernels(pool, op, features, regions);
        return (inputs, output, _) -> kernels.gradient(inputs.at(0), inputs.at(1), output);
    }

    /** Works out the weights of region k; the number of its image, or -1. */
    private int measure(CpuBuffer rois, int k, Scratch s) {
        float[] values = rois.floats();
        int at = rois.offset() + 5 * k;
        int image = RoiKernels.image(values, at, op.spatialScale(), images);
        if (image >= 0) {
            s.columns.measure(values[at + 1], values[at + 3]);
            s.rows.measure(values[at + 2], values[at + 4]);
        }
        return image;
    }

    private void forward(CpuBuffer x, CpuBuffer rois, CpuBuffer y) {
        int blocks = Math.ceilDiv(channels, BLOCK);
        int bins = op.outHeight() * op.outWidth();
        pool.run(regions * blocks, (task, worker) -> {
            int k = task / blocks;
            int image = measure(rois, k, scratch[worker]);
            int end = Math.min(channels, (task % blocks + 1) * BLOCK);
            for (int c = task % blocks * BLOCK; c < end; c++) {
                int yo = y.offset() + (k * channels + c) * bins;
                if (image < 0) {
                    Arrays.fill(y.floats(), yo, yo + bins, Float.NaN);
                } else {
                    int xo = x.offset() + (image * channels + c) * height * width;
                    plane(scratch[worker], x.floats(), xo, y.floats(), yo);
                }
            }
        });
    }

    private void plane(Scratch s, float[] x, int xo, float[] y, int yo) {
        int left = s.columns.lowest;
        int n = s.columns.highest - left;
        for (int p = 0; p < op.outHeight(); p++) {
            Arrays.fill(s.line, 0);
            for (int h = s.rows.first[p]; h < s.rows.end[p]; h++) {
                float weight = s.rows.weights[p * height + h];
                if (weight != 0) {
                    addScaled(weight, x, xo + h * width + left, s.line, left, n);
                }
            }
            for (int q = 0; q < op.outWidth(); q++) {
                float sum = 0;
                for (int w = s.columns.first[q]; w < s.columns.end[q]; w++) {
                    float weight = s.columns.weights[q * width + w];
                    sum += weight == 0 ? 0 : weight * s.line[w];
                }
                y[yo + p * op.outWidth() + q] = sum;
            }
        }
    }

    private void gradient(CpuBuffer rois, CpuBuffer dy, CpuBuffer dx) {
        int blocks = Math.ceilDiv(channels, BLOCK);
        int area = height * width;
        int bins = op.outHeight() * op.outWidth();
        pool.run(images * blocks, (task, worker) -> {
            int image = task / blocks;
            int first = task % blocks * BLOCK;
            int end = Math.min(channels, first + BLOCK);
            int dxo = dx.offset() + image * channels * area;
            Arrays.fill(dx.floats(), dxo + first * area, dxo + end * area, 0);
            for (int k = 0; k < regions; k++) {
                if (RoiKernels.image(rois.floats(), rois.offset() + 5 * k, op.spatialScale(), images) == image) {
                    measure(rois, k, scratch[worker]);
                    for (int c = first; c < end; c++) {
                        int dyo = dy.offset() + (k * channels + c) * bins;
                        planeGradient(scratch[worker], dy.floats(), dyo, dx.floats(), dxo + c * area);
                    }
                }
            }
        });
    }

    private void planeGradient(Scratch s, float[] dy, int dyo, float[] dx, int dxo) {
        int left = s.columns.lowest;
        int n = s.columns.highest - left;
        for (int p = 0; p < op.outHeight(); p++) {
            Arrays.fill(s.line, 0);
            for (int q = 0; q < op.outWidth(); q++) {
                float slope = dy[dyo + p * op.outWidth() + q];
                for (int w = s.columns.first[q]; w < s.columns.end[q]; w++) {
                    float weight = s.columns.weights[q * width + w];
                    s.line[w] += weight == 0 ? 0 : weight * slope;
                }
            }
            for (int h = s.rows.first[p]; h < s.rows.end[p]; h++) {
                float weight = s.rows.weights[p * height + h];
                if (weight != 0) {
                    addScaled(weight, s.line, left, dx, dxo + h * width + left, n);
                }
            }
        }
    }

    private static void addScaled(float factor, float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i++) {
            y[yo + i] += factor * x[xo + i];
        }
    }
}

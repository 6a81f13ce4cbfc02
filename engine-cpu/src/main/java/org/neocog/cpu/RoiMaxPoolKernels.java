package org.neocog.cpu;

import java.util.Arrays;
import org.neocog.graph.RoiOp;
import org.neocog.tensor.Shape;

/**
 * Max pooling of regions. Forward each channel of each region is on its own; backward each plane of the features, which goes
 * over the regions in their order.
 */
final class RoiMaxPoolKernels {
    private final WorkerPool pool;
    private final RoiOp op;
    private final int images;
    private final int channels;
    private final int height;
    private final int width;
    private final int regions;
    /** Of each region: image or -1, first row, first column, rows, columns. */
    private final int[] boxes;

    RoiMaxPoolKernels(WorkerPool pool, RoiOp op, Shape features, int regions) {
        this.pool = pool;
        this.op = op;
        this.images = features.dim(0);
        this.channels = features.dim(1);
        this.height = features.dim(2);
        this.width = features.dim(3);
        this.regions = regions;
        this.boxes = new int[5 * regions];
    }

    CpuKernel forward() {
        return (inputs, output, _) -> forward(inputs.at(0), inputs.at(1), output);
    }

    CpuKernel gradient() {
        return (inputs, output, _) -> gradient(inputs.at(0), inputs.at(1), inputs.at(2), output);
    }

    private void measure(CpuBuffer rois) {
        for (int k = 0; k < regions; k++) {
            int at = rois.offset() + 5 * k;
            float[] values = rois.floats();
            boxes[5 * k] = RoiKernels.image(values, at, op.spatialScale(), images);
            boxes[5 * k + 1] = rounded(values[at + 2]);
            boxes[5 * k + 2] = rounded(values[at + 1]);
            boxes[5 * k + 3] = Math.max(1, rounded(values[at + 4]) - boxes[5 * k + 1] + 1);
            boxes[5 * k + 4] = Math.max(1, rounded(values[at + 3]) - boxes[5 * k + 2] + 1);
        }
    }

    /** Scaled and rounded, halves away from 0. */
    private int rounded(float corner) {
        double scaled = corner * op.spatialScale();
        return (int) Math.copySign(Math.floor(Math.abs(scaled) + 0.5), scaled);
    }

    private void forward(CpuBuffer x, CpuBuffer rois, CpuBuffer y) {
        measure(rois);
        int bins = op.outHeight() * op.outWidth();
        Rows.run(pool, regions * channels, 16 * bins, i -> {
            int k = i / channels;
            int yo = y.offset() + i * bins;
            if (boxes[5 * k] < 0) {
                Arrays.fill(y.floats(), yo, yo + bins, Float.NaN);
                return;
            }
            int xo = x.offset() + (boxes[5 * k] * channels + i % channels) * height * width;
            for (int bin = 0; bin < bins; bin++) {
                int winner = winner(k, bin, x.floats(), xo);
                y.floats()[yo + bin] = winner < 0 ? 0 : x.floats()[xo + winner];
            }
        });
    }

    /** Index in the plane of the first of the largest elements of a bin, or of its first NaN; -1 if the bin has none. */
    private int winner(int k, int bin, float[] x, int xo) {
        int p = bin / op.outWidth();
        int q = bin % op.outWidth();
        int bottom = end(p, boxes[5 * k + 1], boxes[5 * k + 3], op.outHeight(), height);
        int right = end(q, boxes[5 * k + 2], boxes[5 * k + 4], op.outWidth(), width);
        int left = first(q, boxes[5 * k + 2], boxes[5 * k + 4], op.outWidth());
        int best = -1;
        float most = 0;
        for (int h = first(p, boxes[5 * k + 1], boxes[5 * k + 3], op.outHeight()); h < bottom; h++) {
            for (int w = left; w < right; w++) {
                float value = x[xo + h * width + w];
                if (best < 0 || value > most || (value != value && most == most)) {
                    best = h * width + w;
                    most = value;
                }
            }
        }
        return best;
    }

    private static int first(int bin, int start, int length, int bins) {
        return Math.max(0, start + (int) ((long) bin * length / bins));
    }

    private static int end(int bin, int start, int length, int bins, int limit) {
        return Math.min(limit, start + (int) Math.ceilDiv((bin + 1L) * length, bins));
    }

    private void gradient(CpuBuffer x, CpuBuffer rois, CpuBuffer dy, CpuBuffer dx) {
        measure(rois);
        int area = height * width;
        int bins = op.outHeight() * op.outWidth();
        pool.run(images * channels, (plane, _) -> {
            int xo = x.offset() + plane * area;
            int dxo = dx.offset() + plane * area;
            Arrays.fill(dx.floats(), dxo, dxo + area, 0);
            for (int k = 0; k < regions; k++) {
                if (boxes[5 * k] == plane / channels) {
                    int dyo = dy.offset() + (k * channels + plane % channels) * bins;
                    for (int bin = 0; bin < bins; bin++) {
                        int winner = winner(k, bin, x.floats(), xo);
                        if (winner >= 0) {
                            dx.floats()[dxo + winner] += dy.floats()[dyo + bin];
                        }
                    }
                }
            }
        });
    }
}

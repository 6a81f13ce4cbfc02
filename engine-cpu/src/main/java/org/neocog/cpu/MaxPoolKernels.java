package org.neocog.cpu;

import java.util.Arrays;
import org.neocog.graph.PoolGeometry;

/** Max pooling, plane by plane. */
final class MaxPoolKernels {
    private final WorkerPool pool;
    private final PoolGeometry g;
    private final PoolWindows windows;
    private final int stepDown;
    private final int stepAcross;
    /** 2x2 windows side by side, all inside the image: by far the most frequent pooling. */
    private final boolean twoByTwo;

    private MaxPoolKernels(WorkerPool pool, PoolGeometry g) {
        this.pool = pool;
        this.g = g;
        this.windows = new PoolWindows(g);
        this.stepDown = g.window().height().dilation();
        this.stepAcross = g.window().width().dilation();
        this.twoByTwo = isPair(g.window().height(), g.height(), g.outHeight())
                && isPair(g.window().width(), g.width(), g.outWidth());
    }

    private static boolean isPair(org.neocog.graph.Axis axis, int in, int out) {
        return axis.kernel() == 2 && axis.stride() == 2 && axis.dilation() == 1 && axis.padBefore() == 0 && 2 * out <= in;
    }

    static CpuKernel forward(WorkerPool pool, PoolGeometry g) {
        MaxPoolKernels kernels = new MaxPoolKernels(pool, g);
        return (inputs, output, _) -> kernels.forward(inputs.at(0), output);
    }

    static CpuKernel gradient(WorkerPool pool, PoolGeometry g) {
        MaxPoolKernels kernels = new MaxPoolKernels(pool, g);
        return (inputs, output, _) -> kernels.gradient(inputs.at(0), inputs.at(1), output);
    }

    /** Picks dy at the winners of x: the adjoint of unpooling, which is what {@link #gradient} does. */
    static CpuKernel pick(WorkerPool pool, PoolGeometry g) {
        MaxPoolKernels kernels = new MaxPoolKernels(pool, g);
        return (inputs, output, _) -> kernels.pick(inputs.at(0), inputs.at(1), output);
    }

    private void pick(CpuBuffer x, CpuBuffer dy, CpuBuffer picked) {
        int area = g.height() * g.width();
        int positions = g.outHeight() * g.outWidth();
        Spans.run(pool, g.planes(), area, (from, to) -> {
            for (int plane = from; plane < to; plane++) {
                int xo = x.offset() + plane * area;
                int dyo = dy.offset() + plane * area;
                for (int i = 0; i < positions; i++) {
                    int at = winner(x.floats(), xo, i / g.outWidth(), i % g.outWidth());
                    picked.floats()[picked.offset() + plane * positions + i] = dy.floats()[dyo + at];
                }
            }
        });
    }

    private int planesPerTask() {
        return Math.max(1, Ranges.STRETCH / (g.height() * g.width()));
    }

    private void forward(CpuBuffer x, CpuBuffer y) {
        int block = planesPerTask();
        pool.run(Math.ceilDiv(g.planes(), block), (task, _) -> {
            int end = Math.min(g.planes(), (task + 1) * block);
            for (int plane = task * block; plane < end; plane++) {
                int xo = x.offset() + plane * g.height() * g.width();
                int yo = y.offset() + plane * g.outHeight() * g.outWidth();
                if (twoByTwo) {
                    pairs(x.floats(), xo, y.floats(), yo);
                } else {
                    anyWindow(x.floats(), xo, y.floats(), yo);
                }
            }
        });
    }

    private void pairs(float[] x, int xo, float[] y, int yo) {
        int w = g.width();
        for (int p = 0; p < g.outHeight(); p++) {
            pairRow(x, xo + 2 * p * w, xo + (2 * p + 1) * w, y, yo + p * g.outWidth(), g.outWidth());
        }
    }

    private static void pairRow(float[] x, int upper, int lower, float[] y, int yo, int n) {
        for (int q = 0; q < n; q++) {
            int i = 2 * q;
            float above = Math.max(x[upper + i], x[upper + i + 1]);
            float below = Math.max(x[lower + i], x[lower + i + 1]);
            y[yo + q] = Math.max(above, below);
        }
    }

    private void anyWindow(float[] x, int xo, float[] y, int yo) {
        for (int p = 0; p < g.outHeight(); p++) {
            for (int q = 0; q < g.outWidth(); q++) {
                y[yo + p * g.outWidth() + q] = x[xo + winner(x, xo, p, q)];
            }
        }
    }

    /** Index in the plane of the element that wins a window: the first of the largest, or the first NaN. */
    private int winner(float[] x, int xo, int p, int q) {
        int best = windows.top[p] * g.width() + windows.left[q];
        for (int i = windows.top[p]; i < windows.bottom[p]; i += stepDown) {
            for (int j = windows.left[q]; j < windows.right[q]; j += stepAcross) {
                float value = x[xo + i * g.width() + j];
                if (value > x[xo + best] || (value != value && x[xo + best] == x[xo + best])) {
                    best = i * g.width() + j;
                }
            }
        }
        return best;
    }

    private void gradient(CpuBuffer x, CpuBuffer dy, CpuBuffer dx) {
        int plane = g.height() * g.width();
        int block = planesPerTask();
        pool.run(Math.ceilDiv(g.planes(), block), (task, _) -> {
            int end = Math.min(g.planes(), (task + 1) * block);
            for (int i = task * block; i < end; i++) {
                int xo = x.offset() + i * plane;
                int dyo = dy.offset() + i * g.outHeight() * g.outWidth();
                int dxo = dx.offset() + i * plane;
                if (twoByTwo) {
                    pairsGradient(x.floats(), xo, dy.floats(), dyo, dx.floats(), dxo);
                } else {
                    Arrays.fill(dx.floats(), dxo, dxo + plane, 0);
                    anyGradient(x.floats(), xo, dy.floats(), dyo, dx.floats(), dxo);
                }
            }
        });
    }

    private void anyGradient(float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo) {
        for (int p = 0; p < g.outHeight(); p++) {
            for (int q = 0; q < g.outWidth(); q++) {
                dx[dxo + winner(x, xo, p, q)] += dy[dyo + p * g.outWidth() + q];
            }
        }
    }

    private void pairsGradient(float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo) {
        int w = g.width();
        int covered = 2 * g.outWidth();
        for (int p = 0; p < g.outHeight(); p++) {
            int upper = 2 * p * w;
            int lower = upper + w;
            Arrays.fill(dx, dxo + upper + covered, dxo + lower, 0);
            Arrays.fill(dx, dxo + lower + covered, dxo + lower + w, 0);
            pairRowGradient(x, xo + upper, xo + lower, dy, dyo + p * g.outWidth(), dx, dxo + upper, dxo + lower, g.outWidth());
        }
        Arrays.fill(dx, dxo + 2 * g.outHeight() * w, dxo + g.height() * w, 0);
    }

    /**
     * Which of four wins is as good as random, so the choice is made without branches: by integers that are in the order of
     * the floats, and by the signs of their differences.
     */
    private static void pairRowGradient(
            float[] x, int upper, int lower, float[] dy, int dyo, float[] dx, int dupper, int dlower, int n) {
        for (int q = 0; q < n; q++) {
            int i = 2 * q;
            int a = orderKey(x[upper + i]);
            int b = orderKey(x[upper + i + 1]);
            int c = orderKey(x[lower + i]);
            int d = orderKey(x[lower + i + 1]);
            int above = dupper + i + (int) ((long) a - b >>> 63);
            int below = dlower + i + (int) ((long) c - d >>> 63);
            int belowWins = (int) ((long) Math.max(a, b) - Math.max(c, d) >> 63);
            int at = above ^ ((above ^ below) & belowWins);
            dx[dupper + i] = 0;
            dx[dupper + i + 1] = 0;
            dx[dlower + i] = 0;
            dx[dlower + i + 1] = 0;
            dx[at] = dy[dyo + q];
        }
    }

    /** Larger for larger floats, the same for both zeros, largest for NaN. */
    private static int orderKey(float value) {
        int bits = Float.floatToIntBits(value + 0f);
        return bits ^ (bits >> 31 & Integer.MAX_VALUE);
    }
}

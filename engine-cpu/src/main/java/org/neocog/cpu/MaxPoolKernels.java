package org.neocog.cpu;

import java.util.Optional;
import org.neocog.graph.Axis;
import org.neocog.graph.PoolGeometry;

/**
 * Max pooling: by rows ({@link MaxPoolForward}), or, where windows of 2x2 lie side by side or are of 3x3, in machine code
 * ({@link PairKernel}, {@link TripleKernel}), or the former in small images window by window.
 */
final class MaxPoolKernels {
    /** Rows of this length are worth a copy. */
    private static final int WIDE = 64;

    private final WorkerPool pool;
    private final PoolGeometry g;
    private final PoolWindows windows;
    private final int stepDown;
    private final int stepAcross;

    private MaxPoolKernels(WorkerPool pool, PoolGeometry g) {
        this.pool = pool;
        this.g = g;
        this.windows = new PoolWindows(g);
        this.stepDown = g.window().height().dilation();
        this.stepAcross = g.window().width().dilation();
    }

    /** Whether the windows are 2x2, side by side, and inside the image. */
    static boolean isPairs(PoolGeometry g) {
        return isPair(g.window().height(), g.height(), g.outHeight()) && isPair(g.window().width(), g.width(), g.outWidth());
    }

    private static boolean isPair(Axis axis, int in, int out) {
        return axis.kernel() == 2 && axis.stride() == 2 && axis.dilation() == 1 && axis.padBefore() == 0 && 2 * out <= in;
    }

    static CpuKernel forward(WorkerPool pool, Optional<VectorCode> code, PoolGeometry g) {
        if (code.isPresent() && isPairs(g)) {
            return PairKernel.forward(pool, code.get().pairs(), PairFunction.MAX, g);
        }
        if (code.isPresent() && TripleVectors.suits(g)) {
            return TripleKernel.forward(pool, code.get().triples(), g);
        }
        if (g.width() >= WIDE || !isPairs(g)) {
            return new MaxPoolForward(pool, g);
        }
        MaxPoolKernels kernels = new MaxPoolKernels(pool, g);
        return (inputs, output, _) -> kernels.pairs(inputs.at(0), output);
    }

    static CpuKernel gradient(WorkerPool pool, Optional<VectorCode> code, PoolGeometry g) {
        if (code.isPresent() && isPairs(g)) {
            return PairKernel.gradient(pool, code.get().pairs(), PairFunction.MAX_GRADIENT, g, 0, 1);
        }
        if (code.isPresent() && TripleVectors.suits(g)) {
            return TripleKernel.gradient(pool, code.get().triples(), g);
        }
        return new MaxPoolBackward(pool, g);
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

    private void pairs(CpuBuffer x, CpuBuffer y) {
        int block = planesPerTask();
        pool.run(Math.ceilDiv(g.planes(), block), (task, _) -> {
            int end = Math.min(g.planes(), (task + 1) * block);
            for (int plane = task * block; plane < end; plane++) {
                int xo = x.offset() + plane * g.height() * g.width();
                int yo = y.offset() + plane * g.outHeight() * g.outWidth();
                pairs(x.floats(), xo, y.floats(), yo);
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
}

package org.neocog.cpu;

import java.util.Arrays;
import org.neocog.graph.PoolGeometry;

/**
 * Max pooling: the maxima of each column of the windows, then those of neighbouring columns, each in arrays that begin at 0
 * (see {@link WorkerScratch}), then a pick of every stride-th. Where windows have a distance, more maxima are found than
 * needed, which costs less than finding one after the other.
 */
final class MaxPoolForward implements CpuKernel {
    private static final int ARRAYS = 3;
    private static final float BESIDE = Float.NEGATIVE_INFINITY;

    private final WorkerPool pool;
    private final PoolRows rows;
    private final int windowRows;
    private final int perBlock;
    private final int perTask;
    /** Windows of two columns, side by side. */
    private final boolean pairs;
    private final float[][][] scratch;

    MaxPoolForward(WorkerPool pool, PoolGeometry g) {
        this.pool = pool;
        this.rows = new PoolRows(g);
        this.windowRows = g.planes() * g.outHeight();
        this.perBlock = rows.windowRowsPerBlock(windowRows);
        this.perTask = perBlock * Math.max(1, Ranges.STRETCH / (perBlock * rows.pitch));
        this.pairs = rows.across.kernel() == 2 && rows.across.stride() == 2 && rows.across.dilation() == 1;
        this.scratch = new float[pool.workers()][ARRAYS][perBlock * rows.pitch + WorkerScratch.TAIL];
    }

    @Override
    public void launch(Inputs inputs, CpuBuffer output, CpuBuffer workspace) {
        CpuBuffer x = inputs.at(0);
        float[] xs = x.floats();
        float[] ys = output.floats();
        pool.run(Math.ceilDiv(windowRows, perTask), (task, worker) -> {
            int end = Math.min(windowRows, (task + 1) * perTask);
            for (int first = task * perTask; first < end; first += perBlock) {
                block(xs, x.offset(), first, Math.min(perBlock, end - first), ys, output.offset(), scratch[worker]);
            }
        });
    }

    /** Rows of windows {@code first .. first+count-1}, counted through all planes. */
    private void block(float[] x, int xo, int first, int count, float[] y, int yo, float[][] arrays) {
        float[] tall = arrays[0];
        float[] next = arrays[1];
        int n = count * rows.pitch;
        gather(x, xo, first, count, 0, tall);
        for (int t = 1; t < rows.down.kernel(); t++) {
            gather(x, xo, first, count, t, next);
            larger(tall, next, n);
        }
        if (pairs) {
            for (int i = 0; i < count; i++) {
                largerOfPairs(tall, i * rows.pitch, y, yo + (first + i) * rows.outWidth, rows.outWidth);
            }
            return;
        }
        float[] best = tall;
        int step = rows.across.dilation();
        for (int u = 1; u < rows.across.kernel(); u++) {
            float[] shifted = u == 1 ? arrays[2] : next;
            System.arraycopy(tall, u * step, shifted, 0, n - u * step);
            if (u == 1) {
                best = shifted;
                larger(best, tall, n - step);
            } else {
                larger(best, shifted, n - u * step);
            }
        }
        for (int i = 0; i < count; i++) {
            pick(best, i * rows.pitch, rows.across.stride(), y, yo + (first + i) * rows.outWidth, rows.outWidth);
        }
    }

    /** Row t of each window. */
    private void gather(float[] x, int xo, int first, int count, int t, float[] target) {
        int plane = first / rows.outHeight;
        int p = first % rows.outHeight;
        for (int i = 0; i < count; i++) {
            int row = rows.row(p, t);
            int at = i * rows.pitch;
            if (rows.inside(row)) {
                rows.put(x, xo + (plane * rows.height + row) * rows.width, BESIDE, target, at);
            } else {
                Arrays.fill(target, at, at + rows.pitch, BESIDE);
            }
            if (++p == rows.outHeight) {
                p = 0;
                plane++;
            }
        }
    }

    /** {@code Math.max} keeps NaN, as the definition asks. */
    private static void larger(float[] a, float[] b, int n) {
        for (int i = 0; i < n; i++) {
            a[i] = Math.max(a[i], b[i]);
        }
    }

    private static void largerOfPairs(float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = Math.max(x[xo + 2 * i], x[xo + 2 * i + 1]);
        }
    }

    private static void pick(float[] x, int xo, int stride, float[] y, int yo, int n) {
        if (stride == 2) {
            for (int i = 0; i < n; i++) {
                y[yo + i] = x[xo + 2 * i];
            }
            return;
        }
        for (int i = 0; i < n; i++) {
            y[yo + i] = x[xo + i * stride];
        }
    }
}

package org.neocog.cpu;

import org.neocog.tensor.Shape;

/**
 * {@code Σ dy · x̂} and {@code Σ dy} over the rows, column by column. Inputs: x, dy. The rows' means and reciprocal standard
 * deviations are worked out first, into the workspace.
 */
final class LayerNormSumsKernel implements CpuKernel {
    private final WorkerPool pool;
    private final int rows;
    private final int columns;
    private final float epsilon;
    private final GroupSums sums;

    LayerNormSumsKernel(WorkerPool pool, Shape x, float epsilon) {
        this.pool = pool;
        this.columns = LayerNormKernels.length(x);
        this.rows = x.elements() / columns;
        this.epsilon = epsilon;
        this.sums = new GroupSums(pool, Shape.of(rows, columns));
    }

    @Override
    public long workspaceBytes() {
        return (long) Float.BYTES * 2 * rows;
    }

    @Override
    public void launch(Inputs inputs, CpuBuffer output, CpuBuffer workspace) {
        float[] xs = inputs.at(0).floats();
        int xo = inputs.at(0).offset();
        float[] dys = inputs.at(1).floats();
        int dyo = inputs.at(1).offset();
        float[] stats = workspace.floats();
        int so = workspace.offset();
        Rows.run(pool, rows, columns, row -> {
            double mean = LayerNormKernels.sum(xs, xo + row * columns, columns) / columns;
            double variance = LayerNormKernels.squares(xs, xo + row * columns, mean, columns) / columns;
            stats[so + 2 * row] = (float) mean;
            stats[so + 2 * row + 1] = (float) (1 / Math.sqrt(variance + epsilon));
        });
        float[] ys = output.floats();
        int yo = output.offset();
        sums.sum(
                _ -> 0,
                (at, _, products, total, n) -> {
                    int row = at / columns;
                    add(xs, xo + at, stats[so + 2 * row], stats[so + 2 * row + 1], dys, dyo + at, products, total, n);
                },
                (column, products, total) -> {
                    ys[yo + column] = (float) products;
                    ys[yo + columns + column] = (float) total;
                });
    }

    private static void add(
            float[] x, int xo, double mean, double root, float[] dy, int dyo, double[] products, double[] total, int n) {
        for (int i = 0; i < n; i++) {
            double slope = dy[dyo + i];
            products[i] += slope * ((x[xo + i] - mean) * root);
            total[i] += slope;
        }
    }
}

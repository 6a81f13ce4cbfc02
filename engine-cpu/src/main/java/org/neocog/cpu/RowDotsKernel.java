package org.neocog.cpu;

import org.neocog.cpu.SmallGemm.Matrix;
import org.neocog.graph.MatMul;
import org.neocog.tensor.Shape;

/**
 * {@code Y = X Wᵀ}, a fully-connected layer, by {@link RowDots}. Each task is a part of Y: all rows of X and some of W, or some of
 * both where X has many. All cuts depend on the shapes alone. The order in which a result's terms are added up depends only on how
 * many there are, and on whether X has few rows.
 */
final class RowDotsKernel implements CpuKernel {
    /** Work, see {@link RowDots#work}, that is worth sharing: some 10 microseconds. */
    private static final long SHARED_WORK = 1_000_000;
    /** Tasks if there is enough for them, of so much work each; and the most work of one. */
    private static final int TASKS = 16;
    private static final long TASK_WORK = 1_000_000;
    private static final long MOST_TASK_WORK = 32_000_000;
    /** Rows of X from which the parts of Y are square rather than wide: so X and W are read fewer times. */
    private static final int SIDE = 48;

    private final WorkerPool pool;
    private final RowDots dots;
    private final int rows;
    private final int columns;
    private final int terms;
    private final int rowsPerTask;
    private final int columnsPerTask;
    private final int termsPerCall;

    /** Whether a product can be had so, and is faster than by a library. */
    static boolean suits(MatMul op, Shape a, Shape output) {
        return !op.transposeA() && op.transposeB() && output.rank() == 2
                && RowDots.suits(output.dim(0), output.dim(1), a.dim(1));
    }

    /**
     * @param x the shape of X
     * @param y the shape of Y, whose columns are W's rows
     */
    RowDotsKernel(WorkerPool pool, RowDots dots, Shape x, Shape y) {
        this.pool = pool;
        this.dots = dots;
        this.rows = y.dim(0);
        this.columns = y.dim(1);
        this.terms = x.dim(1);
        this.termsPerCall = RowDots.termsPerCall(rows, terms);
        int tasks = tasks(RowDots.work(rows, columns, terms));
        int side = Math.max(SIDE, (int) Math.sqrt((double) rows * columns / tasks));
        int down = columns < Math.min(side, rows) ? tasks : Math.min(tasks, Math.ceilDiv(rows, side));
        this.rowsPerTask = RowDots.part(rows, down, DotCode.MOST_INPUTS);
        this.columnsPerTask = RowDots.part(columns, Math.ceilDiv(tasks, down), DotCode.MOST_ROWS);
    }

    /** An even number, which keeps two workers equally busy, or one. */
    private static int tasks(long work) {
        if (work < SHARED_WORK) {
            return 1;
        }
        long pairs = Math.max(Math.clamp(work / (2 * TASK_WORK), 1, TASKS / 2), work / (2 * MOST_TASK_WORK));
        return (int) Math.min(2 * pairs, 1 << 16);
    }

    @Override
    public String method() {
        return "AVX-512";
    }

    @Override
    public void launch(Inputs inputs, CpuBuffer output, CpuBuffer workspace) {
        CpuBuffer x = inputs.at(0);
        CpuBuffer w = inputs.at(1);
        int across = Math.ceilDiv(columns, columnsPerTask);
        pool.run(Math.ceilDiv(rows, rowsPerTask) * across, (task, _) -> {
            int row = task / across * rowsPerTask;
            int column = task % across * columnsPerTask;
            dots.multiply(
                    Math.min(rowsPerTask, rows - row), Math.min(columnsPerTask, columns - column), terms, termsPerCall,
                    new Matrix(x.floats(), x.offset() + row * terms, terms, 0),
                    new Matrix(w.floats(), w.offset() + column * terms, terms, 0), false,
                    new Matrix(output.floats(), output.offset() + row * columns + column, columns, 0));
        });
    }
}

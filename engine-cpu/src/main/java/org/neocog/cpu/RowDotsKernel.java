package org.neocog.cpu;

import org.neocog.cpu.SmallGemm.Matrix;
import org.neocog.graph.MatMul;
import org.neocog.tensor.Shape;

/**
 * {@code Y = X Wᵀ}, a fully-connected layer, by {@link RowDots}. The workers share the rows of W or, if there are more of them,
 * those of X. All cuts depend on the shapes alone. So does the order in which a result's terms are added up: it is the same for
 * any number of inputs up to 8, and for any number above.
 */
final class RowDotsKernel implements CpuKernel {
    /** Up to so many inputs the memory in which W lies decides, so each of its rows is read in one go. */
    private static final int FEW_INPUTS = 8;
    private static final int MOST_TERMS_FOR_FEW = 1 << 17;
    /** For more, so many terms at a time: 8 rows of W stay in a level-1 cache of 32 KiB or just behind it. */
    private static final int MOST_TERMS = 1024;
    /** Elements of X that stay in a level-2 cache meanwhile. */
    private static final int INPUT_ELEMENTS = 1 << 17;

    /**
     * Terms from which this is faster than a library for more than a few inputs: adding up the partial sums costs as much as 30
     * to 40 terms. Libraries are slow where W has few rows.
     */
    private static final int LEAST_TERMS = 320;
    private static final int FEW_ROWS = 128;
    private static final int LEAST_TERMS_FOR_FEW_ROWS = 64;
    /** Strides in bytes, and the distance of 8 rows, are ints. */
    private static final int LONGEST_ROW = 1 << 24;

    /** An element of W, as it comes from memory, takes as long as so many multiply-adds. */
    private static final int ELEMENT_WORK = 4;
    /** Work that is worth sharing: some 10 microseconds, in multiply-adds. */
    private static final long SHARED_WORK = 500_000;
    /** Tasks if there is enough for them, of so much work each; and the most work of one, which also keeps calls short. */
    private static final int TASKS = 16;
    private static final long TASK_WORK = 1_000_000;
    private static final long MOST_TASK_WORK = 8_000_000;

    private final WorkerPool pool;
    private final WorkerScratch scratch;
    private final RowDots dots;
    private final int rows;
    private final int columns;
    private final int terms;
    private final int rowsPerTask;
    private final int columnsPerTask;
    private final int rowsPerCall;
    private final int termsPerCall;

    /** Whether a product can be had so, and is faster than by a library. */
    static boolean suits(MatMul op, Shape a, Shape output) {
        if (op.transposeA() || !op.transposeB() || output.rank() != 2 || a.dim(1) > LONGEST_ROW) {
            return false;
        }
        return output.dim(0) <= FEW_INPUTS || a.dim(1) >= (output.dim(1) <= FEW_ROWS ? LEAST_TERMS_FOR_FEW_ROWS : LEAST_TERMS);
    }

    /**
     * @param x the shape of X
     * @param y the shape of Y, whose columns are W's rows
     */
    RowDotsKernel(WorkerPool pool, WorkerScratch scratch, RowDots dots, Shape x, Shape y) {
        this.pool = pool;
        this.scratch = scratch;
        this.dots = dots;
        this.rows = y.dim(0);
        this.columns = y.dim(1);
        this.terms = x.dim(1);
        boolean few = rows <= FEW_INPUTS;
        this.termsPerCall = part(terms, Math.ceilDiv(terms, few ? MOST_TERMS_FOR_FEW : MOST_TERMS), RowDots.VECTOR);
        int calls = few ? 1 : Math.ceilDiv(rows, INPUT_ELEMENTS / termsPerCall);
        this.rowsPerCall = part(rows, calls, DotCode.MOST_INPUTS);
        int tasks = tasks((long) columns * terms * (rows + ELEMENT_WORK));
        boolean alongColumns = columns >= rows;
        this.columnsPerTask = alongColumns ? part(columns, tasks, DotCode.MOST_ROWS) : columns;
        this.rowsPerTask = alongColumns ? rows : part(rows, tasks, DotCode.MOST_INPUTS);
    }

    /** An even number, which keeps two workers equally busy, or one. */
    private static int tasks(long work) {
        if (work < SHARED_WORK) {
            return 1;
        }
        long pairs = Math.max(Math.clamp(work / (2 * TASK_WORK), 1, TASKS / 2), work / (2 * MOST_TASK_WORK));
        return (int) Math.min(2 * pairs, 1 << 16);
    }

    /** The length of one of so many parts, a multiple of the grain unless it is the whole. */
    private static int part(int length, int parts, int grain) {
        return Math.min(length, Math.ceilDiv(Math.ceilDiv(length, parts), grain) * grain);
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
        pool.run(Math.ceilDiv(rows, rowsPerTask) * across, (task, worker) ->
                multiply(task / across * rowsPerTask, task % across * columnsPerTask, x, w, output, scratch.ints(worker)));
    }

    /** The part of Y that begins there. */
    private void multiply(int row, int column, CpuBuffer x, CpuBuffer w, CpuBuffer y, int[] parameters) {
        int end = Math.min(rows, row + rowsPerTask);
        int width = Math.min(columnsPerTask, columns - column);
        for (int term = 0; term < terms; term += termsPerCall) {
            for (int i = row; i < end; i += rowsPerCall) {
                dots.multiply(
                        Math.min(rowsPerCall, end - i), width, Math.min(termsPerCall, terms - term),
                        new Matrix(x.floats(), x.offset() + i * terms + term, terms, 0),
                        new Matrix(w.floats(), w.offset() + column * terms + term, terms, 0), term > 0,
                        new Matrix(y.floats(), y.offset() + i * columns + column, columns, 0), parameters);
            }
        }
    }
}

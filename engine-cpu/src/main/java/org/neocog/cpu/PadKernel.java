package org.neocog.cpu;

import java.util.Arrays;
import org.neocog.graph.PadGeometry;
import org.neocog.graph.PadMode;

/** Padding and slicing, row by row of the output: what stands before the input's elements, these, what stands behind. */
final class PadKernel implements CpuKernel {
    private static final int OUTSIDE = -1;

    private final WorkerPool pool;
    /** Of the output without its innermost axis. */
    private final int[] dims;
    /** For each of these axes and each index of the output, how far into the input it leads; {@link #OUTSIDE} to no element. */
    private final int[][] steps;
    private final int rows;
    private final PadGeometry.Line row;
    private final boolean reflect;
    private final int start;
    private final int end;

    PadKernel(WorkerPool pool, PadGeometry g) {
        this.pool = pool;
        this.row = g.axes().getLast();
        this.reflect = g.mode() == PadMode.REFLECT;
        this.dims = g.axes().stream().limit(g.axes().size() - 1).mapToInt(PadGeometry.Line::output).toArray();
        this.rows = Arrays.stream(dims).reduce(1, (a, b) -> a * b);
        this.steps = new int[dims.length][];
        int stride = row.input();
        for (int k = dims.length - 1; k >= 0; k--) {
            steps[k] = steps(g.axes().get(k), stride);
            stride *= g.axes().get(k).input();
        }
        this.start = Math.clamp(row.before(), 0, row.output());
        this.end = Math.clamp(row.before() + (long) row.input(), start, row.output());
    }

    private int[] steps(PadGeometry.Line axis, int stride) {
        int[] steps = new int[axis.output()];
        for (int i = 0; i < steps.length; i++) {
            int from = i - axis.before();
            boolean inside = from >= 0 && from < axis.input();
            int image = from < 0 ? -from : 2 * (axis.input() - 1) - from;
            steps[i] = inside ? from * stride : reflect ? image * stride : OUTSIDE;
        }
        return steps;
    }

    @Override
    public void launch(Inputs inputs, CpuBuffer output, CpuBuffer workspace) {
        CpuBuffer input = inputs.at(0);
        float[] x = input.floats();
        float[] y = output.floats();
        Spans.run(pool, rows, row.output(), (from, to) -> {
            for (int i = from; i < to; i++) {
                int source = source(i);
                int yo = output.offset() + i * row.output();
                if (source == OUTSIDE) {
                    Arrays.fill(y, yo, yo + row.output(), 0);
                } else {
                    row(x, input.offset() + source, y, yo);
                }
            }
        });
    }

    /** Where the row of the input begins that leads to a row of the output. */
    private int source(int outputRow) {
        int rest = outputRow;
        int source = 0;
        for (int k = dims.length - 1; k >= 0; k--) {
            int step = steps[k][rest % dims[k]];
            if (step == OUTSIDE) {
                return OUTSIDE;
            }
            source += step;
            rest /= dims[k];
        }
        return source;
    }

    private void row(float[] x, int xo, float[] y, int yo) {
        if (reflect) {
            int last = 2 * (row.input() - 1) + row.before();
            for (int j = 0; j < start; j++) {
                y[yo + j] = x[xo + start - j];
            }
            for (int j = end; j < row.output(); j++) {
                y[yo + j] = x[xo + last - j];
            }
        } else {
            Arrays.fill(y, yo, yo + start, 0);
            Arrays.fill(y, yo + end, yo + row.output(), 0);
        }
        System.arraycopy(x, xo + start - row.before(), y, yo + start, end - start);
    }
}

package org.neocog.cuda;

import static org.neocog.cuda.Argument.input;
import static org.neocog.cuda.Argument.output;
import static org.neocog.cuda.Argument.real;
import static org.neocog.cuda.Argument.whole;
import static org.neocog.cuda.Argument.workspace;

import java.util.List;

/** Whole tensors to one number: sums of stretches in the workspace, then their sum. */
final class ReductionPrograms {
    private static final String FILE = "reduction.cu";
    private static final int MOST_BLOCKS = 256;

    private ReductionPrograms() {}

    static Program l2(int n, float coefficient) {
        Grid grid = grid(n);
        return program(
                KernelCall.of(FILE, "neocog_square_sums", grid, input(0), workspace(), whole(n)), grid, coefficient, 1);
    }

    static Program addSquares(int n) {
        Grid grid = grid(n);
        KernelCall partial =
                KernelCall.of(FILE, "neocog_square_sums", grid, input(0), workspace(), whole(n));
        KernelCall total = KernelCall.of(
                FILE, "neocog_total_onto", Grid.of(1, 256), workspace(), input(1), output(), whole(grid.blocks()));
        return new Program(List.of(partial, total), (long) Double.BYTES * grid.blocks(), "");
    }

    static Program meanSquaredError(int n) {
        Grid grid = grid(n);
        return program(
                KernelCall.of(FILE, "neocog_square_difference_sums", grid, input(0), input(1), workspace(), whole(n)),
                grid, 1, n);
    }

    /** Four elements to a thread, until there are enough blocks for every multiprocessor. */
    private static Grid grid(int n) {
        return Grid.atMost(MOST_BLOCKS, (n + 3L) / 4);
    }

    private static Program program(KernelCall partial, Grid grid, float factor, int divisor) {
        KernelCall total = KernelCall.of(
                FILE, "neocog_total", Grid.of(1, 256), workspace(), output(), whole(grid.blocks()), real(factor),
                whole(divisor));
        return new Program(List.of(partial, total), (long) Double.BYTES * grid.blocks(), "");
    }
}

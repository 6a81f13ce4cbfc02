package org.neocog.cuda;

import static org.neocog.cuda.Argument.at;
import static org.neocog.cuda.Argument.input;
import static org.neocog.cuda.Argument.output;
import static org.neocog.cuda.Argument.real;
import static org.neocog.cuda.Argument.whole;
import static org.neocog.cuda.Argument.workspace;

import java.util.List;
import org.neocog.tensor.Shape;

/** Layer normalization: a warp for each row, and for what is summed over the rows, slices of them in the workspace. */
final class LayerNormPrograms {
    private static final String FILE = "layer_norm.cu";
    /** Blocks that keep a large GPU busy, and rows that are worth a block. */
    private static final int BLOCKS = 512;
    private static final int LEAST_ROWS = 64;

    private LayerNormPrograms() {}

    /** Inputs: x, weight, bias. */
    static Program forward(Shape x, float epsilon) {
        return rowWise("neocog_layer_norm", x, epsilon);
    }

    /** Inputs: x, weight, dy. */
    static Program gradient(Shape x, float epsilon) {
        return rowWise("neocog_layer_norm_grad", x, epsilon);
    }

    private static Program rowWise(String kernel, Shape x, float epsilon) {
        return Program.of(KernelCall.of(
                FILE, kernel, Grid.warps(rows(x)), input(0), input(1), input(2), output(), whole(rows(x)), whole(length(x)),
                real(epsilon)));
    }

    /** Inputs: x, dy. */
    static Program sums(Shape x, float epsilon) {
        int rows = rows(x);
        int length = length(x);
        int columnBlocks = Math.ceilDiv(length, 32);
        int slices = Math.clamp(rows / LEAST_ROWS, 1, Math.ceilDiv(BLOCKS, columnBlocks));
        // Doubles: two for each row, then two for each slice's columns.
        Argument sums = at(Place.WORKSPACE.plus(4L * rows));
        return new Program(
                List.of(
                        KernelCall.of(FILE, "neocog_row_stats", Grid.warps(rows), input(0), workspace(), whole(rows),
                                whole(length), real(epsilon)),
                        KernelCall.of(FILE, "neocog_layer_norm_slopes", new Grid(columnBlocks * slices, 32, 8), input(0),
                                input(1), workspace(), sums, whole(rows), whole(length), whole(slices)),
                        KernelCall.of(FILE, "neocog_layer_norm_sums", Grid.each(length), sums, output(), whole(length),
                                whole(slices))),
                2L * Double.BYTES * (rows + (long) slices * length), "");
    }

    private static int length(Shape x) {
        return x.dim(x.rank() - 1);
    }

    private static int rows(Shape x) {
        return x.elements() / length(x);
    }
}

package org.neocog.cuda;

import static org.neocog.cuda.Argument.input;
import static org.neocog.cuda.Argument.output;
import static org.neocog.cuda.Argument.real;
import static org.neocog.cuda.Argument.whole;

import org.neocog.graph.AddSquares;
import org.neocog.graph.Clamp;
import org.neocog.graph.ClipFactor;
import org.neocog.graph.MixRows;
import org.neocog.graph.RecipeOp;
import org.neocog.graph.ScaleBy;
import org.neocog.tensor.Shape;

/** What recipes of training put around a network: gradients clipped, examples mixed. */
final class RecipePrograms {
    private static final String FILE = "recipe.cu";

    private RecipePrograms() {}

    static Program of(RecipeOp op, Shape in) {
        int n = in.elements();
        return switch (op) {
            case AddSquares _ -> ReductionPrograms.addSquares(n);
            case Clamp c -> Program.of(KernelCall.of(
                    FILE, "neocog_clamp", Grid.fours(n), input(0), output(), whole(n), real(c.limit())));
            case ClipFactor c -> Program.of(
                    KernelCall.of(FILE, "neocog_clip_factor", Grid.of(1, 1), input(0), output(), real(c.maxNorm())));
            case MixRows _ -> Program.of(KernelCall.of(
                    FILE, "neocog_mix_rows", Grid.each(n), input(0), input(1), input(2), output(), whole(in.dim(0)),
                    whole(n / in.dim(0))));
            case ScaleBy _ -> Program.of(KernelCall.of(
                    FILE, "neocog_scale_by", Grid.fours(n), input(0), input(1), output(), whole(n)));
        };
    }
}

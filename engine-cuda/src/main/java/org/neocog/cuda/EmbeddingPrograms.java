package org.neocog.cuda;

import static org.neocog.cuda.Argument.input;
import static org.neocog.cuda.Argument.output;
import static org.neocog.cuda.Argument.whole;

import java.util.List;
import org.neocog.graph.Embedding;
import org.neocog.graph.EmbeddingGrad;
import org.neocog.graph.EmbeddingOp;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;

/** Rows of a table by their numbers. */
final class EmbeddingPrograms {
    private static final String FILE = "embedding.cu";

    private EmbeddingPrograms() {}

    static Program of(EmbeddingOp op, List<TensorSpec> inputs, Shape output) {
        int count = inputs.get(0).elements();
        return switch (op) {
            case Embedding _ -> program(
                    "neocog_embedding", Grid.each(output.elements()), count, inputs.get(1).shape());
            case EmbeddingGrad grad -> program("neocog_embedding_grad", Grid.warps(grad.rows()), count, output);
        };
    }

    private static Program program(String kernel, Grid grid, int count, Shape table) {
        return Program.of(KernelCall.of(
                FILE, kernel, grid, input(0), input(1), output(), whole(count), whole(table.dim(0)), whole(table.dim(1))));
    }
}

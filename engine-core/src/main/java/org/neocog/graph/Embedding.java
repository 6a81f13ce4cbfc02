package org.neocog.graph;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.neocog.tensor.DType;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;

/**
 * {@code y[…,d] = table[ids[…],d]}: the rows of a table that are asked for, PyTorch's {@code Embedding}. Inputs {@code ids: i32}
 * of any shape and {@code table: rows x width}; output of the ids' shape with one more dimension, the width. An id that is
 * no row gives NaN.
 */
public record Embedding() implements EmbeddingOp {
    @Override
    public TensorSpec infer(List<TensorSpec> inputs) {
        Check.inputs(this, inputs, 2);
        Shape ids = ids(this, inputs.get(0)).shape();
        TensorSpec table = Check.rank(this, "the table", inputs.get(1), 2, "rows x width");
        int[] dims = Arrays.copyOf(ids.toArray(), ids.rank() + 1);
        dims[ids.rank()] = table.shape().dim(1);
        return TensorSpec.f32(dims);
    }

    static TensorSpec ids(Op op, TensorSpec ids) {
        if (ids.dtype() != DType.I32) {
            throw new ShapeException(op.opName() + ": the ids must be i32, not " + ids);
        }
        return ids;
    }

    @Override
    public List<Optional<Node>> gradient(GraphBuilder graph, Node node, Node dy) {
        EmbeddingGrad grad = new EmbeddingGrad(node.input(1).shape().dim(0));
        return List.of(Optional.empty(), Optional.of(graph.add(node.name() + ".dtable", grad, node.input(0), dy)));
    }
}

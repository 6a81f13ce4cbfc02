package org.neocog.graph;

import java.util.List;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;

/**
 * {@code dtable[v,d] = Σ dy[…,d]} over the places whose id is v, in their order; an id that is no row adds nothing. Inputs
 * the ids and dy, of the ids' shape with one more dimension; output {@code rows x width}.
 */
public record EmbeddingGrad(int rows) implements EmbeddingOp {
    public EmbeddingGrad {
        Check.attribute(rows >= 1, "a table has at least one row, not " + rows);
    }

    @Override
    public TensorSpec infer(List<TensorSpec> inputs) {
        Check.inputs(this, inputs, 2);
        Shape ids = Embedding.ids(this, inputs.get(0)).shape();
        TensorSpec dy = Check.floats(this, "dy", inputs.get(1));
        if (dy.shape().rank() != ids.rank() + 1 || dy.elements() / dy.shape().dim(-1) != ids.elements()) {
            throw new ShapeException("EmbeddingGrad: dy must have a row for each of the ids " + ids + ", not " + dy.shape());
        }
        return TensorSpec.f32(rows, dy.shape().dim(-1));
    }
}

package org.neocog.graph;

import java.util.List;
import org.neocog.tensor.TensorSpec;

/**
 * The gradients of {@link LayerNorm} with respect to weight and bias: row 0 of the output is {@code Σ dy · x̂}, row 1 is
 * {@code Σ dy}, with the sums over the rows of x. Inputs {@code x: … x D}, {@code dy} of x's shape; output {@code 2 x D}.
 */
public record LayerNormSums(float epsilon) implements NormalizationOp {
    @Override
    public TensorSpec infer(List<TensorSpec> inputs) {
        Check.inputs(this, inputs, 2);
        TensorSpec x = LayerNorm.rows(this, "x", inputs.get(0));
        Check.same(this, "dy", x, inputs.get(1));
        return TensorSpec.f32(LayerNorm.row(x).shape().prepend(2));
    }
}

package org.neocog.graph;

import java.util.List;
import org.neocog.tensor.TensorSpec;

/**
 * The gradient of {@link LayerNorm} with respect to x: with {@code g = dy · weight} and x̂ the normalised row,
 * {@code dx = (g - Σ g / D - x̂ · Σ (g · x̂) / D) / √(variance + epsilon)}, with the sums over the row. Inputs
 * {@code x: … x D}, weight D, {@code dy} of x's shape; output of x's shape.
 */
public record LayerNormGrad(float epsilon) implements NormalizationOp {
    @Override
    public TensorSpec infer(List<TensorSpec> inputs) {
        Check.inputs(this, inputs, 3);
        TensorSpec x = LayerNorm.rows(this, "x", inputs.get(0));
        Check.same(this, "the weight", LayerNorm.row(x), inputs.get(1));
        Check.same(this, "dy", x, inputs.get(2));
        return x;
    }

    @Override
    public List<Integer> inPlaceInputs() {
        return List.of(2, 0);
    }
}

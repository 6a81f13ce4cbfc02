package org.neocog.graph;

import java.util.List;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;

/**
 * {@code y = total + Σ x²}: with one such node for each gradient, each adding to the one before, the last is the square of
 * the norm of all gradients together. Inputs: x of any shape, and the total so far (a scalar); output a scalar.
 */
public record AddSquares() implements RecipeOp {
    @Override
    public TensorSpec infer(List<TensorSpec> inputs) {
        Check.inputs(this, inputs, 2);
        Check.floats(this, "the input", inputs.get(0));
        Check.same(this, "the total", TensorSpec.f32(Shape.scalar()), inputs.get(1));
        return inputs.get(1);
    }
}

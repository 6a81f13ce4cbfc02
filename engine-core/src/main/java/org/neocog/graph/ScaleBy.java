package org.neocog.graph;

import java.util.List;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;

/** {@code y = factor · x} with a factor that is computed. Inputs: x of any shape, and the factor (a scalar). */
public record ScaleBy() implements RecipeOp {
    @Override
    public TensorSpec infer(List<TensorSpec> inputs) {
        Check.inputs(this, inputs, 2);
        Check.same(this, "the factor", TensorSpec.f32(Shape.scalar()), inputs.get(1));
        return Check.floats(this, "the input", inputs.get(0));
    }

    @Override
    public List<Integer> inPlaceInputs() {
        return List.of(0);
    }
}

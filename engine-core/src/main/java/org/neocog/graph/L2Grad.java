package org.neocog.graph;

import java.util.List;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;

/** {@code dx = dy · 2 · coefficient · x}. Inputs: x, and the penalty's gradient (a scalar). */
public record L2Grad(float coefficient) implements ComputeOp {
    @Override
    public TensorSpec infer(List<TensorSpec> inputs) {
        Check.inputs(this, inputs, 2);
        Check.same(this, "dy", TensorSpec.f32(Shape.scalar()), inputs.get(1));
        return Check.floats(this, "the input", inputs.get(0));
    }

    @Override
    public List<Integer> inPlaceInputs() {
        return List.of(0);
    }
}

package org.neocog.graph;

import java.util.List;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;

/** {@code dx = dloss / elements · (σ(x) - target)}. Inputs: x, the target, and the loss's gradient (a scalar). */
public record BinaryCrossEntropyGrad() implements TargetLossOp {
    @Override
    public TensorSpec infer(List<TensorSpec> inputs) {
        Check.inputs(this, inputs, 3);
        TensorSpec x = Check.floats(this, "x", inputs.get(0));
        Check.same(this, "the target", x, inputs.get(1));
        Check.same(this, "the loss's gradient", TensorSpec.f32(Shape.scalar()), inputs.get(2));
        return x;
    }

    @Override
    public List<Integer> inPlaceInputs() {
        return List.of(0, 1);
    }
}

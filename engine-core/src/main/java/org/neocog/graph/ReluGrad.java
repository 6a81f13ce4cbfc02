package org.neocog.graph;

import java.util.List;
import org.neocog.tensor.TensorSpec;

/**
 * {@code dx = dy} where y is above 0 (or NaN), else 0: the derivative at the kink is taken as 0. Inputs: the output y of
 * {@link Relu}, then dy.
 */
public record ReluGrad() implements ComputeOp {
    @Override
    public TensorSpec infer(List<TensorSpec> inputs) {
        Check.inputs(this, inputs, 2);
        TensorSpec y = Check.floats(this, "y", inputs.get(0));
        Check.same(this, "dy", y, inputs.get(1));
        return y;
    }

    @Override
    public List<Integer> inPlaceInputs() {
        return List.of(1, 0);
    }
}

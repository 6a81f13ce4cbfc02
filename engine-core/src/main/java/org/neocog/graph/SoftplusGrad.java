package org.neocog.graph;

import java.util.List;
import org.neocog.tensor.TensorSpec;

/** {@code dx = dy · (1 - exp(-y))}, which is dy · sigmoid(x). Inputs: the output y of {@link Softplus}, then dy. */
public record SoftplusGrad() implements ActivationOp {
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

package org.neocog.graph;

import java.util.List;
import org.neocog.tensor.TensorSpec;

/**
 * {@code dx = dy · (y + alpha)} where y is at most 0, else {@code dy}; y + alpha is alpha · exp(x). Inputs: the output y of
 * {@link Elu}, then dy.
 */
public record EluGrad(float alpha) implements ActivationOp {
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

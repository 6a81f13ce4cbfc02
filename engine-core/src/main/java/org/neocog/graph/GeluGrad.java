package org.neocog.graph;

import java.util.List;
import org.neocog.tensor.TensorSpec;

/**
 * {@code dx = dy · (Φ(x) + x · φ(x))}, φ(x) = exp(-x²/2) / √(2π) being the density of Φ. Inputs: the input x of {@link Gelu}, from
 * whose output it could not be told, then dy.
 */
public record GeluGrad() implements ActivationOp {
    @Override
    public TensorSpec infer(List<TensorSpec> inputs) {
        Check.inputs(this, inputs, 2);
        TensorSpec x = Check.floats(this, "x", inputs.get(0));
        Check.same(this, "dy", x, inputs.get(1));
        return x;
    }

    @Override
    public List<Integer> inPlaceInputs() {
        return List.of(1, 0);
    }
}

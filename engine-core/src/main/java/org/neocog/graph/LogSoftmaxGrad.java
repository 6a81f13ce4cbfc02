package org.neocog.graph;

import java.util.List;
import org.neocog.tensor.TensorSpec;

/** {@code dx[n,j] = dy[n,j] - exp(y[n,j]) · Σ dy[n,·]}. Inputs: the output y of {@link LogSoftmax}, then dy. */
public record LogSoftmaxGrad() implements ActivationOp {
    @Override
    public TensorSpec infer(List<TensorSpec> inputs) {
        Check.inputs(this, inputs, 2);
        TensorSpec y = Check.rank(this, "y", inputs.get(0), 2, "N x classes");
        Check.same(this, "dy", y, inputs.get(1));
        return y;
    }

    @Override
    public List<Integer> inPlaceInputs() {
        return List.of(1, 0);
    }
}

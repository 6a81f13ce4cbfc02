package org.neocog.graph;

import java.util.List;
import org.neocog.tensor.TensorSpec;

/**
 * The gradient of the gates' sums of {@link Lstm}, from the last step back. Inputs: the gates, the recurrent weights, the hidden
 * states that came out, and their gradient; output {@code N x T x 4H}.
 */
public record LstmGrad() implements LstmOp {
    @Override
    public TensorSpec infer(List<TensorSpec> inputs) {
        Check.inputs(this, inputs, 4);
        TensorSpec hidden = LstmOp.hidden(this, inputs);
        Check.same(this, "the hidden states", hidden, inputs.get(2));
        Check.same(this, "the hidden states' gradient", hidden, inputs.get(3));
        return inputs.get(0);
    }

    /** The gates are worked out again, and each step's gradient goes back through the weights. */
    @Override
    public long multiplyAdds(List<TensorSpec> inputs, TensorSpec output) {
        return 2L * output.elements() * inputs.get(1).shape().dim(1);
    }
}

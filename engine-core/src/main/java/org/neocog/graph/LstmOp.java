package org.neocog.graph;

import java.util.List;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;

/** A layer of long short-term memory over all its steps, and its gradients. */
public sealed interface LstmOp extends ComputeOp permits Lstm, LstmGrad, LstmWeightGrad {
    /** Requires gates {@code N x T x 4H} and recurrent weights {@code 4H x H}; returns the spec of the hidden states. */
    static TensorSpec hidden(LstmOp op, List<TensorSpec> inputs) {
        Shape gates = Check.rank(op, "the gates", inputs.get(0), 3, "N x T x 4H").shape();
        Shape weight = Check.rank(op, "the recurrent weights", inputs.get(1), 2, "4H x H").shape();
        int hidden = weight.dim(1);
        if (gates.dim(2) != 4L * hidden || weight.dim(0) != gates.dim(2)) {
            throw new ShapeException(op.opName() + ": gates N x T x 4H go with recurrent weights 4H x H, not " + gates + " with "
                    + weight);
        }
        return TensorSpec.f32(gates.dim(0), gates.dim(1), hidden);
    }
}

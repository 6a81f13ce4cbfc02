package org.neocog.graph;

import java.util.List;
import org.neocog.tensor.TensorSpec;

/** {@code y[c] = Σ x[n,c,…]} over everything but the channel: the gradient of a bias. Input {@code N x C x …}, output {@code C}. */
public record ChannelSum() implements ComputeOp {
    @Override
    public TensorSpec infer(List<TensorSpec> inputs) {
        Check.inputs(this, inputs, 1);
        TensorSpec x = Check.floats(this, "the input", inputs.get(0));
        if (x.shape().rank() < 2) {
            throw new ShapeException("ChannelSum: the input must have the layout N x C or N x C x …, not " + x.shape());
        }
        return TensorSpec.f32(x.shape().dim(1));
    }
}

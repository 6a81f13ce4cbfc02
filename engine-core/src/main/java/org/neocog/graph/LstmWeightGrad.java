package org.neocog.graph;

import java.util.List;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;

/**
 * {@code dweight = Σ dgates[n,t]ᵀ · h[n,t-1]} over the steps but the first. Inputs: the hidden states {@code N x T x H} of
 * {@link Lstm} and the gradient {@code N x T x 4H} of its gates; output {@code 4H x H}.
 */
public record LstmWeightGrad() implements LstmOp {
    @Override
    public TensorSpec infer(List<TensorSpec> inputs) {
        Check.inputs(this, inputs, 2);
        Shape hidden = Check.rank(this, "the hidden states", inputs.get(0), 3, "N x T x H").shape();
        int width = hidden.dim(2);
        Check.same(this, "the gates' gradient", TensorSpec.f32(hidden.dim(0), hidden.dim(1), 4 * width), inputs.get(1));
        return TensorSpec.f32(4 * width, width);
    }

    @Override
    public long multiplyAdds(List<TensorSpec> inputs, TensorSpec output) {
        return (long) inputs.get(1).elements() * output.shape().dim(1);
    }
}

package org.neocog.graph;

import java.util.List;
import org.neocog.tensor.TensorSpec;

/**
 * The sums of each channel that {@link BatchNormTraining}'s gradient needs, with x̂ = (x - mean) / √(variance + epsilon):
 * row 0 of the output is {@code Σ dy · x̂}, the gradient of the weight, row 1 is {@code Σ dy}, that of the bias. Inputs
 * {@code x: N x C x …}, its moments {@code 2 x C}, {@code dy} of x's shape; output {@code 2 x C}.
 */
public record BatchNormSums(float epsilon) implements NormalizationOp {
    @Override
    public TensorSpec infer(List<TensorSpec> inputs) {
        Check.inputs(this, inputs, 3);
        TensorSpec x = ChannelSpecs.channels(this, "x", inputs.get(0));
        Check.same(this, "the moments", ChannelSpecs.twoPerChannel(x), inputs.get(1));
        Check.same(this, "dy", x, inputs.get(2));
        return inputs.get(1);
    }
}

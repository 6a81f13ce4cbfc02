package org.neocog.graph;

import java.util.List;
import org.neocog.tensor.TensorSpec;

/**
 * The gradient of {@link BatchNormTraining} with respect to x, through the batch's moments as well:
 * {@code dx = weight / √(variance + epsilon) · (dy - Σ dy / n - x̂ · Σ (dy · x̂) / n)}, with the sums over the n elements of
 * the channel (Ioffe and Szegedy 2015, section 3, gathered). Inputs {@code x: N x C x …}, its moments {@code 2 x C}, the
 * weight C, {@code dy} of x's shape, its {@link BatchNormSums} {@code 2 x C}; output of x's shape.
 */
public record BatchNormTrainingGrad(float epsilon) implements NormalizationOp {
    @Override
    public TensorSpec infer(List<TensorSpec> inputs) {
        Check.inputs(this, inputs, 5);
        TensorSpec x = ChannelSpecs.channels(this, "x", inputs.get(0));
        Check.same(this, "the moments", ChannelSpecs.twoPerChannel(x), inputs.get(1));
        Check.same(this, "the weight", ChannelSpecs.perChannel(x), inputs.get(2));
        Check.same(this, "dy", x, inputs.get(3));
        Check.same(this, "the sums", ChannelSpecs.twoPerChannel(x), inputs.get(4));
        return x;
    }

    @Override
    public List<Integer> inPlaceInputs() {
        return List.of(3, 0);
    }
}

package org.neocog.graph;

import java.util.List;
import java.util.Optional;
import org.neocog.tensor.TensorSpec;

/**
 * Mean and biased variance of each channel over the batch: row 0 of the output is {@code Σ x / n}, row 1 is
 * {@code Σ (x - mean)² / n}, with the sums over the n elements of the channel. Input {@code N x C} or {@code N x C x …},
 * output {@code 2 x C}.
 *
 * <p>No gradient flows through it: that of {@link BatchNormTraining} already contains what the moments contribute.
 */
public record BatchMoments() implements NormalizationOp {
    @Override
    public TensorSpec infer(List<TensorSpec> inputs) {
        Check.inputs(this, inputs, 1);
        return ChannelSpecs.twoPerChannel(ChannelSpecs.channels(this, "the input", inputs.get(0)));
    }

    @Override
    public List<Optional<Node>> gradient(GraphBuilder graph, Node node, Node dy) {
        return List.of(Optional.empty());
    }
}

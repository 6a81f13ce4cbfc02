package org.neocog.graph;

import java.util.List;
import java.util.Optional;
import org.neocog.tensor.TensorSpec;

/**
 * Batch normalisation with given statistics, as at inference:
 * {@code y = (x - mean) / √(variance + epsilon) · weight + bias}, channel by channel. Inputs {@code x: N x C} or
 * {@code N x C x …}, then mean, variance, weight and bias of C each; output of {@code x}'s shape. Mean and variance count as
 * constants: there is no gradient with respect to them.
 */
public record BatchNorm(float epsilon) implements NormalizationOp {
    public BatchNorm {
        ChannelSpecs.epsilon(epsilon);
    }

    @Override
    public TensorSpec infer(List<TensorSpec> inputs) {
        Check.inputs(this, inputs, 5);
        TensorSpec x = ChannelSpecs.channels(this, "the input", inputs.get(0));
        List<String> names = List.of("the mean", "the variance", "the weight", "the bias");
        for (int i = 0; i < names.size(); i++) {
            Check.same(this, names.get(i), ChannelSpecs.perChannel(x), inputs.get(i + 1));
        }
        return x;
    }

    /** With constant statistics all three are made of what there is: x̂ has the mean 0 in the place of dx's, and weights 1. */
    @Override
    public List<Optional<Node>> gradient(GraphBuilder graph, Node node, Node dy) {
        String name = node.name();
        Node mean = node.input(1);
        Node variance = node.input(2);
        Node zeros = graph.add(name + ".zeros", new Fill(mean.spec(), 0));
        Node ones = graph.add(name + ".ones", new Fill(mean.spec(), 1));
        Node normalized = graph.add(name + ".normalized", this, node.input(0), mean, variance, ones, zeros);
        Node products = graph.add(name + ".products", new Mul(), normalized, dy);
        return List.of(
                Optional.of(graph.add(name + ".dx", this, dy, zeros, variance, node.input(3), zeros)),
                Optional.empty(),
                Optional.empty(),
                Optional.of(graph.add(name + ".dweight", new ChannelSum(), products)),
                Optional.of(graph.add(name + ".dbias", new ChannelSum(), dy)));
    }

    @Override
    public List<Integer> inPlaceInputs() {
        return List.of(0);
    }
}

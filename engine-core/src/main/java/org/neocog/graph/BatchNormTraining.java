package org.neocog.graph;

import java.util.List;
import java.util.Optional;
import org.neocog.tensor.TensorSpec;

/**
 * Batch normalisation with the batch's own statistics (Ioffe and Szegedy 2015):
 * {@code y = (x - mean) / √(variance + epsilon) · weight + bias}, channel by channel. Inputs {@code x: N x C} or
 * {@code N x C x …}, its {@link BatchMoments} {@code 2 x C}, then weight and bias of C each; output of {@code x}'s shape.
 */
public record BatchNormTraining(float epsilon) implements NormalizationOp {
    public BatchNormTraining {
        ChannelSpecs.epsilon(epsilon);
    }

    @Override
    public TensorSpec infer(List<TensorSpec> inputs) {
        Check.inputs(this, inputs, 4);
        TensorSpec x = ChannelSpecs.channels(this, "the input", inputs.get(0));
        if (ChannelSpecs.elementsPerChannel(x) == 1) {
            throw new ShapeException("BatchNorm: the statistics of a training batch need more than 1 value for each channel, "
                    + "but the input is " + x.shape() + "; use a larger batch");
        }
        Check.same(this, "the moments", ChannelSpecs.twoPerChannel(x), inputs.get(1));
        Check.same(this, "the weight", ChannelSpecs.perChannel(x), inputs.get(2));
        Check.same(this, "the bias", ChannelSpecs.perChannel(x), inputs.get(3));
        return x;
    }

    /** The moments are functions of x: that is in the gradient of x, and there is none with respect to them. */
    @Override
    public List<Optional<Node>> gradient(GraphBuilder graph, Node node, Node dy) {
        String name = node.name();
        Node x = node.input(0);
        Node moments = node.input(1);
        Node weight = node.input(2);
        Node sums = graph.add(name + ".sums", new BatchNormSums(epsilon), x, moments, dy);
        return List.of(
                Optional.of(graph.add(name + ".dx", new BatchNormTrainingGrad(epsilon), x, moments, weight, dy, sums)),
                Optional.empty(),
                Optional.of(graph.add(name + ".dweight", new Row(0), sums)),
                Optional.of(graph.add(name + ".dbias", new Row(1), sums)));
    }

    @Override
    public List<Integer> inPlaceInputs() {
        return List.of(0);
    }
}

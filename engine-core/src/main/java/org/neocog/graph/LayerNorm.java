package org.neocog.graph;

import java.util.List;
import java.util.Optional;
import org.neocog.tensor.TensorSpec;

/**
 * Layer normalisation over the last dimension (Ba et al. 2016): {@code y = (x - mean) / √(variance + epsilon) · weight + bias}
 * with mean and biased variance of each row of D numbers. Inputs {@code x: … x D}, weight D, bias D; output of {@code x}'s
 * shape. PyTorch's {@code LayerNorm(D)}.
 */
public record LayerNorm(float epsilon) implements NormalizationOp {
    public LayerNorm {
        ChannelSpecs.epsilon(epsilon);
    }

    @Override
    public TensorSpec infer(List<TensorSpec> inputs) {
        Check.inputs(this, inputs, 3);
        TensorSpec x = rows(this, "the input", inputs.get(0));
        Check.same(this, "the weight", row(x), inputs.get(1));
        Check.same(this, "the bias", row(x), inputs.get(2));
        return x;
    }

    /** Requires f32 of one dimension at least; returns the spec. */
    static TensorSpec rows(Op op, String what, TensorSpec x) {
        Check.floats(op, what, x);
        if (x.shape().rank() == 0) {
            throw new ShapeException(op.opName() + ": " + what + " must have the layout … x D, not " + x.shape());
        }
        return x;
    }

    /** The last dimension alone. */
    static TensorSpec row(TensorSpec x) {
        return TensorSpec.f32(x.shape().dim(x.shape().rank() - 1));
    }

    @Override
    public List<Optional<Node>> gradient(GraphBuilder graph, Node node, Node dy) {
        String name = node.name();
        Node x = node.input(0);
        Node sums = graph.add(name + ".sums", new LayerNormSums(epsilon), x, dy);
        return List.of(
                Optional.of(graph.add(name + ".dx", new LayerNormGrad(epsilon), x, node.input(1), dy)),
                Optional.of(graph.add(name + ".dweight", new Row(0), sums)),
                Optional.of(graph.add(name + ".dbias", new Row(1), sums)));
    }

    @Override
    public List<Integer> inPlaceInputs() {
        return List.of(0);
    }
}

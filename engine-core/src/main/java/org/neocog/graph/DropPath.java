package org.neocog.graph;

import java.util.List;
import java.util.Optional;
import org.neocog.tensor.TensorSpec;

/**
 * Stochastic depth (Huang et al. 2016): {@code y = x / (1 - rate)} for the examples that stay and 0 for the rest, whole
 * examples of {@code N x …} at a time. Example n stays if the uniform number from lane {@code n mod 4} of the
 * {@linkplain org.neocog.random.Philox Philox} block with the key {@code (random[0], random[1])} and the counter
 * {@code (n/4, stream, random[2], random[3])} is at least {@code rate}: the same examples on every device. Inputs {@code x}
 * and {@code random: i32[4]} (low and high seed, low and high step). The backward pass is the same operation on dy.
 *
 * @param rate chance of an example to be dropped, in [0, 1)
 * @param stream tells the random layers of one network apart
 */
public record DropPath(float rate, int stream) implements ComputeOp {
    public DropPath {
        Check.attribute(rate >= 0 && rate < 1, "a rate of stochastic depth must be at least 0 and below 1, not " + rate);
    }

    /** What a kept example is multiplied by: 1 / (1 - rate). */
    public float scale() {
        return 1 / (1 - rate);
    }

    @Override
    public TensorSpec infer(List<TensorSpec> inputs) {
        Check.inputs(this, inputs, 2);
        Check.same(this, "the random state", TensorSpec.i32(4), inputs.get(1));
        TensorSpec x = Check.floats(this, "the input", inputs.get(0));
        if (x.shape().rank() == 0) {
            throw new ShapeException("DropPath: the input must have the layout N x …, not a scalar");
        }
        return x;
    }

    @Override
    public List<Optional<Node>> gradient(GraphBuilder graph, Node node, Node dy) {
        return List.of(Optional.of(graph.add(node.name() + ".dx", this, dy, node.input(1))), Optional.empty());
    }

    @Override
    public List<Integer> inPlaceInputs() {
        return List.of(0);
    }
}

package org.neocog.graph;

import java.util.List;
import java.util.Optional;
import org.neocog.tensor.TensorSpec;

/**
 * Inverted dropout (Srivastava et al. 2014, scaled at training time): {@code y = x / (1 - rate)} for the elements that
 * stay and 0 for the rest. Element i stays if the uniform number from lane {@code i mod 4} of the
 * {@linkplain org.neocog.random.Philox Philox} block with the key {@code (random[0], random[1])} and the counter
 * {@code (i/4, stream, random[2], random[3])} is at least {@code rate}: the same mask on every device.
 * Inputs {@code x} and {@code random: i32[4]} (low and high seed, low and high step). The backward pass is the same
 * operation on dy.
 *
 * @param rate chance of an element to be dropped, in [0, 1)
 * @param stream tells the dropouts of one network apart
 */
public record Dropout(float rate, int stream) implements ComputeOp {
    public Dropout {
        Check.attribute(rate >= 0 && rate < 1, "a dropout rate must be at least 0 and below 1, not " + rate);
    }

    /** What a kept element is multiplied by: 1 / (1 - rate). */
    public float scale() {
        return 1 / (1 - rate);
    }

    @Override
    public TensorSpec infer(List<TensorSpec> inputs) {
        Check.inputs(this, inputs, 2);
        Check.same(this, "the random state", TensorSpec.i32(4), inputs.get(1));
        return Check.floats(this, "the input", inputs.get(0));
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

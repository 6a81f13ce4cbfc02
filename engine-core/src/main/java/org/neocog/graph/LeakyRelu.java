package org.neocog.graph;

import java.util.List;
import java.util.Optional;
import org.neocog.tensor.TensorSpec;

/**
 * {@code y = x} where x is above 0, else {@code slope · x}, element by element (Maas et al. 2013).
 *
 * @param slope at least 0, so that the output's sign is the input's and tells the gradient which way was taken
 */
public record LeakyRelu(float slope) implements ActivationOp {
    public LeakyRelu {
        Check.attribute(slope >= 0 && slope <= Float.MAX_VALUE,
                "the slope of a leaky ReLU must be a finite number of at least 0, not " + slope);
    }

    @Override
    public TensorSpec infer(List<TensorSpec> inputs) {
        Check.inputs(this, inputs, 1);
        return Check.floats(this, "the input", inputs.get(0));
    }

    /** In terms of the output, so that the input's storage can be given up. */
    @Override
    public List<Optional<Node>> gradient(GraphBuilder graph, Node node, Node dy) {
        return List.of(Optional.of(graph.add(node.name() + ".dx", new LeakyReluGrad(slope), node, dy)));
    }

    @Override
    public List<Integer> inPlaceInputs() {
        return List.of(0);
    }
}

package org.neocog.graph;

import java.util.List;
import java.util.Optional;
import org.neocog.tensor.TensorSpec;

/**
 * {@code y = x · Φ(x)}, element by element, with the normal distribution Φ(x) = (1 + erf(x / √2)) / 2 itself and not its
 * approximation by tanh (Hendrycks and Gimpel 2016). At minus infinity, where the product has no value, y is its limit 0.
 */
public record Gelu() implements ActivationOp {
    @Override
    public TensorSpec infer(List<TensorSpec> inputs) {
        Check.inputs(this, inputs, 1);
        return Check.floats(this, "the input", inputs.get(0));
    }

    @Override
    public List<Optional<Node>> gradient(GraphBuilder graph, Node node, Node dy) {
        return List.of(Optional.of(graph.add(node.name() + ".dx", new GeluGrad(), node.input(0), dy)));
    }

    @Override
    public List<Integer> inPlaceInputs() {
        return List.of(0);
    }
}

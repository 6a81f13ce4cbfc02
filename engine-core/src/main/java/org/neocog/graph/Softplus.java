package org.neocog.graph;

import java.util.List;
import java.util.Optional;
import org.neocog.tensor.TensorSpec;

/** {@code y = log(1 + exp(x))}, element by element, computed as {@code max(x, 0) + log(1 + exp(-|x|))}, which cannot overflow. */
public record Softplus() implements ActivationOp {
    @Override
    public TensorSpec infer(List<TensorSpec> inputs) {
        Check.inputs(this, inputs, 1);
        return Check.floats(this, "the input", inputs.get(0));
    }

    /** In terms of the output, so that the input's storage can be given up. */
    @Override
    public List<Optional<Node>> gradient(GraphBuilder graph, Node node, Node dy) {
        return List.of(Optional.of(graph.add(node.name() + ".dx", new SoftplusGrad(), node, dy)));
    }

    @Override
    public List<Integer> inPlaceInputs() {
        return List.of(0);
    }
}

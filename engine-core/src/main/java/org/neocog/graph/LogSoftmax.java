package org.neocog.graph;

import java.util.List;
import java.util.Optional;
import org.neocog.tensor.TensorSpec;

/**
 * {@code y[n,j] = x[n,j] - log Σ exp(x[n,·])} for each row of {@code N x classes}, computed after taking off the row's largest
 * element so that nothing overflows.
 */
public record LogSoftmax() implements ActivationOp {
    @Override
    public TensorSpec infer(List<TensorSpec> inputs) {
        Check.inputs(this, inputs, 1);
        return Check.rank(this, "the input", inputs.get(0), 2, "N x classes");
    }

    /** In terms of the output, so that the input's storage can be given up. */
    @Override
    public List<Optional<Node>> gradient(GraphBuilder graph, Node node, Node dy) {
        return List.of(Optional.of(graph.add(node.name() + ".dx", new LogSoftmaxGrad(), node, dy)));
    }

    @Override
    public List<Integer> inPlaceInputs() {
        return List.of(0);
    }
}

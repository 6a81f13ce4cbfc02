package org.neocog.graph;

import java.util.List;
import java.util.Optional;
import org.neocog.tensor.TensorSpec;

/** {@code y = a + b}, element by element, of one shape. */
public record Add() implements ComputeOp {
    @Override
    public TensorSpec infer(List<TensorSpec> inputs) {
        Check.inputs(this, inputs, 2);
        TensorSpec a = Check.floats(this, "the left input", inputs.get(0));
        Check.same(this, "the right input", a, inputs.get(1));
        return a;
    }

    @Override
    public List<Optional<Node>> gradient(GraphBuilder graph, Node node, Node dy) {
        return List.of(Optional.of(dy), Optional.of(dy));
    }

    @Override
    public List<Integer> inPlaceInputs() {
        return List.of(0, 1);
    }
}

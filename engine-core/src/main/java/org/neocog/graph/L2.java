package org.neocog.graph;

import java.util.List;
import java.util.Optional;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;

/** The penalty {@code coefficient · Σ x²}; output a scalar. */
public record L2(float coefficient) implements ComputeOp {
    @Override
    public TensorSpec infer(List<TensorSpec> inputs) {
        Check.inputs(this, inputs, 1);
        Check.floats(this, "the input", inputs.get(0));
        return TensorSpec.f32(Shape.scalar());
    }

    @Override
    public List<Optional<Node>> gradient(GraphBuilder graph, Node node, Node dy) {
        return List.of(Optional.of(graph.add(node.name() + ".dx", new L2Grad(coefficient), node.input(0), dy)));
    }
}

package org.neocog.graph;

import java.util.List;
import java.util.Optional;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;

/** The adjoint of {@link AvgPool2d}: spreads each element of {@code dy} evenly over its window in {@code inputShape}. */
public record AvgPool2dGrad(Window window, boolean countPadding, Shape inputShape) implements ComputeOp {
    @Override
    public TensorSpec infer(List<TensorSpec> inputs) {
        Check.inputs(this, inputs, 1);
        Check.same(this, "dy", TensorSpec.f32(PoolGeometry.of(inputShape, window).y(inputShape)), inputs.get(0));
        return TensorSpec.f32(inputShape);
    }

    /** Linear, and the adjoint of the adjoint is the pooling itself. */
    @Override
    public List<Optional<Node>> gradient(GraphBuilder graph, Node node, Node dy) {
        return List.of(Optional.of(graph.add(node.name() + ".ddy", new AvgPool2d(window, countPadding), dy)));
    }
}

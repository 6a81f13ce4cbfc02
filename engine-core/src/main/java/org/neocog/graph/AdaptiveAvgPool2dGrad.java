package org.neocog.graph;

import java.util.List;
import java.util.Optional;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;

/** The adjoint of {@link AdaptiveAvgPool2d}: spreads each element of {@code dy} evenly over its window in {@code inputShape}. */
public record AdaptiveAvgPool2dGrad(Shape inputShape) implements ResamplingOp {
    @Override
    public TensorSpec infer(List<TensorSpec> inputs) {
        Check.inputs(this, inputs, 1);
        Shape dy = Check.rank(this, "dy", inputs.getFirst(), 4, "N x C x P x Q").shape();
        TensorSpec x = TensorSpec.f32(inputShape);
        TensorSpec y = new AdaptiveAvgPool2d(dy.dim(2), dy.dim(3)).infer(List.of(x));
        Check.same(this, "dy", y, inputs.getFirst());
        return x;
    }

    /** Linear, and the adjoint of the adjoint is the pooling itself. */
    @Override
    public List<Optional<Node>> gradient(GraphBuilder graph, Node node, Node dy) {
        Shape y = node.input(0).shape();
        AdaptiveAvgPool2d pool = new AdaptiveAvgPool2d(y.dim(2), y.dim(3));
        return List.of(Optional.of(graph.add(node.name() + ".ddy", pool, dy)));
    }
}

package org.neocog.graph;

import java.util.List;
import java.util.Optional;
import org.neocog.tensor.TensorSpec;

/**
 * The adjoint of {@link MaxUnpool2d}: for each window the element of {@code dy} at the place of the winner. Inputs: what had been
 * pooled and dy, both {@code N x C x H x W}; output {@code N x C x P x Q}.
 */
public record MaxUnpool2dGrad(Window window) implements ResamplingOp {
    public MaxUnpool2dGrad {
        PoolGeometry.check(window);
    }

    @Override
    public TensorSpec infer(List<TensorSpec> inputs) {
        Check.inputs(this, inputs, 2);
        TensorSpec x = Check.floats(this, "what was pooled", inputs.get(0));
        Check.same(this, "dy", x, inputs.get(1));
        return TensorSpec.f32(PoolGeometry.of(x.shape(), window).y(x.shape()));
    }

    /** Linear in dy, and the adjoint of the adjoint is the operation itself. */
    @Override
    public List<Optional<Node>> gradient(GraphBuilder graph, Node node, Node dy) {
        Node unpooled = graph.add(node.name() + ".ddy", new MaxUnpool2d(window), node.input(0), dy);
        return List.of(Optional.empty(), Optional.of(unpooled));
    }
}

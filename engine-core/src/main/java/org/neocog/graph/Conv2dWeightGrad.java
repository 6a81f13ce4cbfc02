package org.neocog.graph;

import java.util.List;
import java.util.Optional;
import org.neocog.tensor.TensorSpec;

/**
 * The gradient of a convolution with respect to its filters: {@code dw[k,c,r,t] = Σ dy[n,k,p,q] · x[n,c,p·s+r,q·s+t]} over
 * images and positions. Inputs {@code x: N x C x H x W} and {@code dy: N x K x P x Q}; output of {@code w}'s shape.
 */
public record Conv2dWeightGrad(Conv2dGeometry geometry) implements ComputeOp {
    @Override
    public String opName() {
        return "Conv" + geometry.window().dimensions() + "dWeightGrad";
    }

    @Override
    public TensorSpec infer(List<TensorSpec> inputs) {
        Check.inputs(this, inputs, 2);
        Check.same(this, "x", TensorSpec.f32(geometry.x()), inputs.get(0));
        Check.same(this, "dy", TensorSpec.f32(geometry.y()), inputs.get(1));
        return TensorSpec.f32(geometry.w());
    }

    /** Bilinear in x and dy: see {@link Conv2dInputGrad#gradient}. */
    @Override
    public List<Optional<Node>> gradient(GraphBuilder graph, Node node, Node dy) {
        Node first = graph.add(node.name() + ".dx", new Conv2dInputGrad(geometry), node.input(1), dy);
        Node second = graph.add(
                node.name() + ".ddy", new Conv2d(geometry.window(), geometry.groups(), false), node.input(0), dy);
        return List.of(Optional.of(first), Optional.of(second));
    }

    @Override
    public long multiplyAdds(List<TensorSpec> inputs, TensorSpec output) {
        return geometry.multiplyAdds();
    }
}

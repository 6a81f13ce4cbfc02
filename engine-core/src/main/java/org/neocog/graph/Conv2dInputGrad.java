package org.neocog.graph;

import java.util.List;
import java.util.Optional;
import org.neocog.tensor.TensorSpec;

/**
 * The adjoint of a convolution in its input: {@code dx[n,c,h,w] = Σ dy[n,k,p,q] · w[k,c,r,t]} over the windows that cover
 * the element. Inputs {@code dy: N x K x P x Q} and {@code w}; output of {@code x}'s shape. With a geometry from
 * {@link Conv2dGeometry#transposed} it is the forward pass of a transposed convolution.
 */
public record Conv2dInputGrad(Conv2dGeometry geometry) implements ComputeOp {
    @Override
    public String opName() {
        return "Conv" + geometry.window().dimensions() + "dInputGrad";
    }

    @Override
    public TensorSpec infer(List<TensorSpec> inputs) {
        Check.inputs(this, inputs, 2);
        Check.same(this, "dy", TensorSpec.f32(geometry.y()), inputs.get(0));
        Check.same(this, "the filters", TensorSpec.f32(geometry.w()), inputs.get(1));
        return TensorSpec.f32(geometry.x());
    }

    /** Bilinear in dy and w, so its gradients are the convolution and the weight gradient again. */
    @Override
    public List<Optional<Node>> gradient(GraphBuilder graph, Node node, Node dy) {
        Node first = graph.add(
                node.name() + ".ddy", new Conv2d(geometry.window(), geometry.groups(), false), dy, node.input(1));
        Node second = graph.add(node.name() + ".dw", new Conv2dWeightGrad(geometry), dy, node.input(0));
        return List.of(Optional.of(first), Optional.of(second));
    }

    @Override
    public long multiplyAdds(List<TensorSpec> inputs, TensorSpec output) {
        return geometry.multiplyAdds();
    }
}

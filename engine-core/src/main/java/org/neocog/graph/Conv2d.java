package org.neocog.graph;

import java.util.List;
import java.util.Optional;
import org.neocog.tensor.TensorSpec;

/**
 * Convolution as networks mean it (cross-correlation): {@code y[n,k,p,q] = b[k] + Σ x[n,c,p·s+r,q·s+t] · w[k,c,r,t]}.
 * Inputs {@code x: N x C x H x W}, {@code w: K x C/groups x R x S} and, if {@code bias}, {@code b: K}; output
 * {@code N x K x P x Q}. PyTorch's {@code Conv2d}; over volumes, with a depth in the window and before each height,
 * its {@code Conv3d}.
 */
public record Conv2d(Window window, int groups, boolean bias) implements ComputeOp {
    public Conv2d {
        Check.attribute(groups >= 1, "groups must be at least 1, not " + groups);
        Check.attribute(window.remainder() != Remainder.PARTIAL, "a convolution has no partial windows");
    }

    @Override
    public String opName() {
        return "Conv" + window.dimensions() + "d";
    }

    public Conv2dGeometry geometry(List<TensorSpec> inputs) {
        return Conv2dGeometry.of(inputs.get(0).shape(), inputs.get(1).shape(), window, groups);
    }

    @Override
    public TensorSpec infer(List<TensorSpec> inputs) {
        Check.inputs(this, inputs, bias ? 3 : 2);
        inputs.forEach(input -> Check.floats(this, "every input", input));
        Conv2dGeometry geometry = geometry(inputs);
        if (bias) {
            Check.same(this, "the bias", TensorSpec.f32(geometry.filters()), inputs.get(2));
        }
        return TensorSpec.f32(geometry.y());
    }

    @Override
    public List<Optional<Node>> gradient(GraphBuilder graph, Node node, Node dy) {
        Conv2dGeometry geometry = geometry(node.inputSpecs());
        Node dx = graph.add(node.name() + ".dx", new Conv2dInputGrad(geometry), dy, node.input(1));
        Node dw = graph.add(node.name() + ".dw", new Conv2dWeightGrad(geometry), node.input(0), dy);
        if (!bias) {
            return List.of(Optional.of(dx), Optional.of(dw));
        }
        Node db = graph.add(node.name() + ".db", new ChannelSum(), dy);
        return List.of(Optional.of(dx), Optional.of(dw), Optional.of(db));
    }

    @Override
    public long multiplyAdds(List<TensorSpec> inputs, TensorSpec output) {
        return geometry(inputs).multiplyAdds();
    }
}

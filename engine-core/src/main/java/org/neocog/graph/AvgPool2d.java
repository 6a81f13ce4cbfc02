package org.neocog.graph;

import java.util.List;
import java.util.Optional;
import org.neocog.tensor.TensorSpec;

/**
 * The mean of the elements under each window. The divisor counts the padding's zeros if {@code countPadding} (PyTorch's
 * {@code count_include_pad}), and never what a partial last window has beyond input and padding.
 * Input {@code N x C x H x W}, output {@code N x C x P x Q}.
 */
public record AvgPool2d(Window window, boolean countPadding) implements ComputeOp {
    public AvgPool2d {
        PoolGeometry.check(window);
        Check.attribute(window.height().dilation() == 1 && window.width().dilation() == 1,
                "an average pooling has no dilation");
    }

    @Override
    public TensorSpec infer(List<TensorSpec> inputs) {
        Check.inputs(this, inputs, 1);
        TensorSpec x = Check.floats(this, "the input", inputs.get(0));
        return TensorSpec.f32(PoolGeometry.of(x.shape(), window).y(x.shape()));
    }

    @Override
    public List<Optional<Node>> gradient(GraphBuilder graph, Node node, Node dy) {
        AvgPool2dGrad op = new AvgPool2dGrad(window, countPadding, node.input(0).shape());
        return List.of(Optional.of(graph.add(node.name() + ".dx", op, dy)));
    }
}

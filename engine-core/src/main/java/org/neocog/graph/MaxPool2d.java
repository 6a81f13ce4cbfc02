package org.neocog.graph;

import java.util.List;
import java.util.Optional;
import org.neocog.tensor.TensorSpec;

/**
 * The largest element under each window; padding never wins. A NaN under the window is the result, as in PyTorch.
 * Input {@code N x C x H x W}, output {@code N x C x P x Q}.
 */
public record MaxPool2d(Window window) implements ComputeOp {
    public MaxPool2d {
        PoolGeometry.check(window);
    }

    @Override
    public TensorSpec infer(List<TensorSpec> inputs) {
        Check.inputs(this, inputs, 1);
        TensorSpec x = Check.floats(this, "the input", inputs.get(0));
        return TensorSpec.f32(PoolGeometry.of(x.shape(), window).y(x.shape()));
    }

    @Override
    public List<Optional<Node>> gradient(GraphBuilder graph, Node node, Node dy) {
        return List.of(Optional.of(graph.add(node.name() + ".dx", new MaxPool2dGrad(window), node.input(0), dy)));
    }
}

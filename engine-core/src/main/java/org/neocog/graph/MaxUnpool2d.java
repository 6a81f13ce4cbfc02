package org.neocog.graph;

import java.util.List;
import java.util.Optional;
import org.neocog.tensor.TensorSpec;

/**
 * Undoes a max pooling as far as can be: each of the values goes to the place of the element that won its window, and all other
 * places are 0. Where windows overlap and one element won several, it gets the sum of their values. Inputs: what had been
 * pooled, {@code N x C x H x W}, whose winners {@link MaxPool2d} would choose again, and the values, {@code N x C x P x Q}; output
 * {@code N x C x H x W}.
 */
public record MaxUnpool2d(Window window) implements ResamplingOp {
    public MaxUnpool2d {
        PoolGeometry.check(window);
    }

    @Override
    public TensorSpec infer(List<TensorSpec> inputs) {
        Check.inputs(this, inputs, 2);
        TensorSpec x = Check.floats(this, "what was pooled", inputs.get(0));
        Check.same(this, "the values", TensorSpec.f32(PoolGeometry.of(x.shape(), window).y(x.shape())), inputs.get(1));
        return x;
    }

    /** The places are a choice, through which no gradient flows. */
    @Override
    public List<Optional<Node>> gradient(GraphBuilder graph, Node node, Node dy) {
        Node values = graph.add(node.name() + ".dx", new MaxUnpool2dGrad(window), node.input(0), dy);
        return List.of(Optional.empty(), Optional.of(values));
    }
}

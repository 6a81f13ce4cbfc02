package org.neocog.graph;

import java.util.List;
import java.util.Optional;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;

/**
 * Means over as many windows as the output has elements, whatever the size of the input: row i of {@code height} covers the
 * input's rows from floor(i·H / height) up to but not including ceil((i+1)·H / height), and columns likewise; PyTorch's
 * windows. Input {@code N x C x H x W}, output {@code N x C x height x width}; 1 x 1 is the mean of each plane.
 */
public record AdaptiveAvgPool2d(int height, int width) implements ResamplingOp {
    public AdaptiveAvgPool2d {
        Check.attribute(height >= 1 && width >= 1,
                "an adaptive pooling needs at least 1 row and 1 column, not " + height + "x" + width);
    }

    @Override
    public TensorSpec infer(List<TensorSpec> inputs) {
        Check.inputs(this, inputs, 1);
        Shape x = Check.rank(this, "the input", inputs.getFirst(), 4, "N x C x H x W").shape();
        if (Math.max((height + 1L) * (x.dim(2) + 1), (width + 1L) * (x.dim(3) + 1)) > Integer.MAX_VALUE) {
            throw new ShapeException("AdaptiveAvgPool2d: " + height + "x" + width + " windows are too many for " + x);
        }
        return TensorSpec.f32(x.dim(0), x.dim(1), height, width);
    }

    @Override
    public List<Optional<Node>> gradient(GraphBuilder graph, Node node, Node dy) {
        AdaptiveAvgPool2dGrad op = new AdaptiveAvgPool2dGrad(node.input(0).shape());
        return List.of(Optional.of(graph.add(node.name() + ".dx", op, dy)));
    }

    /** First element of window {@code i} of {@code windows} over {@code length} elements. */
    public static int first(int i, int windows, int length) {
        return i * length / windows;
    }

    /** Where window {@code i} of {@code windows} over {@code length} elements ends, exclusive. */
    public static int end(int i, int windows, int length) {
        return ((i + 1) * length + windows - 1) / windows;
    }
}

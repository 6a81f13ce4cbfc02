package org.neocog.graph;

import java.util.List;
import java.util.Optional;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;

/**
 * Each element at the top left of a block of {@code height x width}, with zeros elsewhere (bed-of-nails unpooling). Input
 * {@code N x C x H x W}, output {@code N x C x H·height x W·width}.
 */
public record BedOfNails(int height, int width) implements ResamplingOp {
    public BedOfNails {
        Check.factors(height, width);
    }

    @Override
    public TensorSpec infer(List<TensorSpec> inputs) {
        Check.inputs(this, inputs, 1);
        Shape x = Check.rank(this, "the input", inputs.getFirst(), 4, "N x C x H x W").shape();
        return TensorSpec.f32(Check.enlarged(this, x, height, width));
    }

    @Override
    public List<Optional<Node>> gradient(GraphBuilder graph, Node node, Node dy) {
        return List.of(Optional.of(graph.add(node.name() + ".dx", new BedOfNailsGrad(height, width), dy)));
    }
}

package org.neocog.graph;

import java.util.List;
import java.util.Optional;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;

/**
 * Each element repeated as a block of {@code height x width} (nearest-neighbour unpooling or upsampling):
 * {@code y[n,c,i,j] = x[n,c,i/height,j/width]}. Input {@code N x C x H x W}, output {@code N x C x H·height x W·width}.
 */
public record NearestUnpool(int height, int width) implements ResamplingOp {
    public NearestUnpool {
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
        return List.of(Optional.of(graph.add(node.name() + ".dx", new NearestUnpoolGrad(height, width), dy)));
    }
}

package org.neocog.graph;

import java.util.List;
import java.util.Optional;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;

/** The adjoint of {@link NearestUnpool}: the sum of each block of {@code height x width} of dy, its only input. */
public record NearestUnpoolGrad(int height, int width) implements ResamplingOp {
    public NearestUnpoolGrad {
        Check.factors(height, width);
    }

    @Override
    public TensorSpec infer(List<TensorSpec> inputs) {
        Check.inputs(this, inputs, 1);
        Shape dy = Check.rank(this, "dy", inputs.getFirst(), 4, "N x C x P x Q").shape();
        if (dy.dim(2) % height != 0 || dy.dim(3) % width != 0) {
            throw new ShapeException(opName() + ": dy of " + dy + " does not consist of blocks of " + height + "x" + width);
        }
        return TensorSpec.f32(dy.dim(0), dy.dim(1), dy.dim(2) / height, dy.dim(3) / width);
    }

    /** Linear, and the adjoint of the adjoint is the operation itself. */
    @Override
    public List<Optional<Node>> gradient(GraphBuilder graph, Node node, Node dy) {
        return List.of(Optional.of(graph.add(node.name() + ".ddy", new NearestUnpool(height, width), dy)));
    }
}

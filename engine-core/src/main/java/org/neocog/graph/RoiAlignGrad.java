package org.neocog.graph;

import java.util.List;
import java.util.Optional;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;

/**
 * Gives each pixel its share of dy of each sample that {@link RoiAlign} interpolated from it, added up in the order of the
 * regions. Inputs: the regions and dy; output of the features' shape.
 *
 * @param inputShape of the features
 */
public record RoiAlignGrad(RoiAlign align, Shape inputShape) implements RoiOp {
    @Override
    public int outHeight() {
        return align.outHeight();
    }

    @Override
    public int outWidth() {
        return align.outWidth();
    }

    @Override
    public float spatialScale() {
        return align.spatialScale();
    }

    @Override
    public TensorSpec infer(List<TensorSpec> inputs) {
        Check.inputs(this, inputs, 2);
        Check.same(this, "dy", RoiOp.output(this, inputShape, inputs.get(0)), inputs.get(1));
        return TensorSpec.f32(inputShape);
    }

    /** Linear in dy, and the adjoint of the adjoint is the pooling itself. */
    @Override
    public List<Optional<Node>> gradient(GraphBuilder graph, Node node, Node dy) {
        return List.of(Optional.empty(), Optional.of(graph.add(node.name() + ".ddy", align, dy, node.input(0))));
    }
}

package org.neocog.graph;

import java.util.List;
import java.util.Optional;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;

/**
 * The mean over all elements of {@code d²/(2·beta)} where {@code |d| < beta} and {@code |d| - beta/2} elsewhere, with
 * {@code d = x - target} (Girshick, "Fast R-CNN", 2015; PyTorch's {@code SmoothL1Loss}). Inputs of one shape; output a scalar.
 *
 * @param beta where the parabola goes over into the line; above 0
 */
public record SmoothL1(float beta) implements TargetLossOp {
    public SmoothL1 {
        Check.attribute(beta > 0 && beta < Float.POSITIVE_INFINITY, "beta must be above 0 and finite, not " + beta);
    }

    @Override
    public TensorSpec infer(List<TensorSpec> inputs) {
        Check.inputs(this, inputs, 2);
        TensorSpec x = Check.floats(this, "the input", inputs.get(0));
        Check.same(this, "the target", x, inputs.get(1));
        return TensorSpec.f32(Shape.scalar());
    }

    /** The loss is symmetric, so the target's gradient is the same formula with the arguments exchanged. */
    @Override
    public List<Optional<Node>> gradient(GraphBuilder graph, Node node, Node dy) {
        Node x = node.input(0);
        Node target = node.input(1);
        return List.of(
                Optional.of(graph.add(node.name() + ".dx", new SmoothL1Grad(beta), x, target, dy)),
                Optional.of(graph.add(node.name() + ".dtarget", new SmoothL1Grad(beta), target, x, dy)));
    }
}

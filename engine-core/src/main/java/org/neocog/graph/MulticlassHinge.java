package org.neocog.graph;

import java.util.List;
import java.util.Optional;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;

/**
 * The multiclass SVM loss of Weston and Watkins as CS231n teaches it: the mean over the batch of
 * {@code Σ over j ≠ label of max(0, s[j] - s[label] + margin)}. (PyTorch's MultiMarginLoss divides this by the number of
 * classes.) A label that is no class, or a score that is NaN, makes the loss NaN.
 * Inputs {@code scores: N x classes} and {@code labels: i32[N]}; output a scalar.
 */
public record MulticlassHinge(float margin) implements ComputeOp {
    @Override
    public TensorSpec infer(List<TensorSpec> inputs) {
        Check.inputs(this, inputs, 2);
        Check.scoresAndLabels(this, inputs.get(0), inputs.get(1));
        return TensorSpec.f32(Shape.scalar());
    }

    @Override
    public List<Optional<Node>> gradient(GraphBuilder graph, Node node, Node dy) {
        Node dx = graph.add(node.name() + ".dx", new MulticlassHingeGrad(margin), node.input(0), node.input(1), dy);
        return List.of(Optional.of(dx), Optional.empty());
    }
}

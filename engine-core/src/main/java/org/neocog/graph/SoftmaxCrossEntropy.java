package org.neocog.graph;

import java.util.List;
import java.util.Optional;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;

/**
 * Softmax and cross-entropy in one, the mean over the batch of {@code log Σ exp(s[j]) - s[label]}. Computed from the row's
 * largest score down, so that it neither overflows nor takes the logarithm of 0. A label that is no class makes the loss NaN.
 * Inputs {@code scores: N x classes} and {@code labels: i32[N]}; output a scalar.
 */
public record SoftmaxCrossEntropy() implements ComputeOp {
    @Override
    public TensorSpec infer(List<TensorSpec> inputs) {
        Check.inputs(this, inputs, 2);
        Check.scoresAndLabels(this, inputs.get(0), inputs.get(1));
        return TensorSpec.f32(Shape.scalar());
    }

    @Override
    public List<Optional<Node>> gradient(GraphBuilder graph, Node node, Node dy) {
        Node dx = graph.add(node.name() + ".dx", new SoftmaxCrossEntropyGrad(), node.input(0), node.input(1), dy);
        return List.of(Optional.of(dx), Optional.empty());
    }
}

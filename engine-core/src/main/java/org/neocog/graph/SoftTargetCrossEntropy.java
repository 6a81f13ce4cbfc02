package org.neocog.graph;

import java.util.List;
import java.util.Optional;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;

/**
 * Softmax and cross-entropy with a distribution as the target, the mean over the batch of
 * {@code Σ t[j] · (log Σ exp(s) - s[j])}: PyTorch's {@code CrossEntropyLoss} with probabilities. Targets that are smoothed or
 * mixed labels need not be one-hot, nor sum to 1. A target of 0 adds nothing even where the score is -∞; a NaN among a row's
 * scores or targets makes the loss NaN.
 * Inputs {@code scores: N x classes} and {@code targets: N x classes}; output a scalar. No gradient flows to the targets.
 */
public record SoftTargetCrossEntropy() implements TargetLossOp {
    @Override
    public TensorSpec infer(List<TensorSpec> inputs) {
        Check.inputs(this, inputs, 2);
        TensorSpec scores = Check.rank(this, "the scores", inputs.get(0), 2, "N x classes");
        Check.same(this, "the targets", scores, inputs.get(1));
        return TensorSpec.f32(Shape.scalar());
    }

    @Override
    public List<Optional<Node>> gradient(GraphBuilder graph, Node node, Node dy) {
        Node dx = graph.add(node.name() + ".dx", new SoftTargetCrossEntropyGrad(), node.input(0), node.input(1), dy);
        return List.of(Optional.of(dx), Optional.empty());
    }
}

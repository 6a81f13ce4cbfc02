package org.neocog.graph;

import java.util.List;
import java.util.Optional;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;

/**
 * Sigmoid and binary cross-entropy in one, the mean over all elements of
 * {@code -t · log σ(x) - (1-t) · log(1-σ(x)) = max(x,0) - x·t + log(1 + exp(-|x|))}, which never overflows: PyTorch's
 * {@code BCEWithLogitsLoss}. Inputs {@code x} and {@code target}, in [0, 1], of one shape; output a scalar. No gradient flows
 * to the target.
 */
public record BinaryCrossEntropy() implements TargetLossOp {
    @Override
    public TensorSpec infer(List<TensorSpec> inputs) {
        Check.inputs(this, inputs, 2);
        TensorSpec x = Check.floats(this, "the input", inputs.get(0));
        Check.same(this, "the target", x, inputs.get(1));
        return TensorSpec.f32(Shape.scalar());
    }

    @Override
    public List<Optional<Node>> gradient(GraphBuilder graph, Node node, Node dy) {
        Node dx = graph.add(node.name() + ".dx", new BinaryCrossEntropyGrad(), node.input(0), node.input(1), dy);
        return List.of(Optional.of(dx), Optional.empty());
    }
}

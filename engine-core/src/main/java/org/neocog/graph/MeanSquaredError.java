package org.neocog.graph;

import java.util.List;
import java.util.Optional;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;

/** The mean over all elements of {@code (x - target)²}: PyTorch's {@code MSELoss}. Inputs of one shape; output a scalar. */
public record MeanSquaredError() implements ComputeOp {
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
                Optional.of(graph.add(node.name() + ".dx", new MeanSquaredErrorGrad(), x, target, dy)),
                Optional.of(graph.add(node.name() + ".dtarget", new MeanSquaredErrorGrad(), target, x, dy)));
    }
}

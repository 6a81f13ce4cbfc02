package org.neocog.graph;

import java.util.List;
import java.util.Optional;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;

/**
 * How many rows have their largest score at their label (of equal scores the first counts; a row with a NaN is wrong).
 * Inputs {@code scores: N x classes} and {@code labels: i32[N]}; output a scalar, exact up to 2^24.
 */
public record CountCorrect() implements ComputeOp {
    @Override
    public TensorSpec infer(List<TensorSpec> inputs) {
        Check.inputs(this, inputs, 2);
        Check.scoresAndLabels(this, inputs.get(0), inputs.get(1));
        return TensorSpec.f32(Shape.scalar());
    }

    @Override
    public List<Optional<Node>> gradient(GraphBuilder graph, Node node, Node dy) {
        return List.of(Optional.empty(), Optional.empty());
    }
}

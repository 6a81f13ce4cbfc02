package org.neocog.graph;

import java.util.List;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;

/**
 * {@code dscores[n,j] = dloss / N · (softmax(s)[n,j] · Σ t[n,·] - t[n,j])}.
 * Inputs: the scores, the targets, and the loss's gradient (a scalar).
 */
public record SoftTargetCrossEntropyGrad() implements TargetLossOp {
    @Override
    public TensorSpec infer(List<TensorSpec> inputs) {
        Check.inputs(this, inputs, 3);
        TensorSpec scores = Check.rank(this, "the scores", inputs.get(0), 2, "N x classes");
        Check.same(this, "the targets", scores, inputs.get(1));
        Check.same(this, "the loss's gradient", TensorSpec.f32(Shape.scalar()), inputs.get(2));
        return scores;
    }

    @Override
    public List<Integer> inPlaceInputs() {
        return List.of(0, 1);
    }
}

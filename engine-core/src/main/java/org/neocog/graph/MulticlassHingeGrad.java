package org.neocog.graph;

import java.util.List;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;

/**
 * {@code dscores[n,j] = dloss / N} for each j other than the label whose margin is violated, and minus the number of those
 * times {@code dloss / N} for the label.
 * Inputs: the scores, the labels, and the loss's gradient (a scalar). A row whose label is no class gets NaN.
 */
public record MulticlassHingeGrad(float margin) implements ComputeOp {
    @Override
    public TensorSpec infer(List<TensorSpec> inputs) {
        Check.inputs(this, inputs, 3);
        TensorSpec scores = Check.scoresAndLabels(this, inputs.get(0), inputs.get(1));
        Check.same(this, "the loss's gradient", TensorSpec.f32(Shape.scalar()), inputs.get(2));
        return scores;
    }

    @Override
    public List<Integer> inPlaceInputs() {
        return List.of(0);
    }
}

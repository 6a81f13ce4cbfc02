package org.neocog.graph;

import java.util.List;
import org.neocog.tensor.TensorSpec;

/**
 * An exponential moving average: {@code average = decay · average + (1 - decay) · factor · value}. Inputs: the average, a
 * variable to which it writes, and the value, of one shape.
 *
 * @param decay how much of the average stays, from 0 to 1; PyTorch's batch normalisation calls 1 - decay the momentum
 * @param factor by which the value is multiplied, such as the n / (n - 1) that makes a biased variance an unbiased one
 */
public record MovingAverageUpdate(float decay, float factor) implements UpdateOp {
    public MovingAverageUpdate {
        Check.attribute(decay >= 0 && decay <= 1, "a moving average's decay must be from 0 to 1, not " + decay);
        Check.attribute(Float.isFinite(factor), "a moving average's factor must be a finite number, not " + factor);
    }

    /** What the value is multiplied by: (1 - decay) · factor, rounded once. */
    public float share() {
        return (float) ((1 - (double) decay) * factor);
    }

    @Override
    public List<Integer> writtenInputs() {
        return List.of(0);
    }

    @Override
    public TensorSpec infer(List<TensorSpec> inputs) {
        Check.inputs(this, inputs, 2);
        TensorSpec average = Check.floats(this, "the average", inputs.get(0));
        Check.same(this, "the value", average, inputs.get(1));
        return average;
    }
}

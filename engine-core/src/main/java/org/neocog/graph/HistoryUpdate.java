package org.neocog.graph;

import java.util.List;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;

/**
 * Notes a number of each step: {@code history[(step - 1) mod K] = value}. Inputs: the history f32[K], to which it writes,
 * the value (scalar f32) and the step count (scalar i32, from 1). The history holds the values of the last K steps, so
 * that they can be read together, once in K steps.
 */
public record HistoryUpdate() implements UpdateOp {
    @Override
    public List<Integer> writtenInputs() {
        return List.of(0);
    }

    @Override
    public TensorSpec infer(List<TensorSpec> inputs) {
        Check.inputs(this, inputs, 3);
        Check.same(this, "the value", TensorSpec.f32(Shape.scalar()), inputs.get(1));
        Check.same(this, "the step count", TensorSpec.i32(), inputs.get(2));
        return Check.rank(this, "the history", inputs.get(0), 1, "K");
    }
}

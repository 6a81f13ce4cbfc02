package org.neocog.graph;

import java.util.List;
import org.neocog.tensor.TensorSpec;

/** {@code y = min(max(x, -limit), limit)}, element by element; NaN stays NaN ({@code torch.nn.utils.clip_grad_value_}). */
public record Clamp(float limit) implements RecipeOp {
    public Clamp {
        Check.attribute(limit > 0 && Float.isFinite(limit), "a limit must be above 0, not " + limit);
    }

    @Override
    public TensorSpec infer(List<TensorSpec> inputs) {
        Check.inputs(this, inputs, 1);
        return Check.floats(this, "the input", inputs.get(0));
    }

    @Override
    public List<Integer> inPlaceInputs() {
        return List.of(0);
    }
}

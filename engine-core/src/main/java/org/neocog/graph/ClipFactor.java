package org.neocog.graph;

import java.util.List;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;

/**
 * What gradients are multiplied by so that their norm does not exceed a bound:
 * {@code y = min(1, maxNorm / (√squares + 1e-6))}, as {@code torch.nn.utils.clip_grad_norm_} has it (Pascanu et al., "On the
 * difficulty of training recurrent neural networks", 2013). Input: the sum of the squares of all gradients (a scalar);
 * output a scalar. A sum of NaN gives NaN, an infinite one 0, which makes NaN of the infinite gradients.
 */
public record ClipFactor(float maxNorm) implements RecipeOp {
    public ClipFactor {
        Check.attribute(maxNorm > 0 && Float.isFinite(maxNorm), "a largest norm must be above 0, not " + maxNorm);
    }

    @Override
    public TensorSpec infer(List<TensorSpec> inputs) {
        Check.inputs(this, inputs, 1);
        Check.same(this, "the sum of squares", TensorSpec.f32(Shape.scalar()), inputs.get(0));
        return inputs.get(0);
    }
}

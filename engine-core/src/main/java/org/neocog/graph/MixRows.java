package org.neocog.graph;

import java.util.List;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;

/**
 * Each row blended with another one of the batch, as mixup does with images and their targets (Zhang et al., "mixup: beyond
 * empirical risk minimization", 2018): {@code y[n] = share · x[n] + (1 - share) · x[partner[n]]}. Inputs: x N × anything,
 * the partners i32[N], each from 0 to N-1, and the share (a scalar). A partner that is no row gives NaN.
 */
public record MixRows() implements RecipeOp {
    @Override
    public TensorSpec infer(List<TensorSpec> inputs) {
        Check.inputs(this, inputs, 3);
        TensorSpec x = Check.floats(this, "the input", inputs.get(0));
        if (x.shape().rank() == 0) {
            throw new ShapeException("MixRows: the input must have rows, not be a scalar");
        }
        Check.same(this, "the partners", TensorSpec.i32(x.shape().dim(0)), inputs.get(1));
        Check.same(this, "the share", TensorSpec.f32(Shape.scalar()), inputs.get(2));
        return x;
    }
}

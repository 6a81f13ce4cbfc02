package org.neocog.graph;

import java.util.List;
import org.neocog.tensor.TensorSpec;

/** One row of a matrix: {@code y[c] = x[index, c]}, such as the mean out of {@link BatchMoments}. Input {@code R x C}, output C. */
public record Row(int index) implements NormalizationOp {
    @Override
    public TensorSpec infer(List<TensorSpec> inputs) {
        Check.inputs(this, inputs, 1);
        TensorSpec x = Check.rank(this, "the input", inputs.get(0), 2, "R x C");
        if (index < 0 || index >= x.shape().dim(0)) {
            throw new ShapeException("Row: there is no row " + index + " in " + x.shape());
        }
        return TensorSpec.f32(x.shape().dim(1));
    }
}

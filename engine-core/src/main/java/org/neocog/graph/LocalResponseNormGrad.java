package org.neocog.graph;

import java.util.List;
import org.neocog.tensor.TensorSpec;

/**
 * The gradient of {@link LocalResponseNorm}. With {@code s = k + alpha / size · Σ x²} it is
 * {@code dx[c] = dy[c] · s[c]^-beta - 2 · beta · alpha / size · x[c] · Σ dy[j] · x[j] · s[j]^(-beta-1)}, with the sum over the
 * channels j whose windows have c in them. Inputs {@code x: N x C x …} and {@code dy} of its shape; output of the same shape.
 */
public record LocalResponseNormGrad(LocalResponseNorm norm) implements NormalizationOp {
    @Override
    public TensorSpec infer(List<TensorSpec> inputs) {
        Check.inputs(this, inputs, 2);
        TensorSpec x = ChannelSpecs.channels(this, "x", inputs.get(0));
        Check.same(this, "dy", x, inputs.get(1));
        return x;
    }
}

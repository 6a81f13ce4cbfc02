package org.neocog.graph;

import java.util.List;
import org.neocog.tensor.TensorSpec;

/**
 * Sends each element of {@code dy} to the element of {@code x} that won its window, NaN being larger than any number; of
 * equal ones the first in row order. Inputs {@code x: N x C x H x W} and {@code dy: N x C x P x Q}; output
 * of {@code x}'s shape. The winner is found again rather than remembered.
 */
public record MaxPool2dGrad(Window window) implements ComputeOp {
    @Override
    public TensorSpec infer(List<TensorSpec> inputs) {
        Check.inputs(this, inputs, 2);
        TensorSpec x = Check.floats(this, "x", inputs.get(0));
        Check.same(this, "dy", TensorSpec.f32(PoolGeometry.of(x.shape(), window).y(x.shape())), inputs.get(1));
        return x;
    }
}

package org.neocog.graph;

import java.util.List;
import java.util.Optional;
import org.neocog.tensor.TensorSpec;

/**
 * Local response normalisation across channels, PyTorch's and Caffe's:
 * {@code y[c] = x[c] · (k + alpha / size · Σ x[j]²)^-beta}, with j from {@code c - size / 2} to {@code c + (size - 1) / 2} as
 * far as there are channels, at each position by itself. Krizhevsky et al. 2012 do not divide alpha by the size: their
 * alpha = 1e-4 with windows of n = 5 channels is {@code alpha = 5e-4} here, beside k = 2 and beta = 0.75. Input
 * {@code N x C} or {@code N x C x …}; output of the same shape.
 */
public record LocalResponseNorm(int size, float alpha, float beta, float k) implements NormalizationOp {
    public LocalResponseNorm {
        Check.attribute(size >= 1, "a window of channels must be at least 1, not " + size);
        Check.attribute(alpha >= 0 && Float.isFinite(alpha), "alpha must be a number of at least 0, not " + alpha);
        Check.attribute(Float.isFinite(beta), "beta must be a finite number, not " + beta);
        Check.attribute(k > 0 && Float.isFinite(k), "k must be a number above 0, not " + k);
    }

    /** Channels of the window before the one in its middle. */
    public int before() {
        return size / 2;
    }

    /** Channels of the window after the one in its middle. */
    public int after() {
        return (size - 1) / 2;
    }

    /** By what a sum of squares is multiplied. */
    public float factor() {
        return alpha / size;
    }

    @Override
    public TensorSpec infer(List<TensorSpec> inputs) {
        Check.inputs(this, inputs, 1);
        return ChannelSpecs.channels(this, "the input", inputs.get(0));
    }

    @Override
    public List<Optional<Node>> gradient(GraphBuilder graph, Node node, Node dy) {
        return List.of(Optional.of(graph.add(node.name() + ".dx", new LocalResponseNormGrad(this), node.input(0), dy)));
    }
}

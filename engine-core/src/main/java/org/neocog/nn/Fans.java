package org.neocog.nn;

import org.neocog.tensor.Shape;

/**
 * How many inputs each output of a layer sees, and how many outputs each input reaches, from the shape of its weights:
 * {@code [out, in]} for a fully-connected layer, {@code [out, in/groups, kernel...]} for a convolution (PyTorch's rule).
 */
record Fans(int in, int out) {
    static Fans of(Shape weights) {
        if (weights.rank() < 2) {
            throw new IllegalArgumentException("weights of shape " + weights
                    + " have no fan-in; an initialiser that needs it takes [out, in] or [out, in, kernel...]");
        }
        int kernel = weights.elements(2, weights.rank());
        return new Fans(weights.dim(1) * kernel, weights.dim(0) * kernel);
    }

    int of(FanMode mode) {
        return switch (mode) {
            case FAN_IN -> in;
            case FAN_OUT -> out;
        };
    }
}

package org.neocog.testing;

/** How the gradient with respect to an input is checked. */
enum Derivative {
    /** Not at all: no gradient flows there, or the case is too large for the method. */
    NONE,
    /**
     * By the adjoint identity ⟨f(x) - f(0), dy⟩ = ⟨x, dx⟩. It holds where the output is an affine function of the input, and
     * by Euler's theorem also where it is homogeneous of degree 1 (ReLU, max pooling).
     */
    ADJOINT,
    /** By central differences of Σ y · dy, one element at a time. */
    DIFFERENCES
}

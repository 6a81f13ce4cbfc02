package org.neocog.cpu;

/** Which two sums over a plane {@link SumVectors} computes. */
enum SumFunction {
    /** {@code Σ x}, and 0. */
    TOTAL,
    /** {@code Σ (x - k)} and {@code Σ (x - k)²}. */
    MOMENTS,
    /** {@code Σ dy (x - k)} and {@code Σ dy}. */
    SLOPES
}

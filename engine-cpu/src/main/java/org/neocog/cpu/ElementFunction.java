package org.neocog.cpu;

/** What {@link ElementVectors} computes, element by element: y from a, or from a and b. */
enum ElementFunction {
    /** {@code a + b}. */
    ADD(true),
    /** {@code max(a + b, 0)}; NaN stays NaN. */
    ADD_RELU(true),
    /** {@code a · b}. */
    MULTIPLY(true),
    /** {@code max(a, 0)}; NaN stays NaN. */
    RELU(false),
    /** The gradient b of what was 0 or less before or after ReLU, as a says, is 0. */
    RELU_GRADIENT(true),
    /** {@code 1 / (1 + e^-a)}. */
    SIGMOID(false),
    /** {@code b · a · (1 - a)}, for the sigmoid a. */
    SIGMOID_GRADIENT(true),
    TANH(false),
    /** {@code b · (1 - a²)}, for the hyperbolic tangent a. */
    TANH_GRADIENT(true);

    private final boolean second;

    ElementFunction(boolean second) {
        this.second = second;
    }

    /** Whether there is b. */
    boolean second() {
        return second;
    }
}

package org.neocog.cpu;

/** What is computed of windows of 2x2 side by side, see {@link PairCode}. */
enum PairFunction {
    MAX(true, Slope.NONE, false),
    AVERAGE(false, Slope.NONE, false),
    MAX_GRADIENT(true, Slope.NONE, true),
    /** The gradient of pooling the output of an activation, and then of that. */
    MAX_RELU_GRADIENT(true, Slope.RELU, true),
    MAX_TANH_GRADIENT(true, Slope.TANH, true),
    AVERAGE_GRADIENT(false, Slope.NONE, true),
    AVERAGE_RELU_GRADIENT(false, Slope.RELU, true),
    AVERAGE_TANH_GRADIENT(false, Slope.TANH, true);

    /** The activation whose slope a gradient is multiplied by, which depends on the image. */
    enum Slope {
        NONE, RELU, TANH
    }

    private final boolean max;
    private final Slope slope;
    private final boolean gradient;

    PairFunction(boolean max, Slope slope, boolean gradient) {
        this.max = max;
        this.slope = slope;
        this.gradient = gradient;
    }

    boolean max() {
        return max;
    }

    Slope slope() {
        return slope;
    }

    boolean gradient() {
        return gradient;
    }

    /** Whether the image is read. */
    boolean readsImage() {
        return !gradient || max || slope != Slope.NONE;
    }
}

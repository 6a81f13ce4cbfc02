package org.neocog.cpu;

/** What {@link ChannelVectors} computes of the elements of a channel, with the channel's own factors. */
enum ChannelFunction {
    /** {@code x + bias}. */
    ADD_BIAS(1, false),
    /** {@code (x - mean) · scale + bias}. */
    NORMALIZE(3, false),
    /** ReLU of that. */
    NORMALIZE_RELU(3, false),
    /** ReLU of the sum of that and dy, which is then no gradient. */
    NORMALIZE_ADD_RELU(3, true),
    /** {@code scale · (dy - slope - (x - mean) · tilt)}, with the factors in the order mean, scale, slope, tilt. */
    NORMALIZE_GRADIENT(4, true);

    private final int factors;
    private final boolean second;

    ChannelFunction(int factors, boolean second) {
        this.factors = factors;
        this.second = second;
    }

    /** How many each channel has. */
    int factors() {
        return factors;
    }

    /** Whether there is dy. */
    boolean second() {
        return second;
    }
}

package org.neocog.cpu;

/** What {@link ChannelVectors} computes of the elements of a channel, with the channel's own factors. */
enum ChannelFunction {
    /** {@code x + bias}. */
    ADD_BIAS(1),
    /** {@code (x - mean) · scale + bias}. */
    NORMALIZE(3),
    /** ReLU of that. */
    NORMALIZE_RELU(3),
    /** {@code scale · (dy - slope - (x - mean) · tilt)}, with the factors in the order mean, scale, slope, tilt. */
    NORMALIZE_GRADIENT(4);

    private final int factors;

    ChannelFunction(int factors) {
        this.factors = factors;
    }

    /** How many each channel has. */
    int factors() {
        return factors;
    }
}

package org.neocog.visual;

/**
 * How a dream is dreamt.
 *
 * @param layer whose activations grow
 * @param octaves sizes at which it is done, from the smallest to the image's own
 * @param scale of each size to the one before; above 1
 * @param steps at each size
 * @param rate mean change of a pixel, in [0, 1], in a step
 * @param jitter pixels by which the image is shifted at most, at random, in each step, so that no pattern sits on the grid
 *     of the layer's strides
 * @param seed of the shifts
 */
public record DreamOptions(String layer, int octaves, double scale, int steps, double rate, int jitter, long seed) {
    /**
     * @throws IllegalArgumentException if a number is out of range
     */
    public DreamOptions {
        if (octaves < 1 || steps < 1 || jitter < 0) {
            throw new IllegalArgumentException("octaves and steps are at least 1, the jitter at least 0");
        }
        if (!(scale > 1) || !(rate > 0) || Double.isInfinite(scale) || Double.isInfinite(rate)) {
            throw new IllegalArgumentException("the scale is above 1 and the rate above 0");
        }
    }

    /** 4 octaves of 1.4, 10 steps each of 0.006 (1.5 grey levels), shifts of up to 32 pixels: those of the original. */
    public static DreamOptions of(String layer) {
        return new DreamOptions(layer, 4, 1.4, 10, 0.006, 32, 0);
    }
}

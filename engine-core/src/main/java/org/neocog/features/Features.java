package org.neocog.features;

import org.neocog.tensor.Shape;

/**
 * Turns an image into a vector of numbers. Immutable; many threads may use it at once, and the same image gives the same
 * bits.
 */
public sealed interface Features permits ColorHistogram, CombinedFeatures, OrientedGradients, VisualWords {
    /** Of the images, {@code C x H x W}, C being 1 (grey) or 3 (red, green, blue). */
    Shape imageShape();

    /** Numbers that an image gives. */
    int size();

    /** The text that asks for these features: {@code hog:cell=8,bins=9}. */
    String text();

    /** What was learnt from images and has to be kept beside the text; empty where nothing was. Not to be changed. */
    default float[] codebook() {
        return new float[0];
    }

    /**
     * Writes an image's numbers to {@code target[offset ..]}.
     *
     * @param image C*H*W values in [0, 1]
     */
    void compute(float[] image, float[] target, int offset);

    /** What a network takes in place of the image: {@link #size} x 1 x 1. */
    default Shape shape() {
        return Shape.of(size(), 1, 1);
    }
}

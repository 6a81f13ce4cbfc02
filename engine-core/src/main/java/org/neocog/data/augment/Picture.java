package org.neocog.data.augment;

import org.neocog.tensor.Shape;

/**
 * A picture of any size.
 *
 * @param values {@code C x H x W} floats in [0, 1], in the order channel, row, column; not copied
 */
public record Picture(int channels, int height, int width, float[] values) {
    /**
     * @throws IllegalArgumentException if there are not as many values as the sizes say
     */
    public Picture {
        if (channels < 1 || height < 1 || width < 1 || (long) channels * height * width != values.length) {
            throw new IllegalArgumentException(
                    "a picture of " + channels + "x" + height + "x" + width + " cannot have " + values.length + " values");
        }
    }

    /** {@code C x H x W}. */
    public Shape shape() {
        return Shape.of(channels, height, width);
    }

    PictureSize size() {
        return new PictureSize(height, width);
    }

    /** Values of one channel. */
    int plane() {
        return height * width;
    }
}

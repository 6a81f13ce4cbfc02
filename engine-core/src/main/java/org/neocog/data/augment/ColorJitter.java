package org.neocog.data.augment;

import java.util.Arrays;

/**
 * Random brightness, contrast and saturation, by torchvision's definitions: each factor is drawn from
 * {@code [max(0, 1 - strength), 1 + strength]}, the three are applied in random order, and values are cut off at 0 and 1
 * after each. A strength of 0 leaves its kind out.
 */
public record ColorJitter(float brightness, float contrast, float saturation) {
    private static final int[][] ORDERS = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};

    /**
     * @throws IllegalArgumentException if a strength is negative or not finite
     */
    public ColorJitter {
        for (float strength : new float[] {brightness, contrast, saturation}) {
            if (!(strength >= 0) || Float.isInfinite(strength)) {
                throw new IllegalArgumentException("a strength is 0 or above, not " + strength);
            }
        }
    }

    static ColorJitter none() {
        return new ColorJitter(0, 0, 0);
    }

    boolean isNone() {
        return equals(none());
    }

    Picture apply(Picture in, Draws draws) {
        float[] values = in.values().clone();
        Picture out = new Picture(in.channels(), in.height(), in.width(), values);
        float[] strengths = {brightness, contrast, saturation};
        float[] factors = new float[strengths.length];
        for (int i = 0; i < factors.length; i++) {
            factors[i] = draws.uniform(Math.max(0, 1 - strengths[i]), 1 + strengths[i]);
        }
        for (int kind : ORDERS[draws.below(ORDERS.length)]) {
            if (strengths[kind] > 0) {
                switch (kind) {
                    case 0 -> brightness(out, factors[kind]);
                    case 1 -> contrast(out, factors[kind]);
                    default -> saturation(out, factors[kind]);
                }
            }
        }
        return out;
    }

    /** {@code factor * x}, in place. */
    static void brightness(Picture picture, float factor) {
        float[] values = picture.values();
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.clamp(factor * values[i], 0f, 1f);
        }
    }

    /** {@code factor * x + (1 - factor) * m}, in place, m being the mean of the picture's grey. */
    static void contrast(Picture picture, float factor) {
        float[] values = picture.values();
        double sum = 0;
        for (float grey : grey(picture)) {
            sum += grey;
        }
        float add = (1 - factor) * (float) (sum / picture.plane());
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.clamp(factor * values[i] + add, 0f, 1f);
        }
    }

    /** {@code factor * x + (1 - factor) * g}, in place, g being the pixel's grey; nothing where there is no colour. */
    static void saturation(Picture picture, float factor) {
        if (picture.channels() != 3) {
            return;
        }
        float[] values = picture.values();
        float[] grey = grey(picture);
        for (int plane = 0; plane < values.length; plane += grey.length) {
            for (int i = 0; i < grey.length; i++) {
                values[plane + i] = Math.clamp(factor * values[plane + i] + (1 - factor) * grey[i], 0f, 1f);
            }
        }
    }

    /** Grey of each pixel, with torchvision's weights of red, green and blue. */
    private static float[] grey(Picture picture) {
        int plane = picture.plane();
        float[] values = picture.values();
        if (picture.channels() != 3) {
            return Arrays.copyOf(values, plane);
        }
        float[] grey = new float[plane];
        for (int i = 0; i < plane; i++) {
            grey[i] = 0.2989f * values[i] + 0.587f * values[plane + i] + 0.114f * values[2 * plane + i];
        }
        return grey;
    }

    /** {@code BRIGHTNESS:CONTRAST:SATURATION}, or one number where they are equal. */
    @Override
    public String toString() {
        return brightness == contrast && contrast == saturation
                ? Float.toString(brightness)
                : brightness + ":" + contrast + ":" + saturation;
    }
}

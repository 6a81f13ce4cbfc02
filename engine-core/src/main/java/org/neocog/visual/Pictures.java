package org.neocog.visual;

import org.neocog.tensor.Shape;

/** Numbers of any range as pictures. */
final class Pictures {
    private Pictures() {}

    /** {@code low} becomes black, {@code high} white; all black if they are the same. */
    static Picture stretched(Shape shape, float[] values, float low, float high) {
        float[] levels = new float[values.length];
        for (int i = 0; i < levels.length && high > low; i++) {
            levels[i] = (values[i] - low) / (high - low);
        }
        return Picture.of(shape, levels);
    }

    /** Weights: 0 becomes the grey in the middle, and the largest by amount black or white. */
    static Picture weights(Shape shape, float[] values) {
        float largest = 0;
        for (float value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return stretched(shape, values, -largest, largest);
    }

    static float largest(float[] values) {
        float largest = Float.NEGATIVE_INFINITY;
        for (float value : values) {
            largest = Math.max(largest, value);
        }
        return largest;
    }

    static float smallest(float[] values) {
        float smallest = Float.POSITIVE_INFINITY;
        for (float value : values) {
            smallest = Math.min(smallest, value);
        }
        return smallest;
    }
}

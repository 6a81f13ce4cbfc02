package org.neocog.data;

import org.neocog.data.augment.Picture;

/**
 * A picture in 256 levels, a quarter of the size of a {@link Picture}.
 *
 * @param bytes {@code C x H x W} unsigned bytes
 */
record Levels(int channels, int height, int width, byte[] bytes) {
    /** The levels over 255. */
    Picture picture() {
        float[] values = new float[bytes.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (bytes[i] & 0xFF) / 255f;
        }
        return new Picture(channels, height, width, values);
    }
}

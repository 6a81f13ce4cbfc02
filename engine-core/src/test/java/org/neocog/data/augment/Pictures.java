package org.neocog.data.augment;

/** Pictures to try things on. */
final class Pictures {
    private Pictures() {}

    /** Every value is different: its position over 1000. */
    static Picture counting(int channels, int height, int width) {
        float[] values = new float[channels * height * width];
        for (int i = 0; i < values.length; i++) {
            values[i] = (i + 1) / 1000f;
        }
        return new Picture(channels, height, width, values);
    }

    static float at(Picture picture, int channel, int y, int x) {
        return picture.values()[(channel * picture.height() + y) * picture.width() + x];
    }
}

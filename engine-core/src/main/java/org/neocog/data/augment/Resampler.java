package org.neocog.data.augment;

/** Scales pictures with {@link Taps}, columns first, then rows, in float. */
final class Resampler {
    private Resampler() {}

    /** The whole picture in another size. */
    static Picture resize(Picture in, PictureSize size) {
        return region(in, size, 0, 0, size);
    }

    /**
     * The {@code out} part, with its top left corner at (top, left), of what the picture scaled to {@code full} would be;
     * only that part is computed.
     */
    static Picture region(Picture in, PictureSize full, int top, int left, PictureSize out) {
        if (full.equals(in.size())) {
            return out.equals(full) ? in : Moves.window(in, top, left, out);
        }
        Taps columns = Taps.of(in.width(), full.width(), left, out.width());
        Taps rows = Taps.of(in.height(), full.height(), top, out.height());
        int firstRow = rows.first()[0];
        int sourceRows = rows.end() - firstRow;
        float[] narrow = new float[sourceRows * out.width()];
        float[] values = new float[in.channels() * out.height() * out.width()];
        for (int channel = 0; channel < in.channels(); channel++) {
            for (int y = 0; y < sourceRows; y++) {
                int from = channel * in.plane() + (firstRow + y) * in.width();
                scaleRow(in.values(), from, columns, narrow, y * out.width());
            }
            for (int y = 0; y < out.height(); y++) {
                float[] weights = rows.weights()[y];
                int to = (channel * out.height() + y) * out.width();
                for (int t = 0; t < weights.length; t++) {
                    addRow(weights[t], narrow, (rows.first()[y] - firstRow + t) * out.width(), values, to, out.width());
                }
            }
        }
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.min(values[i], 1); // The weights sum to 1 but for rounding.
        }
        return new Picture(in.channels(), out.height(), out.width(), values);
    }

    private static void scaleRow(float[] source, int from, Taps taps, float[] target, int to) {
        for (int x = 0; x < taps.first().length; x++) {
            float[] weights = taps.weights()[x];
            int first = from + taps.first()[x];
            float sum = 0;
            for (int t = 0; t < weights.length; t++) {
                sum += weights[t] * source[first + t];
            }
            target[to + x] = sum;
        }
    }

    private static void addRow(float weight, float[] source, int from, float[] target, int to, int count) {
        for (int x = 0; x < count; x++) {
            target[to + x] += weight * source[from + x];
        }
    }
}

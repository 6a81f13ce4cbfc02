package org.neocog.data.augment;

import java.util.Arrays;

/** Changes of a picture that copy pixels and make none. */
final class Moves {
    private Moves() {}

    /** The {@code out} part of a picture whose top left corner is at (top, left). */
    static Picture window(Picture in, int top, int left, PictureSize out) {
        return moved(in, top, left, out);
    }

    /** The picture moved down and right (or, if negative, up and left); what comes in at the edges is black. */
    static Picture shifted(Picture in, int down, int right) {
        return moved(in, -down, -right, in.size());
    }

    /** Row y, column x of the result is row {@code y + top}, column {@code x + left}, or 0 where there is none. */
    private static Picture moved(Picture in, int top, int left, PictureSize out) {
        float[] values = new float[in.channels() * out.height() * out.width()];
        int firstRow = Math.max(0, -top);
        int endRow = Math.min(out.height(), in.height() - top);
        int firstColumn = Math.max(0, -left);
        int count = Math.min(out.width(), in.width() - left) - firstColumn;
        for (int channel = 0; channel < in.channels() && count > 0; channel++) {
            for (int y = firstRow; y < endRow; y++) {
                int from = channel * in.plane() + (y + top) * in.width() + firstColumn + left;
                int to = (channel * out.height() + y) * out.width() + firstColumn;
                System.arraycopy(in.values(), from, values, to, count);
            }
        }
        return new Picture(in.channels(), out.height(), out.width(), values);
    }

    /** Left and right exchanged. */
    static Picture mirrored(Picture in) {
        float[] source = in.values();
        float[] values = new float[source.length];
        int width = in.width();
        for (int row = 0; row < values.length; row += width) {
            for (int x = 0; x < width; x++) {
                values[row + x] = source[row + width - 1 - x];
            }
        }
        return new Picture(in.channels(), in.height(), width, values);
    }

    /** Top and bottom exchanged. */
    static Picture upsideDown(Picture in) {
        float[] values = new float[in.values().length];
        int width = in.width();
        for (int channel = 0; channel < in.channels(); channel++) {
            int start = channel * in.plane();
            for (int y = 0; y < in.height(); y++) {
                System.arraycopy(
                        in.values(), start + (in.height() - 1 - y) * width, values, start + y * width, width);
            }
        }
        return new Picture(in.channels(), in.height(), width, values);
    }

    /**
     * A square of {@code side} pixels set to the fill, its middle at (y, x); what reaches beyond an edge is cut off.
     *
     * @param fill for each channel
     */
    static Picture cutOut(Picture in, int y, int x, int side, float[] fill) {
        float[] values = in.values().clone();
        int top = Math.max(0, y - side / 2);
        int bottom = (int) Math.min(in.height(), y - side / 2 + (long) side);
        int left = Math.max(0, x - side / 2);
        int right = (int) Math.min(in.width(), x - side / 2 + (long) side);
        for (int channel = 0; channel < in.channels(); channel++) {
            for (int row = top; row < bottom; row++) {
                int start = channel * in.plane() + row * in.width();
                Arrays.fill(values, start + left, start + right, fill[channel]);
            }
        }
        return new Picture(in.channels(), in.height(), in.width(), values);
    }
}

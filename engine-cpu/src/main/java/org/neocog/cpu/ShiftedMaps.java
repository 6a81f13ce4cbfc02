package org.neocog.cpu;

import java.util.Arrays;

/**
 * Maps of several images side by side, all moved by some rows and columns at once: one copy moves everything, then what came
 * from a neighbouring row or image is set to 0.
 *
 * @param images how many
 * @param height rows of a map
 * @param width columns of a map
 */
record ShiftedMaps(int images, int height, int width) {
    /** Writes for each position the element {@code down} rows below and {@code across} to the right, 0 outside the map. */
    void copy(float[] maps, int from, int down, int across, float[] out, int to) {
        int length = images * height * width;
        int shift = down * width + across;
        int moved = length - Math.abs(shift);
        if (moved <= 0 || Math.abs(down) >= height || Math.abs(across) >= width) {
            shiftEach(maps, from, down, across, out, to);
            return;
        }
        System.arraycopy(maps, from + Math.max(0, shift), out, to + Math.max(0, -shift), moved);
        clearRows(out, to, down);
        clearColumns(out, to, across);
    }

    /** The few maps that are smaller than the shift or hardly larger. */
    private void shiftEach(float[] maps, int from, int down, int across, float[] out, int to) {
        for (int i = 0; i < images * height; i++) {
            int row = i % height + down;
            for (int q = 0; q < width; q++) {
                boolean inside = row >= 0 && row < height && q + across >= 0 && q + across < width;
                out[to + i * width + q] = inside ? maps[from + (i + down) * width + q + across] : 0;
            }
        }
    }

    private void clearRows(float[] out, int to, int down) {
        if (down == 0) {
            return;
        }
        int first = down > 0 ? height - down : 0;
        for (int i = 0; i < images; i++) {
            int start = to + (i * height + first) * width;
            Arrays.fill(out, start, start + Math.abs(down) * width, 0);
        }
    }

    private void clearColumns(float[] out, int to, int across) {
        if (across == 0) {
            return;
        }
        int first = across > 0 ? width - across : 0;
        int end = first + Math.abs(across);
        for (int row = 0; row < images * height; row++) {
            int start = to + row * width;
            for (int q = first; q < end; q++) {
                out[start + q] = 0;
            }
        }
    }
}

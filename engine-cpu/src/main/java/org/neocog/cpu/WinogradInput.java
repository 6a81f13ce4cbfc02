package org.neocog.cpu;

import java.util.Arrays;

/**
 * The input's side of Winograd's F(2×2, 3×3): {@code v = Bᵀ d B} for each 4×4 tile d, the rows of Bᵀ being (1 0 -1 0),
 * (0 1 1 0), (0 -1 1 0), (0 1 0 -1). Tiles lie 2 apart, so the input is first dealt out to four planes, by whether row and
 * column are even or odd; then all that follows are loops over neighbouring elements. In one dimension the four numbers are
 * e0 - e1, o0 + e1, e1 - o0, o0 - o1, with e and o the even and odd elements of this place and of the next.
 */
record WinogradInput(WinogradTiles tiles) {
    /**
     * Arrays of scratch, each a plane: 0 to 3 the planes that the channel is dealt out to, 4 to 7 the same one row on, 8 to
     * 15 lines 0 to 3 of the step across rows, even columns before odd ones, 16 to 23 the same one place on, 24 a result.
     */
    static final int ARRAYS = 25; // No other part of Winograd's way needs more.

    /** Elements of each array of scratch. */
    int length() {
        return tiles.inputPlane();
    }

    /**
     * Writes one channel's row of the 16 matrices {@code channels x columns}, each {@code stride} elements after the one
     * before.
     *
     * @param to where the row begins in the first matrix
     */
    void transform(float[] x, int xo, int block, int channel, float[][] s, float[] v, int to, int stride) {
        deal(x, xo, block, channel, s);
        int images = tiles.images(block);
        int down = (tiles.tilesX() + 1) * images;
        int tiled = tiles.rows(block) * down;
        for (int plane = 0; plane < 4; plane++) {
            System.arraycopy(s[plane], down, s[4 + plane], 0, tiled + images);
        }
        for (int odd = 0; odd < 2; odd++) {
            // One place more than there are tiles: the step along the row looks at its right neighbour.
            int n = tiled + images;
            subtract(s[odd], s[4 + odd], s[8 + odd], n);
            add(s[2 + odd], s[4 + odd], s[10 + odd], n);
            subtract(s[4 + odd], s[2 + odd], s[12 + odd], n);
            subtract(s[2 + odd], s[6 + odd], s[14 + odd], n);
        }
        for (int line = 8; line < 16; line++) {
            System.arraycopy(s[line], images, s[8 + line], 0, tiled);
        }
        for (int line = 0; line < 4; line++) {
            float[] even = s[8 + 2 * line];
            float[] odd = s[9 + 2 * line];
            float[] nextEven = s[16 + 2 * line];
            float[] nextOdd = s[17 + 2 * line];
            int at = to + 4 * line * stride;
            subtract(even, nextEven, s[24], tiled);
            store(s[24], block, v, at);
            add(odd, nextEven, s[24], tiled);
            store(s[24], block, v, at + stride);
            subtract(nextEven, odd, s[24], tiled);
            store(s[24], block, v, at + 2 * stride);
            subtract(odd, nextOdd, s[24], tiled);
            store(s[24], block, v, at + 3 * stride);
        }
    }

    /** Copies what was worked out for all places to the columns of the tiles. */
    private void store(float[] plane, int block, float[] v, int to) {
        int down = (tiles.tilesX() + 1) * tiles.images(block);
        if (!tiles.rowByRow(block)) {
            System.arraycopy(plane, 0, v, to, tiles.rows(block) * down);
            return;
        }
        int length = tiles.tilesX() * tiles.images(block);
        for (int row = 0; row < tiles.rows(block); row++) {
            System.arraycopy(plane, row * down, v, to + row * length, length);
        }
    }

    /** {@code planes[2·(row odd) + (column odd)][(i · (tilesX + 1) + j) · images + n]}, 0 outside of the image. */
    private void deal(float[] x, int xo, int block, int channel, float[][] planes) {
        int images = tiles.images(block);
        int rows = tiles.rows(block);
        int width = (tiles.tilesX() + 1) * images;
        int pixels = tiles.inHeight() * tiles.inWidth();
        for (int p = 0; p < 4; p++) {
            // What the idle column of the last row looks at.
            int end = (rows + 1) * width;
            Arrays.fill(planes[p], end, end + images, 0);
        }
        for (int n = 0; n < images; n++) {
            int image = xo + ((tiles.firstImage(block) + n) * tiles.inChannels() + channel) * pixels;
            for (int i = 0; i <= rows; i++) {
                for (int odd = 0; odd < 2; odd++) {
                    int y = 2 * (tiles.firstRow(block) + i) - tiles.padTop() + odd;
                    boolean inside = y >= 0 && y < tiles.inHeight();
                    int from = image + (inside ? y * tiles.inWidth() : 0);
                    int to = i * width + n;
                    dealRow(x, from, inside, 0, planes[2 * odd], to, images);
                    dealRow(x, from, inside, 1, planes[2 * odd + 1], to, images);
                }
            }
        }
    }

    /** Every second element of a row, from {@code odd - padLeft} on, to every {@code step}-th of a plane's. */
    private void dealRow(float[] x, int from, boolean inside, int odd, float[] planes, int to, int step) {
        int count = tiles.tilesX() + 1;
        int first = odd - tiles.padLeft();
        int begin = inside ? Math.min(count, first >= 0 ? 0 : (1 - first) / 2) : count;
        int end = inside ? Math.clamp((tiles.inWidth() - first + 1) / 2, begin, count) : count;
        for (int j = 0; j < begin; j++) {
            planes[to + j * step] = 0;
        }
        if (step == 1) {
            everySecond(x, from + first, planes, to, begin, end);
        } else {
            for (int j = begin; j < end; j++) {
                planes[to + j * step] = x[from + first + 2 * j];
            }
        }
        for (int j = end; j < count; j++) {
            planes[to + j * step] = 0;
        }
    }

    private static void everySecond(float[] x, int from, float[] y, int to, int begin, int end) {
        for (int j = begin; j < end; j++) {
            y[to + j] = x[from + 2 * j];
        }
    }

    private static void subtract(float[] a, float[] b, float[] y, int n) {
        for (int i = 0; i < n; i++) {
            y[i] = a[i] - b[i];
        }
    }

    private static void add(float[] a, float[] b, float[] y, int n) {
        for (int i = 0; i < n; i++) {
            y[i] = a[i] + b[i];
        }
    }
}

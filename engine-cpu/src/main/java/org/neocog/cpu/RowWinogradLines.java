package org.neocog.cpu;

import java.util.Arrays;

/**
 * Some rows of some channels in all images of a block, cut into tiles of 4: row by row into one array, then every fourth
 * element to each of four others; or the other way round. Tile t of image i in channel c in row r is number {@code ((r ·
 * channels + c) · images + i) · tilesX + t}. Rows are copied some thousand elements before they are dealt out, since a
 * processor waits when it is to read single elements of what it has just written as a vector.
 *
 * @param channels channels of the tensor
 * @param height its rows
 * @param width its columns
 * @param tilesX tiles of a row
 */
record RowWinogradLines(int channels, int height, int width, int tilesX) {
    private static final int TILE = RowWinogradTiles.TILE;
    /** Tiles that are worked at together: loops are long, and what they work on stays in the level-1 cache. */
    private static final int TILES = 448;

    /** Channels that are worked at together. */
    static int together(int columns) {
        return Math.max(1, TILES / columns);
    }

    /** The most elements that tiles worked at together have, if there are at most that many columns. */
    static int elements(int columns) {
        return TILE * Math.max(TILES, columns);
    }

    /** Elements of a row's tiles. */
    int length() {
        return TILE * tilesX;
    }

    private int at(int image, int channel, int y) {
        return ((image * channels + channel) * height + y) * width;
    }

    /** Makes the elements of the tiles of that many rows 0. */
    void clear(float[] lines, int rows) {
        Arrays.fill(lines, 0, rows * length(), 0);
    }

    /**
     * Copies rows of some channels, or as much of them as fits into the tiles.
     *
     * @param pad elements of each row's tiles before the first that is copied
     */
    void gather(
            float[] x, int xo, int image, int images, int channel, int count, int y, int rows, int pad, float[] lines) {
        int copied = Math.min(width, length() - pad);
        int down = count * images * length();
        for (int c = 0; c < count; c++) {
            for (int i = 0; i < images; i++) {
                int from = xo + at(image + i, channel + c, y);
                int to = (c * images + i) * length() + pad;
                for (int row = 0; row < rows; row++) {
                    System.arraycopy(x, from + row * width, lines, to + row * down, copied);
                }
            }
        }
    }

    /** Copies what is inside of the image back. */
    void scatter(float[] lines, float[] x, int xo, int image, int images, int channel, int count, int y) {
        for (int c = 0; c < count; c++) {
            for (int i = 0; i < images; i++) {
                System.arraycopy(lines, (c * images + i) * length(), x, xo + at(image + i, channel + c, y), width);
            }
        }
    }

    /** Writes the element of one column, or 0 if it is outside of the image, to the last tile of each row. */
    void last(
            float[] x, int xo, int image, int images, int channel, int count, int y, int rows, int column, float[] plane) {
        if (column >= width) {
            zeros(plane, tilesX - 1, rows * count * images);
            return;
        }
        for (int row = 0; row < rows; row++) {
            for (int c = 0; c < count; c++) {
                everyImage(
                        x, xo + at(image, channel + c, y + row) + column, channels * height * width, plane,
                        (row * count + c) * images * tilesX + tilesX - 1, images);
            }
        }
    }

    private void everyImage(float[] x, int from, int step, float[] plane, int to, int images) {
        for (int i = 0; i < images; i++) {
            plane[to + i * tilesX] = x[from + i * step];
        }
    }

    private void zeros(float[] plane, int to, int images) {
        for (int i = 0; i < images; i++) {
            plane[to + i * tilesX] = 0;
        }
    }
}

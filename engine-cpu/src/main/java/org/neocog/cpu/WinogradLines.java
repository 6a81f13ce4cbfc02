package org.neocog.cpu;

import java.util.Arrays;

/**
 * The rows of images that tiles of 4 columns are made of, one after another in an array: row k of all tiles, then row k + 1. A
 * line is a row of tiles of one channel in one image, number {@code (channel · rows + row) · images + image} within a block;
 * column t of the tiles in row k and line l has elements {@code ((k · lines + l) · tilesX + t) · 4} to + 3.
 *
 * @param tiles the cut
 * @param channels channels of the tensor
 * @param height its rows
 * @param width its columns
 */
record WinogradLines(WinogradTiles tiles, int channels, int height, int width) {
    private static final int TILE = WinogradTiles.TILE;
    /** Tiles that are worked at together: loops are long, and what they work on stays in the level-1 cache. */
    private static final int TILES = 512;

    /** Channels that are worked at together. */
    int channelsTogether(int block) {
        return Math.max(1, TILES / tiles.columns(block));
    }

    /** The most tiles that are worked at together. */
    int tilesTogether() {
        return Math.max(TILES, tiles.mostColumns());
    }

    private int row(int image, int channel, int y) {
        return ((image * channels + channel) * height + y) * width;
    }

    /**
     * Copies rows; what a tile has outside of the image is 0.
     *
     * @param y the row of the image that is row 0 of the block's first tiles
     * @param sides rows of a tile
     */
    void gather(float[] x, int xo, int block, int first, int count, int y, int sides, float[] lines) {
        int length = TILE * tiles.tilesX();
        int down = count * tiles.lines(block) * length;
        int images = tiles.blocks().images(block);
        int rows = tiles.blocks().rows(block);
        for (int i = 0; i < images; i++) {
            for (int channel = 0; channel < count; channel++) {
                for (int row = 0; row < rows; row++) {
                    int top = y + TILE * row;
                    int from = xo + row(tiles.blocks().firstImage(block) + i, first + channel, top);
                    int to = ((channel * rows + row) * images + i) * length;
                    for (int side = 0; side < sides; side++) {
                        boolean inside = top + side >= 0 && top + side < height;
                        copy(x, from + side * width, inside ? Math.min(width, length) : 0, lines, to + side * down, length);
                    }
                }
            }
        }
    }

    /** Copies some elements and fills the rest with zeros. */
    private static void copy(float[] x, int from, int copied, float[] y, int to, int length) {
        if (copied > 0) {
            System.arraycopy(x, from, y, to, copied);
        }
        if (copied < length) {
            Arrays.fill(y, to + copied, to + length, 0);
        }
    }

    /** Copies rows back to the image, but for what is outside of it. */
    void scatter(float[] lines, int block, int first, int count, float[] y, int yo) {
        int length = TILE * tiles.tilesX();
        int down = count * tiles.lines(block) * length;
        int images = tiles.blocks().images(block);
        int rows = tiles.blocks().rows(block);
        for (int i = 0; i < images; i++) {
            for (int channel = 0; channel < count; channel++) {
                for (int row = 0; row < rows; row++) {
                    int top = TILE * (tiles.blocks().firstRow(block) + row);
                    int to = yo + row(tiles.blocks().firstImage(block) + i, first + channel, top);
                    int from = ((channel * rows + row) * images + i) * length;
                    int sides = Math.min(TILE, height - top);
                    for (int side = 0; side < sides; side++) {
                        System.arraycopy(lines, from + side * down, y, to + side * width, width);
                    }
                }
            }
        }
    }

    /** Writes one column of the image, or zeros outside of it, to the first or the last tile of each row. */
    void edge(float[] x, int xo, int block, int first, int count, int y, int sides, int column, int tile, float[] plane) {
        int step = tiles.tilesX();
        int lines = count * tiles.lines(block);
        if (column < 0 || column >= width) {
            for (int line = 0; line < sides * lines; line++) {
                plane[tile + line * step] = 0;
            }
            return;
        }
        int to = tile;
        for (int side = 0; side < sides; side++) {
            for (int channel = first; channel < first + count; channel++) {
                for (int row = 0; row < tiles.blocks().rows(block); row++) {
                    int line = y + TILE * row + side;
                    boolean inside = line >= 0 && line < height;
                    for (int i = 0; i < tiles.blocks().images(block); i++) {
                        plane[to] = inside ? x[xo + row(tiles.blocks().firstImage(block) + i, channel, line) + column] : 0;
                        to += step;
                    }
                }
            }
        }
    }
}

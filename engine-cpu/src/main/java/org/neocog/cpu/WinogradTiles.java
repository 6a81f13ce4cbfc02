package org.neocog.cpu;

import org.neocog.graph.Conv2dGeometry;

/**
 * How a 3×3 convolution of stride 1 is cut into Winograd tiles, 2×2 outputs made of 4×4 inputs each, and the tiles into
 * blocks whose matrices stay in the cache. A block is a stretch of tile rows of one image or, where images are small, all
 * tiles of several. The cut depends on the shapes alone, never on the number of threads.
 *
 * <p>A block's tiles are numbered {@code (row · stride + column) · images + image}: next to each other in one row, so that
 * loops are long even where an image has few tiles in a row. Where rows are long enough, the stride is one more than the
 * tiles in a row: the idle column lets a loop run over all rows at once.
 *
 * @param batch images
 * @param inChannels channels of what is convolved
 * @param inHeight its height
 * @param inWidth its width
 * @param outChannels channels of the result
 * @param outHeight its height
 * @param outWidth its width
 * @param padTop rows of zeros above the input, 0 to 2
 * @param padLeft columns of zeros to its left, 0 to 2
 * @param rows tile rows of a block; the last block of an image may have fewer
 * @param images images of a block; the last block may have fewer
 */
record WinogradTiles(
        int batch,
        int inChannels,
        int inHeight,
        int inWidth,
        int outChannels,
        int outHeight,
        int outWidth,
        int padTop,
        int padLeft,
        int rows,
        int images) {
    /** Elements of a tile, and so the number of matrix products. */
    static final int POINTS = 16;
    /** Bytes that the matrices of a block should not exceed. */
    private static final int BLOCK_BYTES = 2 << 20;
    /** Below this many columns a matrix product wastes much of its register tiles. */
    private static final int LEAST_COLUMNS = 96;
    private static final int MOST_COLUMNS = 512;
    /** Tiles in a row of a block that make a loop long enough. */
    private static final int LONG_ROW = 64;
    /** Tiles in a row of an image below which an idle column would be too much waste. */
    private static final int SHORT_ROW = 8;
    /** Below this many channels the transforms cost more than the products save. */
    private static final int LEAST_CHANNELS = 32;
    /** Below this many tiles the transformed filters, 16/9 as large, cost more to read than the products save. */
    private static final int LEAST_TILES = 48;

    /** Whether a convolution can be done so and is likely to gain by it. */
    static boolean suits(Conv2dGeometry g) {
        int tiles = g.batch() * Math.ceilDiv(g.outHeight(), 2) * Math.ceilDiv(g.outWidth(), 2);
        return g.groups() == 1
                && g.window().depth().isEmpty()
                && suits(g.window().height())
                && suits(g.window().width())
                && g.channels() >= LEAST_CHANNELS
                && g.filters() >= LEAST_CHANNELS
                && tiles >= LEAST_TILES;
    }

    private static boolean suits(org.neocog.graph.Axis axis) {
        return axis.kernel() == 3 && axis.stride() == 1 && axis.dilation() == 1 && axis.padBefore() <= 2;
    }

    /** The convolution itself. */
    static WinogradTiles forward(Conv2dGeometry g) {
        return of(
                g.batch(), g.channels(), g.height(), g.width(), g.filters(), g.outHeight(), g.outWidth(),
                g.window().height().padBefore(), g.window().width().padBefore());
    }

    /** Its input's gradient: a convolution of the output's gradient with the filters turned by 180 degrees. */
    static WinogradTiles inputGradient(Conv2dGeometry g) {
        return of(
                g.batch(), g.filters(), g.outHeight(), g.outWidth(), g.channels(), g.height(), g.width(),
                2 - g.window().height().padBefore(), 2 - g.window().width().padBefore());
    }

    private static WinogradTiles of(
            int batch, int inChannels, int inHeight, int inWidth, int outChannels, int outHeight, int outWidth, int padTop,
            int padLeft) {
        int tilesY = Math.ceilDiv(outHeight, 2);
        int tilesX = Math.ceilDiv(outWidth, 2);
        int wanted = Math.clamp(
                BLOCK_BYTES / (Float.BYTES * POINTS * ((long) inChannels + outChannels)), LEAST_COLUMNS, MOST_COLUMNS);
        int rows = Math.clamp(Math.ceilDiv(wanted, tilesX + 1), 1, tilesY);
        int images = 1;
        if (rows == tilesY) {
            int fill = Math.max(wanted / (tilesX * tilesY), tilesX < SHORT_ROW ? Math.ceilDiv(LONG_ROW, tilesX) : 1);
            images = Math.clamp(fill, 1, batch);
        }
        // Blocks of equal size keep the workers equally busy.
        rows = Math.ceilDiv(tilesY, Math.ceilDiv(tilesY, rows));
        images = Math.ceilDiv(batch, Math.ceilDiv(batch, images));
        return new WinogradTiles(
                batch, inChannels, inHeight, inWidth, outChannels, outHeight, outWidth, padTop, padLeft, rows, images);
    }

    int tilesX() {
        return Math.ceilDiv(outWidth, 2);
    }

    int tilesY() {
        return Math.ceilDiv(outHeight, 2);
    }

    private int blocksPerImage() {
        return Math.ceilDiv(tilesY(), rows);
    }

    int blocks() {
        return Math.ceilDiv(batch, images) * blocksPerImage();
    }

    int firstImage(int block) {
        return block / blocksPerImage() * images;
    }

    int images(int block) {
        return Math.min(images, batch - firstImage(block));
    }

    int firstRow(int block) {
        return block % blocksPerImage() * rows;
    }

    int rows(int block) {
        return Math.min(rows, tilesY() - firstRow(block));
    }

    /** Whether a row of tiles is long enough for a loop of its own; otherwise all rows are one loop. */
    boolean rowByRow(int block) {
        return images(block) > 1 && tilesX() * images(block) >= LONG_ROW;
    }

    /** Columns of a block's row of tiles: one is idle unless it is done row by row. */
    int rowStride(int block) {
        return rowByRow(block) ? tilesX() : tilesX() + 1;
    }

    /** Columns of a block's matrices. */
    int columns(int block) {
        return rows(block) * rowStride(block) * images(block);
    }

    /**
     * Elements from one row of a block's matrices to the next: whole cache lines, an odd number of them, so that the rows
     * do not all compete for the same places of the cache.
     */
    int lead(int block) {
        return padded(columns(block));
    }

    private static int padded(int columns) {
        return (Math.ceilDiv(columns, 16) | 1) * 16;
    }

    /** The most columns that a block can have. */
    int mostColumns() {
        return rows * (tilesX() + 1) * images;
    }

    int mostLead() {
        return padded(mostColumns());
    }

    /** Elements of one of the four planes that a channel of a block's input is dealt out to. */
    int inputPlane() {
        return ((rows + 1) * (tilesX() + 1) + 1) * images;
    }
}

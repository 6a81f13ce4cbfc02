package org.neocog.cpu;

import org.neocog.graph.Axis;
import org.neocog.graph.Conv2dGeometry;

/**
 * How a 5×5 convolution of stride 1 is cut for Winograd's F(4, 5) along its rows: into tiles of 4 outputs in a row, made of 8
 * inputs each, and those into blocks of several images, or a stretch of rows where images are large. The cut depends on the
 * shapes alone, never on the number of threads.
 *
 * <p>The tiles of a row in all images of a block are the columns of its matrices, numbered {@code image · tilesX + tile}. A
 * row of inputs becomes one matrix {@code channels x columns} for each of the 8 points. Those of the rows below each other
 * lie one after another, so that five rows are one matrix {@code (5 · channels) x columns} and the sum over the filter's rows
 * is the product's own. Rows above and below the image are left out of the products.
 *
 * @param batch images
 * @param inChannels channels of what is convolved
 * @param inHeight its height
 * @param inWidth its width
 * @param outChannels channels of the result
 * @param outHeight its height
 * @param outWidth its width
 * @param padTop rows of zeros above the input, 0 to 4
 * @param padLeft columns of zeros to its left, 0 to 4
 * @param rows output rows of a block; the last block of an image may have fewer
 * @param images images of a block; the last block may have fewer
 */
record RowWinogradTiles(
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
    /** Outputs of a tile. */
    static final int TILE = 4;
    /** Rows and columns of a filter. */
    static final int TAPS = 5;
    /** Numbers that stand for a tile: products for 4 outputs and a row of a filter, instead of 20. */
    static final int POINTS = TILE + TAPS - 1;
    /** Columns that make a matrix product fast: more are no faster, but take more memory. */
    private static final int COLUMNS = 96;
    /** Columns should be a multiple of the elements of a vector. */
    private static final int VECTOR = 16;
    /** Bytes that a block's inputs should not exceed, unless it has few rows. */
    private static final int BLOCK_BYTES = 4 << 20;
    /** Fewer rows are not worth the four more rows of inputs that a block needs. */
    private static final int LEAST_ROWS = 8;
    /** Below this many channels the transforms cost more than the products save. */
    private static final int LEAST_CHANNELS = 4;
    /** Fewer columns make the products too slow. */
    private static final int LEAST_COLUMNS = 16;
    /** Each row of outputs reads all filters; a column for that many of them (in one channel each) is worth it. */
    private static final int FILTERS_PER_COLUMN = 2048;

    /** Whether a convolution can be done so and is likely to gain by it. */
    static boolean suits(Conv2dGeometry g) {
        long columns = (long) g.batch() * Math.ceilDiv(g.outWidth(), TILE);
        return g.groups() == 1
                && g.window().depth().isEmpty()
                && suits(g.window().height())
                && suits(g.window().width())
                && Math.min(g.channels(), g.filters()) >= LEAST_CHANNELS
                && columns >= Math.max(LEAST_COLUMNS, (long) g.channels() * g.filters() / FILTERS_PER_COLUMN);
    }

    private static boolean suits(Axis axis) {
        return axis.kernel() == TAPS && axis.stride() == 1 && axis.dilation() == 1 && axis.padBefore() < TAPS;
    }

    /** The convolution itself. */
    static RowWinogradTiles forward(Conv2dGeometry g) {
        return of(
                g.batch(), g.channels(), g.height(), g.width(), g.filters(), g.outHeight(), g.outWidth(),
                g.window().height().padBefore(), g.window().width().padBefore());
    }

    /** Its input's gradient: a convolution of the output's gradient with the filters turned by 180 degrees. */
    static RowWinogradTiles inputGradient(Conv2dGeometry g) {
        return of(
                g.batch(), g.filters(), g.outHeight(), g.outWidth(), g.channels(), g.height(), g.width(),
                TAPS - 1 - g.window().height().padBefore(), TAPS - 1 - g.window().width().padBefore());
    }

    private static RowWinogradTiles of(
            int batch, int inChannels, int inHeight, int inWidth, int outChannels, int outHeight, int outWidth, int padTop,
            int padLeft) {
        int tilesX = Math.ceilDiv(outWidth, TILE);
        int images = images(batch, tilesX);
        long rowBytes = (long) Float.BYTES * POINTS * inChannels * images * tilesX;
        int rows = Math.clamp(BLOCK_BYTES / rowBytes - (TAPS - 1), LEAST_ROWS, Integer.MAX_VALUE);
        // Blocks of equal height keep the workers equally busy.
        rows = Math.ceilDiv(outHeight, Math.ceilDiv(outHeight, rows));
        return new RowWinogradTiles(
                batch, inChannels, inHeight, inWidth, outChannels, outHeight, outWidth, padTop, padLeft, rows, images);
    }

    /** Images of a block: about equal blocks, but whole vectors of columns. */
    private static int images(int batch, int tilesX) {
        int most = Math.clamp(Math.ceilDiv(COLUMNS, tilesX), 1, batch);
        int images = Math.ceilDiv(batch, Math.ceilDiv(batch, most));
        while (images < most && images * tilesX % VECTOR != 0) {
            images++;
        }
        return images;
    }

    int tilesX() {
        return Math.ceilDiv(outWidth, TILE);
    }

    private int blocksPerImage() {
        return Math.ceilDiv(outHeight, rows);
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
        return Math.min(rows, outHeight - firstRow(block));
    }

    /** Columns of a block's matrices. */
    int columns(int block) {
        return images(block) * tilesX();
    }

    int mostColumns() {
        return images * tilesX();
    }

    /** The first row of the input that an output row is made of. */
    int firstInput(int row) {
        return Math.clamp(row - padTop, 0, inHeight);
    }

    /** The row after the last of the input that an output row is made of. */
    int endInput(int row) {
        return Math.clamp(row - padTop + TAPS, 0, inHeight);
    }

    /** The filter's first row that meets the input in an output row. */
    int firstTap(int row) {
        return Math.max(0, firstInput(row) - (row - padTop));
    }

    /** Rows of the input that the output rows of a block are made of. */
    int inputRows(int block) {
        return endInput(firstRow(block) + rows(block) - 1) - firstInput(firstRow(block));
    }

    int mostInputRows() {
        return Math.min(inHeight, rows + TAPS - 1);
    }

    /** Elements of one point's matrices of a block's inputs. */
    int inputStride(int block) {
        return inputRows(block) * inChannels * columns(block);
    }

    /** Elements of all matrices of a block's inputs. */
    int inputElements() {
        return Math.multiplyExact(POINTS * inChannels, mostInputRows() * mostColumns());
    }

    /** Elements of the matrices of one row of outputs. */
    int outputElements() {
        return Math.multiplyExact(POINTS * outChannels, mostColumns());
    }

    /** Elements of the transformed filters. */
    int filterElements() {
        return Math.multiplyExact(POINTS * outChannels, TAPS * inChannels);
    }
}

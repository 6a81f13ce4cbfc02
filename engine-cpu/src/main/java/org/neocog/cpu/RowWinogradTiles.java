package org.neocog.cpu;

import org.neocog.graph.Axis;
import org.neocog.graph.Conv2dGeometry;

/**
 * How a 3×3 or 5×5 convolution of stride 1 is cut for Winograd's F(4, r) along its rows: into tiles of 4 outputs in a row, made
 * of r + 3 inputs each, and those into blocks of several images, or a stretch of rows where images are large. The cut depends
 * on the shapes alone, never on the number of threads.
 *
 * <p>The tiles of a row in all images of a block are the columns of its matrices, numbered {@code image · tilesX + tile}. A
 * row of inputs becomes one matrix {@code channels x columns} for each of the r + 3 points. Those of the rows below each other
 * lie one after another, so that r rows are one matrix {@code (r · channels) x columns} and the sum over the filter's rows is
 * the product's own. Rows above and below the image are left out of the products.
 *
 * @param taps rows and columns of the filters, 3 or 5
 * @param inChannels channels of what is convolved
 * @param inHeight its height
 * @param inWidth its width
 * @param outChannels channels of the result
 * @param outHeight its height
 * @param outWidth its width
 * @param padTop rows of zeros above the input, fewer than {@code taps}
 * @param padLeft columns of zeros to its left, fewer than {@code taps}
 * @param blocks their rows are rows of outputs
 */
record RowWinogradTiles(
        int taps,
        int inChannels,
        int inHeight,
        int inWidth,
        int outChannels,
        int outHeight,
        int outWidth,
        int padTop,
        int padLeft,
        ImageBlocks blocks) {
    /** Outputs of a tile. */
    static final int TILE = 4;
    /** Columns that make a matrix product fast: more are no faster, but take more memory. */
    private static final int COLUMNS = 96;
    /** Columns should be a multiple of the elements of a vector. */
    private static final int VECTOR = 16;
    /** Bytes that a block's inputs should not exceed, unless it has few rows. */
    private static final int BLOCK_BYTES = 4 << 20;
    /** Fewer rows are not worth the four more rows of inputs that a block needs. */
    private static final int LEAST_ROWS = 8;
    /** Each row of outputs reads all filters; a column for that many of them (in one channel each) is worth it. */
    private static final int FILTERS_PER_COLUMN = 4096;

    /**
     * Whether a convolution can be done so and is likely to gain by it. With fewer channels the transforms cost more than the
     * products save; with fewer columns the products are slow.
     */
    static boolean suits(Conv2dGeometry g) {
        int taps = g.window().width().kernel();
        int leastChannels = taps == 3 ? 16 : 4;
        int leastColumns = taps == 3 ? 32 : 16;
        long columns = (long) g.batch() * Math.ceilDiv(g.outWidth(), TILE);
        return (taps == 3 || taps == 5)
                && g.window().height().kernel() == taps
                && g.groups() == 1
                && g.window().depth().isEmpty()
                && suits(g.window().height())
                && suits(g.window().width())
                && Math.min(g.channels(), g.filters()) >= leastChannels
                && columns >= Math.max(leastColumns, (long) g.channels() * g.filters() / FILTERS_PER_COLUMN);
    }

    private static boolean suits(Axis axis) {
        return axis.stride() == 1 && axis.dilation() == 1 && axis.padBefore() < axis.kernel();
    }

    /** The convolution itself. */
    static RowWinogradTiles forward(Conv2dGeometry g) {
        return of(
                g.window().width().kernel(), g.batch(), g.channels(), g.height(), g.width(), g.filters(), g.outHeight(),
                g.outWidth(), g.window().height().padBefore(), g.window().width().padBefore());
    }

    /** Its input's gradient: a convolution of the output's gradient with the filters turned by 180 degrees. */
    static RowWinogradTiles inputGradient(Conv2dGeometry g) {
        int taps = g.window().width().kernel();
        return of(
                taps, g.batch(), g.filters(), g.outHeight(), g.outWidth(), g.channels(), g.height(), g.width(),
                taps - 1 - g.window().height().padBefore(), taps - 1 - g.window().width().padBefore());
    }

    private static RowWinogradTiles of(
            int taps, int batch, int inChannels, int inHeight, int inWidth, int outChannels, int outHeight, int outWidth,
            int padTop, int padLeft) {
        int tilesX = Math.ceilDiv(outWidth, TILE);
        int images = images(batch, tilesX);
        long rowBytes = (long) Float.BYTES * WinogradPoints.of(taps).count() * inChannels * images * tilesX;
        int rows = Math.clamp(BLOCK_BYTES / rowBytes - (taps - 1), LEAST_ROWS, Integer.MAX_VALUE);
        // Blocks of equal height keep the workers equally busy.
        rows = Math.ceilDiv(outHeight, Math.ceilDiv(outHeight, rows));
        return new RowWinogradTiles(
                taps, inChannels, inHeight, inWidth, outChannels, outHeight, outWidth, padTop, padLeft,
                new ImageBlocks(batch, outHeight, images, rows));
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

    WinogradPoints points() {
        return WinogradPoints.of(taps);
    }

    int tilesX() {
        return Math.ceilDiv(outWidth, TILE);
    }

    /** Columns of a block's matrices. */
    int columns(int block) {
        return blocks.images(block) * tilesX();
    }

    int mostColumns() {
        return blocks.images() * tilesX();
    }

    private int inputRow(int y) {
        return Math.clamp(y, 0, inHeight);
    }

    /** The first row of the input that a block is made of. */
    int firstInputRow(int block) {
        return inputRow(blocks.firstRow(block) - padTop);
    }

    /** Rows of the input that a block is made of. */
    int inputRows(int block) {
        return inputRow(blocks.firstRow(block) + blocks.rows(block) - 1 - padTop + taps) - firstInputRow(block);
    }

    /**
     * The rows of the input that meet the filters in a row of outputs.
     *
     * @param first the first, counted from the first that the block is made of
     * @param count how many there are, 0 to {@code taps}
     * @param tap the filters' row that meets the first
     */
    record Inputs(int first, int count, int tap) {
        int end() {
            return first + count;
        }
    }

    /** What row {@code row} of a block's outputs is made of. */
    Inputs inputsOf(int block, int row) {
        int top = blocks.firstRow(block) + row - padTop;
        int first = inputRow(top);
        return new Inputs(first - firstInputRow(block), inputRow(top + taps) - first, Math.max(0, first - top));
    }

    int mostInputRows() {
        return Math.min(inHeight, blocks.rows() + taps - 1);
    }

    /** Elements from one point's matrices of a block's inputs to the next's. */
    int inputStride(int block) {
        return WinogradTiles.stride(inputRows(block) * inChannels, columns(block));
    }

    /** Elements of all matrices of a block's inputs. */
    int inputElements() {
        return Math.multiplyExact(
                points().count(), WinogradTiles.stride(Math.multiplyExact(mostInputRows(), inChannels), mostColumns()));
    }

    /** Elements from one point's matrix of a row of a block's outputs to the next's. */
    int outputStride(int block) {
        return WinogradTiles.stride(outChannels, columns(block));
    }

    /** Elements of the matrices of one row of outputs. */
    int outputElements() {
        return Math.multiplyExact(points().count(), WinogradTiles.stride(outChannels, mostColumns()));
    }

    /** Elements of the transformed filters. */
    int filterElements() {
        return Math.multiplyExact(points().count() * outChannels, taps * inChannels);
    }
}

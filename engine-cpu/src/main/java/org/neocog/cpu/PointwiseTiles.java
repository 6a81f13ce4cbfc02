package org.neocog.cpu;

import org.neocog.graph.Conv2dGeometry;

/**
 * How a 1x1 convolution with a stride, or of small maps, is cut. Images' maps lie side by side, so the library gets wide products
 * though the batch may be small, and the filters are read once for several images. Where there are enough of such products'
 * columns for the workers, each worker makes them and multiplies by itself; otherwise a block's columns are one matrix, which all
 * workers make together and then multiply, each some rows of the filters and some columns. The products are the same.
 *
 * @param rows rows of the result: filters forward, channels backward
 * @param depth terms of a sum: channels forward, filters backward
 * @param positions of an output map
 * @param batch images
 * @param images images of a block
 * @param wideImages images side by side in one product
 * @param taskRows rows of a product (the last may have fewer)
 * @param apart whether each worker does blocks by itself, which are those of one product's columns then
 */
record PointwiseTiles(
        int rows, int depth, int positions, int batch, int images, int wideImages, int taskRows, boolean apart) {
    /** Products of so many columns waste little of the library's register tiles of 48. */
    private static final int WIDE = 784;
    /** Maps of more positions are wide enough by themselves. */
    private static final int SMALL_MAP = 392;
    /** With fewer elements of filters the copies cost more than the products gain. */
    private static final int LEAST_FILTERS = 1 << 16;
    /** Elements of the matrix, 4 MiB; a single image may have twice as many. */
    private static final int MOST_ELEMENTS = 1 << 20;
    /** The library is not slower on so few rows, and several workers find something to do. */
    private static final int LEAST_ROWS = 64;
    private static final int MOST_ROWS = 128;
    /** Products of the same matrix that there should be. */
    private static final int LEAST_TASKS = 8;
    /** Elements that one task copies. */
    private static final int COPIED = 16 * 1024;

    /** Whether a convolution is better done so than image by image: it has a stride, or small maps. */
    static boolean suits(Conv2dGeometry g) {
        int rows = Math.max(MOST_ROWS, Math.max(g.channels(), g.filters()));
        return g.groups() == 1 && Subsampling.suits(g) && g.w().elements() >= LEAST_FILTERS
                && (long) rows * g.positions() <= 2 * MOST_ELEMENTS
                && (!g.isPointwise() || g.batch() > 1 && g.positions() < SMALL_MAP);
    }

    static PointwiseTiles of(Conv2dGeometry g, boolean forward, WorkerPool pool) {
        int rows = forward ? g.filters() : g.channels();
        int depth = forward ? g.channels() : g.filters();
        int most = MOST_ELEMENTS / Math.multiplyExact(depth, g.positions());
        int wide = even(g.batch(), Math.min(most, WIDE / g.positions()));
        // What needs no copies is one block, for which nobody waits.
        boolean inPlace = wide == 1 && (!forward || g.isPointwise());
        boolean apart = !inPlace && pool.sharesFairly(Math.ceilDiv(g.batch(), wide));
        int images = inPlace ? g.batch() : apart ? wide : wide * even(Math.ceilDiv(g.batch(), wide), most / wide);
        int taskRows = Math.clamp(Math.ceilDiv(Math.ceilDiv(rows, LEAST_TASKS), 16) * 16, LEAST_ROWS, MOST_ROWS);
        return new PointwiseTiles(rows, depth, g.positions(), g.batch(), images, wide, taskRows, apart);
    }

    /** The size of parts of a whole, at least 1 and at most {@code most}, so that they are equal but for the last. */
    private static int even(int whole, long most) {
        return Math.ceilDiv(whole, Math.ceilDiv(whole, Math.clamp(most, 1, whole)));
    }

    int blocks() {
        return Math.ceilDiv(batch, images);
    }

    int images(int block) {
        return Math.min(images, batch - block * images);
    }

    /** Products with the same columns. */
    int down() {
        return Math.ceilDiv(rows, taskRows);
    }

    /** Products of a block. */
    int tasks(int block) {
        return down() * Math.ceilDiv(images(block), wideImages);
    }

    int rows(int task) {
        return Math.min(taskRows, rows - task * taskRows);
    }

    /** Elements from one row of a block's matrix to the next. */
    int rowElements(int block) {
        return CacheLines.odd(images(block) * positions);
    }

    /** Rows of the matrix that one task makes. */
    int copiedRows() {
        return Math.clamp(COPIED / (images * positions), 1, depth);
    }

    /** Elements of the matrix. */
    int matrixElements() {
        return Math.multiplyExact(depth, CacheLines.odd(images * positions));
    }

    /** Elements of a worker's product, up to a whole cache line. */
    int productElements() {
        return CacheLines.whole(Math.multiplyExact(taskRows, wideImages * positions));
    }
}

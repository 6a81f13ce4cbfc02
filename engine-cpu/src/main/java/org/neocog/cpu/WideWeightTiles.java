package org.neocog.cpu;

import org.neocog.graph.Conv2dGeometry;

/**
 * How the gradient in many filters of small maps is cut. The matrices of some images lie side by side, made by all workers
 * together; then each worker multiplies for a part of the result of its own. So there is one sum, not one for each block of
 * images, and the result is read and written once for several images.
 *
 * @param geometry the convolution
 * @param images images side by side
 * @param tileFilters filters of a part of the result (the last may have fewer)
 * @param tileElements elements of a filter in a part (the last may have fewer)
 */
record WideWeightTiles(Conv2dGeometry geometry, int images, int tileFilters, int tileElements) {
    /** More terms make a product no faster. */
    private static final int WIDE = 784;
    /** Elements of the matrix, 4 MiB. */
    private static final int MOST_ELEMENTS = 1 << 20;
    /** Fewer elements of the result are better cut by images. */
    private static final int LEAST_RESULT = 1 << 17;
    /** Images whose columns alone are more than this many elements are done by stretches, which stay in a level-2 cache. */
    private static final int LARGEST_IMAGE = 1 << 19;
    /** Sides of a part of the result: the library is fastest on long ones. */
    private static final int LONG = 512;
    private static final int SHORT = 128;
    private static final int LEAST_TASKS = 4;
    /** Elements that one task copies. */
    private static final int COPIED = 32 * 1024;

    static boolean suits(Conv2dGeometry g) {
        return g.groups() == 1 && g.window().depth().isEmpty() && g.batch() > 1 && g.w().elements() >= LEAST_RESULT
                && (long) g.filterElements() * g.positions() <= LARGEST_IMAGE;
    }

    static WideWeightTiles of(Conv2dGeometry g) {
        int matrixRows = Math.max(g.filterElements(), g.filters());
        long affordable = MOST_ELEMENTS / ((long) matrixRows * g.positions());
        int images = Math.clamp(Math.min(affordable, WIDE / g.positions()), 1, g.batch());
        images = Math.ceilDiv(g.batch(), Math.ceilDiv(g.batch(), images));
        boolean few = g.filters() < LONG;
        int tileFilters = few ? SHORT : LONG;
        int tileElements = few ? LONG : SHORT;
        int tasks = Math.ceilDiv(g.filters(), tileFilters) * Math.ceilDiv(g.filterElements(), tileElements);
        int shrink = tasks < LEAST_TASKS ? 2 : 1;
        return new WideWeightTiles(
                g, images, few ? tileFilters : tileFilters / shrink, few ? tileElements / shrink : tileElements);
    }

    int blocks() {
        return Math.ceilDiv(geometry.batch(), images);
    }

    int images(int block) {
        return Math.min(images, geometry.batch() - block * images);
    }

    /** Parts of the result along the filters' elements. */
    int across() {
        return Math.ceilDiv(geometry.filterElements(), tileElements);
    }

    /** Parts of the result. */
    int tasks() {
        return Math.ceilDiv(geometry.filters(), tileFilters) * across();
    }

    /** Channels that one task unfolds. */
    int unfoldedChannels() {
        return Math.clamp(COPIED / (images * geometry.positions() * geometry.window().area()), 1, geometry.channels());
    }

    /** Filters whose maps one task copies. */
    int copiedFilters() {
        return Math.clamp(COPIED / (images * geometry.positions()), 1, geometry.filters());
    }

    /** Elements from one row of a block's matrices to the next. */
    int rowElements(int block) {
        return CacheLines.odd(images(block) * geometry.positions());
    }

    /** Elements of the columns' matrix. */
    int matrixElements() {
        return Math.multiplyExact(geometry.filterElements(), rowElements(0));
    }

    /** Elements of the output maps side by side. */
    int mapsElements() {
        return Math.multiplyExact(geometry.filters(), rowElements(0));
    }
}

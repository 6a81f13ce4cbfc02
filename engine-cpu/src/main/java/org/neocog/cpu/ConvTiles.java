package org.neocog.cpu;

import org.neocog.graph.Conv2dGeometry;

/**
 * How a convolution is cut into matrix products: each takes a stretch of output rows (of all slices, one after another) of
 * one image and group, or several whole images whose matrices then lie side by side. The cut depends on the shapes alone,
 * never on the number of threads.
 *
 * @param images images of a product; the last product may have fewer
 * @param rows output rows of a tile (the last tile of an image may have fewer)
 * @param perImage tiles of one image; 1 if a product takes several images
 */
record ConvTiles(Conv2dGeometry geometry, int images, int rows, int perImage) {
    /** Bytes that the im2col matrix of a tile should not exceed, so that it stays in a level-2 cache. */
    private static final int COLUMN_BYTES = 640 * 1024;
    /** Below this many columns a matrix product wastes much of its register tiles. */
    private static final int LEAST_COLUMNS = 48;
    /** Output maps of at least this many positions fill a product by themselves. */
    private static final int SMALL_MAP = 128;
    /** More columns make a product no faster. */
    private static final int MOST_COLUMNS = 400;
    /** Work is not made fewer and larger products if this many workers would find none. */
    private static final int LEAST_PRODUCTS = 8;

    static ConvTiles of(Conv2dGeometry geometry) {
        int q = geometry.outWidth();
        int all = geometry.outDepth() * geometry.outHeight();
        int cached = (int) Math.min(Integer.MAX_VALUE, COLUMN_BYTES / ((long) Float.BYTES * geometry.filterElements()));
        int wanted = Math.max(cached, worthwhile(geometry));
        int rows = Math.min(all, Math.max(Math.max(1, wanted / q), Math.ceilDiv(LEAST_COLUMNS, q)));
        int perImage = Math.ceilDiv(all, rows);
        // Tiles of equal height keep the workers equally busy.
        return new ConvTiles(
                geometry, perImage == 1 ? images(geometry, cached) : 1, Math.ceilDiv(all, perImage), perImage);
    }

    /**
     * Columns that a product should have if it reads more filters than columns otherwise: the library packs the filters
     * anew for each product.
     */
    private static int worthwhile(Conv2dGeometry geometry) {
        boolean enough = (long) geometry.batch() * geometry.groups() >= LEAST_PRODUCTS;
        return enough && !geometry.isPointwise() ? Math.min(MOST_COLUMNS, geometry.filtersPerGroup()) : 0;
    }

    /** A 1x1 convolution of a map that is not small is done in place, without copies, image by image. */
    private static int images(Conv2dGeometry geometry, int cached) {
        boolean small = geometry.positions() < SMALL_MAP;
        if (geometry.isPointwise() && !small) {
            return 1;
        }
        int wanted = Math.min(MOST_COLUMNS, Math.max(small ? cached : 0, geometry.filtersPerGroup()));
        long most = Math.min(geometry.batch(), (long) geometry.batch() * geometry.groups() / LEAST_PRODUCTS);
        return (int) Math.max(1, Math.min(most, Math.round((double) wanted / geometry.positions())));
    }

    /** Whether the products read images as they are: a 1x1 filter at stride 1 without padding, image by image. */
    boolean inPlace() {
        return images == 1 && geometry.isPointwise();
    }

    /** Products that share no image: blocks of images. */
    int blocks() {
        return Math.ceilDiv(geometry.batch(), images);
    }

    /** Images of a block. */
    int images(int block) {
        return Math.min(images, geometry.batch() - block * images);
    }

    int firstRow(int tile) {
        return tile * rows;
    }

    int rows(int tile) {
        return Math.min(rows, allRows() - tile * rows);
    }

    /** Output rows of an image. */
    int allRows() {
        return geometry.outDepth() * geometry.outHeight();
    }

    /** Scratch for one product a worker: an im2col matrix and, for several images, their output maps side by side. */
    long workspaceBytes(int workers) {
        return inPlace() ? 0 : (long) Float.BYTES * workerStride() * workers;
    }

    /** Elements between the scratch of one worker and the next. */
    int workerStride() {
        int maps = images == 1 ? 0 : Math.multiplyExact(geometry.filtersPerGroup(), images * geometry.positions());
        return Math.addExact(mapsOffset(), CacheLines.whole(maps));
    }

    /** Where in a worker's scratch the output maps lie. */
    int mapsOffset() {
        return CacheLines.whole(Math.multiplyExact(geometry.filterElements(), images * rows * geometry.outWidth()));
    }
}

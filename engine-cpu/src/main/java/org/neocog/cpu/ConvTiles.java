package org.neocog.cpu;

import org.neocog.graph.Conv2dGeometry;

/**
 * How a convolution is cut into pieces of work: stretches of output rows (of all slices, one after another) of one image and
 * group whose im2col matrix stays in a level-2 cache. The cut depends on the shapes alone, never on the number of threads.
 *
 * @param rows output rows of a tile (the last tile of an image may have fewer)
 * @param perImage tiles of one image
 */
record ConvTiles(Conv2dGeometry geometry, int rows, int perImage) {
    /** Bytes that the im2col matrix of a tile should not exceed. */
    private static final int COLUMN_BYTES = 640 * 1024;
    /** Below this many columns a matrix product wastes much of its register tiles. */
    private static final int LEAST_COLUMNS = 48;

    static ConvTiles of(Conv2dGeometry geometry) {
        int q = geometry.outWidth();
        int fits = (int) Math.max(1, COLUMN_BYTES / ((long) Float.BYTES * geometry.filterElements() * q));
        int all = geometry.outDepth() * geometry.outHeight();
        int rows = Math.min(all, Math.max(fits, Math.ceilDiv(LEAST_COLUMNS, q)));
        int perImage = Math.ceilDiv(all, rows);
        // Tiles of equal height keep the workers equally busy.
        return new ConvTiles(geometry, Math.ceilDiv(all, perImage), perImage);
    }

    int firstRow(int tile) {
        return tile * rows;
    }

    int rows(int tile) {
        return Math.min(rows, geometry.outDepth() * geometry.outHeight() - tile * rows);
    }

    /** Elements of a tile's im2col matrix. */
    int columnElements() {
        return Math.multiplyExact(geometry.filterElements(), rows * geometry.outWidth());
    }

    /** Scratch for one im2col matrix a worker, each at a whole cache line. */
    long workspaceBytes(int workers) {
        return (long) Float.BYTES * workerStride() * workers;
    }

    /** Elements between the scratch of one worker and the next. */
    int workerStride() {
        return Math.ceilDiv(columnElements(), 16) * 16;
    }
}

package org.neocog.cpu;

import org.neocog.graph.Axis;
import org.neocog.graph.Conv2dGeometry;

/**
 * How a 3×3 convolution of stride 1 or 2 is cut for Winograd's way: outputs in tiles of 4×4 (of 8×8 for the input's gradient at
 * stride 2), tiles in blocks. A block is some rows of tiles in some images; each of its tiles is a column of its matrices. The cut
 * depends on the shapes alone, never on the number of threads.
 *
 * @param form what is computed
 * @param inChannels channels of what is convolved
 * @param inHeight its height
 * @param inWidth its width
 * @param outChannels channels of the result
 * @param outHeight its height
 * @param outWidth its width
 * @param padTop rows of zeros above the input, 0 to 2; at stride 2 those of the convolution, even if this is its gradient
 * @param padLeft columns of zeros to its left, likewise
 * @param blocks their rows are rows of tiles
 */
record WinogradTiles(
        WinogradForm form,
        int inChannels,
        int inHeight,
        int inWidth,
        int outChannels,
        int outHeight,
        int outWidth,
        int padTop,
        int padLeft,
        ImageBlocks blocks) {
    /** Outputs of a tile in each direction. */
    static final int TILE = 4;
    /** Rows and columns of a tile's inputs at stride 1, and numbers of a filter in each direction. */
    static final int SIDE = 6;
    /** Matrices of the filters and, at stride 1, of inputs and outputs. */
    static final int POINTS = SIDE * SIDE;
    /** Columns that make a matrix product fast: more are no faster, but take more memory. */
    private static final int COLUMNS = 64;
    /** At stride 2 there are more matrices. */
    private static final int COLUMNS_STRIDED = 32;
    /** Columns should be a multiple of the elements of a vector. */
    private static final int VECTOR = 16;
    /** Bytes of transformed filters up to which each worker should do blocks by itself, reading all filters. */
    private static final long OWN_BYTES = 3 << 20;
    /** Bytes of transformed inputs that all workers should make at once, if they do one block together. */
    private static final long SHARED_BYTES = 16 << 20;
    /** At stride 2 products are faster with fewer columns, and there are more matrices. */
    private static final long SHARED_BYTES_STRIDED = 4 << 20;
    /** Filters that a worker does at once, if workers share blocks. */
    private static final int CHUNK = 32;
    /** With fewer channels the transforms cost more than the products save; those in machine code cost less. */
    private static final int LEAST_CHANNELS = 32;
    private static final int LEAST_CHANNELS_IN_CODE = 4;
    private static final int LEAST_CHANNELS_STRIDED = 8;
    /** With fewer tiles, the transform of the filters costs more than the products save; that in machine code costs less. */
    private static final int LEAST_TILES = 16;
    private static final int LEAST_TILES_IN_CODE = 8;
    /** Outputs that a tile has in the image, on average; at stride 2 a product saves too little to waste more than a third. */
    private static final int LEAST_OUTPUTS_STRIDED = 10;

    /** Tiles of a row that may be transformed at once, as a block has whole rows. */
    private static final int LONGEST_ROW = 1024;

    /**
     * Whether a convolution can be done so and is likely to gain by it.
     *
     * @param code whether there is machine code for it
     */
    static boolean suits(Conv2dGeometry g, boolean code) {
        return suits(g, 1, LONGEST_ROW)
                && Math.min(g.channels(), g.filters()) >= (code ? LEAST_CHANNELS_IN_CODE : LEAST_CHANNELS)
                && count(g) >= (code ? LEAST_TILES_IN_CODE : LEAST_TILES);
    }

    /** The same at stride 2, for which there must be machine code. */
    static boolean suitsStrided(Conv2dGeometry g) {
        int left = g.window().width().padBefore();
        return suits(g, 2, StridedTileCode.TILES)
                && g.window().height().padAfter() <= 2
                && g.window().width().padAfter() <= 2
                && WinogradForm.STRIDED.tilesX(g.width(), g.outWidth(), left) <= StridedTileCode.TILES
                && WinogradForm.STRIDED_GRADIENT.tilesX(g.outWidth(), g.width(), left) <= StridedTileCode.TILES
                && Math.min(g.channels(), g.filters()) >= LEAST_CHANNELS_STRIDED
                && count(g) >= LEAST_TILES_IN_CODE
                && (long) g.batch() * g.positions() >= LEAST_OUTPUTS_STRIDED * count(g);
    }

    private static boolean suits(Conv2dGeometry g, int stride, int longest) {
        return g.groups() == 1
                && g.window().depth().isEmpty()
                && suits(g.window().height(), stride)
                && suits(g.window().width(), stride)
                && Math.ceilDiv(g.outWidth(), TILE) <= longest;
    }

    private static boolean suits(Axis axis, int stride) {
        return axis.kernel() == 3 && axis.stride() == stride && axis.dilation() == 1 && axis.padBefore() <= 2;
    }

    /** Tiles of the output. */
    static long count(Conv2dGeometry g) {
        return (long) g.batch() * Math.ceilDiv(g.outHeight(), TILE) * Math.ceilDiv(g.outWidth(), TILE);
    }

    private static boolean strided(Conv2dGeometry g) {
        return g.window().width().stride() == 2;
    }

    /** The convolution itself. */
    static WinogradTiles forward(Conv2dGeometry g) {
        return forward(g, strided(g) ? SHARED_BYTES_STRIDED : SHARED_BYTES);
    }

    /**
     * For the gradient in the filters. As the sums of all of them have to be kept where there is more than one block, a block's
     * inputs may take as many bytes as these.
     */
    static WinogradTiles weightGradient(Conv2dGeometry g) {
        return strided(g)
                ? forward(g, Math.max(SHARED_BYTES_STRIDED, filterBytes(g.channels(), g.filters())))
                : forward(g);
    }

    private static WinogradTiles forward(Conv2dGeometry g, long sharedBytes) {
        return of(
                strided(g) ? WinogradForm.STRIDED : WinogradForm.PLAIN, g.batch(), g.channels(), g.height(), g.width(),
                g.filters(), g.outHeight(), g.outWidth(), g.window().height().padBefore(), g.window().width().padBefore(),
                sharedBytes);
    }

    /** Its input's gradient: at stride 1 a convolution of the output's gradient with the filters turned by 180 degrees. */
    static WinogradTiles inputGradient(Conv2dGeometry g) {
        int top = g.window().height().padBefore();
        int left = g.window().width().padBefore();
        return strided(g)
                ? of(
                        WinogradForm.STRIDED_GRADIENT, g.batch(), g.filters(), g.outHeight(), g.outWidth(), g.channels(),
                        g.height(), g.width(), top, left, SHARED_BYTES_STRIDED)
                : of(
                        WinogradForm.PLAIN, g.batch(), g.filters(), g.outHeight(), g.outWidth(), g.channels(), g.height(),
                        g.width(), 2 - top, 2 - left, SHARED_BYTES);
    }

    private static WinogradTiles of(
            WinogradForm form, int batch, int inChannels, int inHeight, int inWidth, int outChannels, int outHeight, int outWidth,
            int padTop, int padLeft, long sharedBytes) {
        int tilesX = form.tilesX(inWidth, outWidth, padLeft);
        int tilesY = form.tilesY(outHeight, padTop);
        // Whole images, if possible: they lie in one piece in memory, and rows that two tiles read are read but once.
        long most = shared(inChannels, outChannels)
                ? sharedBytes / ((long) Float.BYTES * form.inPoints() * inChannels)
                : form == WinogradForm.PLAIN ? COLUMNS : COLUMNS_STRIDED;
        int rows = Math.clamp(most / tilesX, 1, tilesY);
        int images = rows < tilesY ? 1 : images(batch, tilesX * tilesY, (int) most);
        // Blocks of equal height keep the workers equally busy.
        rows = Math.ceilDiv(tilesY, Math.ceilDiv(tilesY, rows));
        return new WinogradTiles(
                form, inChannels, inHeight, inWidth, outChannels, outHeight, outWidth, padTop, padLeft,
                new ImageBlocks(batch, tilesY, images, rows));
    }

    /**
     * Images of a block, for about that many columns: such that few vectors are partly empty, and few workers idle at the end, of
     * which two are thought of.
     */
    private static int images(int batch, int tiles, int columns) {
        int wanted = Math.clamp(Math.ceilDiv(columns, tiles), 1, batch);
        int best = wanted;
        double least = Double.MAX_VALUE;
        for (int images = Math.min(batch, wanted + wanted / 2); images >= Math.ceilDiv(wanted, 2); images--) {
            int blocks = Math.ceilDiv(batch, images);
            int busy = blocks == 1 ? 1 : Math.ceilDiv(blocks, 2) * 2;
            double cost = (double) busy * Math.ceilDiv(images * tiles, VECTOR);
            if (cost < least) {
                least = cost;
                best = images;
            }
        }
        return best;
    }

    private static boolean shared(int inChannels, int outChannels) {
        return filterBytes(inChannels, outChannels) > OWN_BYTES;
    }

    private static long filterBytes(int inChannels, int outChannels) {
        return (long) Float.BYTES * POINTS * inChannels * outChannels;
    }

    /**
     * Whether all workers should do one block after the other together, each some of its filters; otherwise each does blocks by
     * itself.
     */
    boolean shared() {
        return shared(inChannels, outChannels);
    }

    /** Filters that a worker does at once: all, unless workers share blocks. */
    int chunk() {
        return shared() ? Math.ceilDiv(outChannels, Math.ceilDiv(outChannels, CHUNK)) : outChannels;
    }

    int chunks() {
        return Math.ceilDiv(outChannels, chunk());
    }

    int tilesX() {
        return form.tilesX(inWidth, outWidth, padLeft);
    }

    /** Rows of tiles of a channel, in all images of a block. */
    int lines(int block) {
        return blocks.rows(block) * blocks.images(block);
    }

    /** Columns of a block's matrices. */
    int columns(int block) {
        return lines(block) * tilesX();
    }

    int mostColumns() {
        return blocks.rows() * blocks.images() * tilesX();
    }

    /**
     * Elements from one point's matrix to the next: whole cache lines, an odd number of them, so that matrices of all points do
     * not compete for the same places of the cache.
     */
    static int stride(int rows, int columns) {
        return (Math.ceilDiv(Math.multiplyExact(rows, columns), 16) | 1) * 16;
    }

    /** Elements of that many matrices. */
    static int elements(int points, int rows, int columns) {
        return Math.multiplyExact(points, stride(rows, columns));
    }

    /** Elements of the transformed filters of a chunk, or of their gradients. */
    int filterElements() {
        return filterElements(inChannels);
    }

    /** The same for so many of the input's channels. */
    int filterElements(int channels) {
        return elements(POINTS, chunk(), channels);
    }

    /** Elements of a block's transformed inputs. */
    int inputElements() {
        return elements(form.inPoints(), inChannels, mostColumns());
    }

    /** Elements of a block's transformed outputs in the channels of a chunk. */
    int outputElements() {
        return elements(form.outPoints(), chunk(), mostColumns());
    }
}

package org.neocog.cpu;

/**
 * Where the tiles of a row are in the images of a block, for {@link RowLanes}.
 *
 * @param image elements of an image
 * @param width elements of its rows
 * @param tilesX tiles of a row
 * @param pad columns of the first tile that are left of the row
 * @param columns neighbours that a tile is made of
 */
record RowWinogradPlaces(int image, int width, int tilesX, int pad, int columns) {
    private static final int VECTOR = 16;
    private static final int HALF = 8;

    /** The first of a tile's neighbours, counted from the row's first element. */
    private int first(int tile) {
        return RowWinogradTiles.TILE * tile - pad;
    }

    /** Which of a tile's neighbours lie in the row. */
    private int mask(int tile) {
        int first = first(tile);
        return bits(Math.min(columns, width - first)) & ~bits(-first);
    }

    /** The lowest bits of a mask. */
    static int bits(int count) {
        return (1 << Math.clamp(count, 0, VECTOR)) - 1;
    }

    /** Where a tile is, counted from the first image's row. One that is outside may be anywhere, as its mask is empty. */
    int at(int image, int tile) {
        return this.image * image + (mask(tile) == 0 ? 0 : first(tile));
    }

    /** A tile's mask for the lower half of a vector, and that for the upper one. */
    int masks(int tile) {
        return mask(tile) | mask(tile) << HALF + VECTOR;
    }

    /** The parameters for tiles of all images as lanes, each in its half or, if there are 4 columns, quarter of a vector. */
    int[] lanes(int images, float[] factors) {
        int[] at = new int[images * tilesX];
        int[] masks = new int[at.length];
        for (int lane = 0; lane < at.length; lane++) {
            at[lane] = at(lane / tilesX, lane % tilesX);
            int mask = mask(lane % tilesX);
            masks[lane] = columns == RowWinogradTiles.TILE ? mask << lane / 4 % 4 * 4 : half(mask, lane);
        }
        return parameters(factors, new int[0], at, masks);
    }

    /** The mask of 8 neighbours in a lane's half of a vector. */
    static int half(int mask, int lane) {
        return mask << lane / 4 % 2 * HALF;
    }

    /** The parameters for lanes at given places, which are followed by more with empty masks up to whole vectors. */
    static int[] parameters(float[] factors, int[] orders, int[] lanes, int[] masks) {
        int vectors = Math.ceilDiv(lanes.length, VECTOR);
        int[] p = new int[RowLanes.LANES + vectors * RowLanes.VECTOR_OF_LANES];
        floats(factors, p);
        System.arraycopy(orders, 0, p, RowLanes.ORDERS, orders.length);
        for (int lane = 0; lane < lanes.length; lane++) {
            int to = RowLanes.LANES + lane / VECTOR * RowLanes.VECTOR_OF_LANES;
            p[to + lane % VECTOR] = lanes[lane];
            p[to + RowLanes.MASKS + lane % VECTOR / 2] |= masks[lane] << lane % 2 * VECTOR;
        }
        return p;
    }

    /** Puts factors where {@link RowLanes} wants them. */
    static void floats(float[] factors, int[] parameters) {
        for (int i = 0; i < factors.length; i++) {
            parameters[RowLanes.FACTORS + i] = Float.floatToRawIntBits(factors[i]);
        }
    }
}

package org.neocog.cpu;

/**
 * The input's side of Winograd's F(4×4, 3×3): {@code v = Bᵀ d B} for each 6×6 tile d. In one dimension, the number for point p
 * is the sum of {@code d_i} times the coefficient of {@code x^i} in the product of all {@code (x - q)}, q being the other finite
 * points (for ∞, all). As the points lie symmetrically, those for p and -p are sum and difference of an even and an odd part.
 */
final class WinogradInput {
    private static final int SIDE = WinogradTiles.SIDE;
    private static final int TILE = WinogradTiles.TILE;
    // Arrays of scratch: the image's rows, 6 elements of each tile's rows, 6 numbers after the step along the rows, then 6 of
    // these of one column and 2 results.
    private static final int LINES = 0;
    private static final int ELEMENTS = 1;
    private static final int ALONG = 7;
    private static final int COLUMN = 13;
    private static final int RESULTS = 19;
    private static final WinogradPoints POINTS = WinogradPoints.of(3);

    private final WinogradTiles tiles;
    private final WinogradLines lines;

    WinogradInput(WinogradTiles tiles) {
        this.tiles = tiles;
        this.lines = new WinogradLines(tiles, tiles.inChannels(), tiles.inHeight(), tiles.inWidth());
    }

    /** Elements of each array of scratch. */
    int length() {
        return SIDE * TILE * lines.tilesTogether();
    }

    /** See {@link WinogradTransforms#input}. */
    void transform(float[] x, int xo, int block, int first, int count, float[][] s, float[] v, int to, int stride) {
        int columns = tiles.columns(block);
        int n = count * columns;
        int top = TILE * tiles.blocks().firstRow(block) - tiles.padTop();
        elements(x, xo, block, first, count, top, SIDE * n, s);
        points(s, SIDE * n);
        for (int column = 0; column < SIDE; column++) {
            for (int side = 0; side < SIDE; side++) {
                System.arraycopy(s[ALONG + column], side * n, s[COLUMN + side], 0, n);
            }
            down(s, n, v, to + column * stride, SIDE * stride);
        }
    }

    /** The six elements of each row of the tiles: four that no other tile in the row has as these, and the neighbours'. */
    private void elements(float[] x, int xo, int block, int first, int count, int y, int n, float[][] s) {
        int pad = tiles.padLeft();
        int own = ELEMENTS + pad;
        lines.gather(x, xo, block, first, count, y, SIDE, s[LINES]);
        WinogradLoops.deal(s[LINES], s[own], s[own + 1], s[own + 2], s[own + 3], n);
        for (int k = 0; k < pad; k++) {
            System.arraycopy(s[ELEMENTS + k + TILE], 0, s[ELEMENTS + k], 1, n - 1);
            lines.edge(x, xo, block, first, count, y, SIDE, k - pad, 0, s[ELEMENTS + k]);
        }
        for (int k = pad + TILE; k < SIDE; k++) {
            System.arraycopy(s[ELEMENTS + k - TILE], 1, s[ELEMENTS + k], 0, n - 1);
            int column = TILE * tiles.tilesX() + k - pad - TILE;
            lines.edge(x, xo, block, first, count, y, SIDE, column, tiles.tilesX() - 1, s[ELEMENTS + k]);
        }
    }

    /** The step along the rows. */
    private static void points(float[][] s, int n) {
        float[] d1 = s[ELEMENTS + 1];
        float[] d2 = s[ELEMENTS + 2];
        float[] d3 = s[ELEMENTS + 3];
        float[] d4 = s[ELEMENTS + 4];
        WinogradLoops.ends(s[ELEMENTS], d2, d4, POINTS.all(0), POINTS.all(1), s[ALONG], n);
        for (int pair = 0; pair < 2; pair++) {
            WinogradLoops.evenAndOdd(
                    d1, d2, d3, d4, POINTS.point(pair), POINTS.others(pair, 0), s[ALONG + 1 + 2 * pair],
                    s[ALONG + 2 + 2 * pair], n);
        }
        WinogradLoops.ends(d1, d3, s[ELEMENTS + 5], POINTS.all(0), POINTS.all(1), s[ALONG + 5], n);
    }

    /** The step across the rows. */
    private static void down(float[][] s, int n, float[] v, int at, int stride) {
        float[] result = s[RESULTS];
        float[] other = s[RESULTS + 1];
        float[] d1 = s[COLUMN + 1];
        float[] d2 = s[COLUMN + 2];
        float[] d3 = s[COLUMN + 3];
        float[] d4 = s[COLUMN + 4];
        WinogradLoops.ends(s[COLUMN], d2, d4, POINTS.all(0), POINTS.all(1), result, n);
        System.arraycopy(result, 0, v, at, n);
        for (int pair = 0; pair < 2; pair++) {
            WinogradLoops.evenAndOdd(d1, d2, d3, d4, POINTS.point(pair), POINTS.others(pair, 0), result, other, n);
            System.arraycopy(result, 0, v, at + (1 + 2 * pair) * stride, n);
            System.arraycopy(other, 0, v, at + (2 + 2 * pair) * stride, n);
        }
        WinogradLoops.ends(d1, d3, s[COLUMN + 5], POINTS.all(0), POINTS.all(1), result, n);
        System.arraycopy(result, 0, v, at + 5 * stride, n);
    }
}

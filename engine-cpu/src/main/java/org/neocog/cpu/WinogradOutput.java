package org.neocog.cpu;

/**
 * The output's side of Winograd's F(4×4, 3×3): {@code y = Aᵀ m A}, 4×4 numbers of the 36 products'. In one dimension, output k
 * is the sum of {@code p^k} times the product at point p, that at ∞ counting for the last output alone. And the transpose {@code
 * A dy Aᵀ}, which the filters' gradient needs.
 */
final class WinogradOutput {
    private static final int SIDE = WinogradTiles.SIDE;
    private static final int TILE = WinogradTiles.TILE;
    /** The four numbers of each point after the step along the rows, after four elements and four results. */
    private static final int ALONG = 8;
    private static final int LINES = 30;
    /** Arrays of scratch; the input's side needs fewer. */
    static final int ARRAYS = LINES + 1;
    private static final WinogradPoints POINTS = WinogradPoints.of(3);

    private final WinogradTiles tiles;
    private final WinogradLines lines;

    WinogradOutput(WinogradTiles tiles) {
        this.tiles = tiles;
        this.lines = new WinogradLines(tiles, tiles.outChannels(), tiles.outHeight(), tiles.outWidth());
    }

    /** Elements of each array of scratch. */
    int length() {
        return TILE * TILE * lines.tilesTogether();
    }

    /** Channels that are best transformed together. */
    int channelsTogether(int block) {
        return lines.channelsTogether(block);
    }

    /** See {@link WinogradTransforms#output}. */
    void transform(
            float[] m, int from, int stride, int block, int first, int count, WinogradTransforms.Biases biases, float[][] s,
            float[] y, int yo) {
        int n = count * tiles.columns(block);
        for (int column = 0; column < SIDE; column++) {
            for (int row = 0; row < SIDE; row++) {
                System.arraycopy(m, from + (SIDE * row + column) * stride, s[row], 0, n);
            }
            // Number k of a column to array SIDE · (k + 1) + column.
            int to = SIDE + column;
            outputs(s, 0, s[to], s[to + SIDE], s[to + 2 * SIDE], s[to + 3 * SIDE], n);
        }
        for (int row = 0; row < TILE; row++) {
            outputs(s, SIDE + SIDE * row, s[0], s[1], s[2], s[3], n);
            int columns = tiles.columns(block);
            for (int c = 0; c < count; c++) {
                WinogradLoops.collect(
                        s[0], s[1], s[2], s[3], c * columns, (c + 1) * columns, biases.of(first + c), s[LINES], TILE * n * row);
            }
        }
        lines.scatter(s[LINES], block, first, count, y, yo);
    }

    private static void outputs(float[][] s, int from, float[] y0, float[] y1, float[] y2, float[] y3, int n) {
        float p = POINTS.point(0);
        float q = POINTS.point(1);
        WinogradLoops.even(s[from], s[from + 1], s[from + 2], s[from + 3], s[from + 4], p * p, q * q, y0, y2, n);
        WinogradLoops.odd(s[from + 1], s[from + 2], s[from + 3], s[from + 4], s[from + 5], p, q, p * p * p, q * q * q, y1, y3, n);
    }

    /** See {@link WinogradTransforms#outputGradient}. */
    void transpose(float[] dy, int dyo, int block, int first, int count, float[][] s, float[] m, int to, int stride) {
        int n = count * tiles.columns(block);
        lines.gather(dy, dyo, block, first, count, TILE * tiles.blocks().firstRow(block), TILE, s[LINES]);
        // The points 0 and ∞ are the first and the last element themselves.
        WinogradLoops.deal(s[LINES], s[ALONG], s[0], s[1], s[ALONG + 5], TILE * n);
        points(s[ALONG], s[0], s[1], s[ALONG + 5], s, ALONG + 1, TILE * n);
        for (int column = 0; column < SIDE; column++) {
            for (int row = 0; row < TILE; row++) {
                System.arraycopy(s[ALONG + column], row * n, s[row], 0, n);
            }
            points(s[0], s[1], s[2], s[3], s, TILE, n);
            int at = to + column * stride;
            System.arraycopy(s[0], 0, m, at, n);
            for (int point = 0; point < 4; point++) {
                System.arraycopy(s[TILE + point], 0, m, at + (1 + point) * SIDE * stride, n);
            }
            System.arraycopy(s[3], 0, m, at + 5 * SIDE * stride, n);
        }
    }

    /** The points p, -p, q and -q. */
    private static void points(float[] a, float[] b, float[] c, float[] d, float[][] s, int to, int n) {
        for (int pair = 0; pair < 2; pair++) {
            float p = POINTS.point(pair);
            WinogradLoops.spread(a, b, c, d, p, p * p, p * p * p, s[to + 2 * pair], s[to + 1 + 2 * pair], n);
        }
    }
}

package org.neocog.cpu;

/**
 * The input's side of Winograd's F(4, 5) with the points 0, ±1, ±2, ±½, ∞: {@code v = Bᵀ d} for 8 neighbours d0 to d7 in a
 * row. The number for point p is the sum of {@code d_i} times the coefficient of {@code x^i} in the product of all
 * {@code (x - q)}, q being the other points (for ∞, all points). As the points lie symmetrically, those for p and -p are sum
 * and difference of an even and an odd part.
 */
record RowWinogradInput(RowWinogradTiles tiles) {
    /** Arrays of scratch: d0 to d7, two results, rows of the image. */
    static final int ARRAYS = 11;
    private static final int LINES = 10;

    /** Elements of each array of scratch. */
    int length() {
        return RowWinogradLines.elements(tiles.mostColumns());
    }

    /**
     * Writes the 8 matrices {@code channels x columns} of one row of the input in all images of a block.
     *
     * @param y the row of the input
     * @param to where the first matrix begins
     * @param stride elements from one matrix to the next
     */
    void transform(float[] x, int xo, int block, int y, float[][] s, float[] v, int to, int stride) {
        RowWinogradLines lines =
                new RowWinogradLines(tiles.inChannels(), tiles.inHeight(), tiles.inWidth(), tiles.tilesX());
        int columns = tiles.columns(block);
        int most = RowWinogradLines.together(columns);
        int image = tiles.firstImage(block);
        int images = tiles.images(block);
        lines.clear(s[LINES], most * images);
        for (int first = 0; first < tiles.inChannels(); first += most) {
            int channels = Math.min(most, tiles.inChannels() - first);
            int n = channels * columns;
            lines.gather(x, xo, image, images, first, channels, y, tiles.padLeft(), s[LINES]);
            RowWinogradLines.deal(s[LINES], s[0], s[1], s[2], s[3], n);
            // A tile's d4 to d7 are the next tile's d0 to d3.
            for (int tap = 0; tap < RowWinogradTiles.TILE; tap++) {
                System.arraycopy(s[tap], 1, s[4 + tap], 0, n - 1);
                int column = lines.length() - tiles.padLeft() + tap;
                lines.last(x, xo, image, images, first, channels, y, column, s[4 + tap]);
            }
            points(s, n, v, to + first * columns, stride);
        }
    }

    private static void points(float[][] s, int n, float[] v, int to, int stride) {
        // (x² - 1)(x² - 4)(x² - ¼) for the points 0 and ∞; without one factor for the others.
        ends(s[0], s[2], s[4], s[6], s[8], n);
        System.arraycopy(s[8], 0, v, to, n);
        pair(s, 1, -4.25f, 1, n, v, to + stride, stride);
        pair(s, 2, -1.25f, 0.25f, n, v, to + 3 * stride, stride);
        pair(s, 0.5f, -5, 4, n, v, to + 5 * stride, stride);
        ends(s[1], s[3], s[5], s[7], s[8], n);
        System.arraycopy(s[8], 0, v, to + 7 * stride, n);
    }

    private static void ends(float[] a, float[] b, float[] c, float[] d, float[] y, int n) {
        for (int i = 0; i < n; i++) {
            y[i] = d[i] - a[i] + 5.25f * (b[i] - c[i]);
        }
    }

    /** The points p and -p: x (x + p) (x⁴ + f x² + g) and x (x - p) (x⁴ + f x² + g). */
    private static void pair(float[][] s, float p, float f, float g, int n, float[] v, int to, int stride) {
        evenAndOdd(s[1], s[2], s[3], s[4], s[5], s[6], p, f, g, s[8], s[9], n);
        System.arraycopy(s[8], 0, v, to, n);
        System.arraycopy(s[9], 0, v, to + stride, n);
    }

    private static void evenAndOdd(
            float[] d1, float[] d2, float[] d3, float[] d4, float[] d5, float[] d6, float p, float f, float g, float[] plus,
            float[] minus, int n) {
        for (int i = 0; i < n; i++) {
            float even = d6[i] + f * d4[i] + g * d2[i];
            float odd = p * (d5[i] + f * d3[i] + g * d1[i]);
            plus[i] = even + odd;
            minus[i] = even - odd;
        }
    }
}

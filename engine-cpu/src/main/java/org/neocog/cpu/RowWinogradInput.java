package org.neocog.cpu;

/**
 * The input's side of Winograd's F(4, r): {@code v = Bᵀ d} for r + 3 neighbours d0, d1 and so on in a row. The number for point
 * p is the sum of {@code d_i} times the coefficient of {@code x^i} in the product of all {@code (x - q)}, q being the other
 * points (for ∞, all points). As the points lie symmetrically, those for p and -p are sum and difference of an even and an odd
 * part.
 */
record RowWinogradInput(RowWinogradTiles tiles) {
    /** The array of scratch for rows of the image, after d0 to d7 and two results. */
    private static final int LINES = 10;

    /** Rows of the image that lie one after another should be this many elements, as memory is read in longer stretches. */
    private static final int ROW_ELEMENTS = 128;

    /** Elements of each array of scratch. */
    int length() {
        return RowWinogradLines.elements(rowsTogether() * tiles.mostColumns());
    }

    /** Rows that are best transformed together. */
    int rowsTogether() {
        return Math.min(Math.ceilDiv(ROW_ELEMENTS, tiles.inWidth()), tiles.mostInputRows());
    }

    /**
     * Writes some rows of the input in all images of a block: for each row and point a matrix {@code channels x columns}.
     *
     * @param row the first row, counted from the first of the block
     * @param rows how many, at most {@link #rowsTogether}
     * @param to where the first matrix of the block's first row begins; the next row's follows it
     * @param stride elements from one point to the next
     */
    void transform(float[] x, int xo, int block, int row, int rows, float[][] s, float[] v, int to, int stride) {
        RowWinogradLines lines =
                new RowWinogradLines(tiles.inChannels(), tiles.inHeight(), tiles.inWidth(), tiles.tilesX());
        int columns = tiles.columns(block);
        int most = RowWinogradLines.together(rows * columns);
        int image = tiles.blocks().firstImage(block);
        int images = tiles.blocks().images(block);
        int y = tiles.firstInputRow(block) + row;
        lines.clear(s[LINES], rows * most * images);
        for (int first = 0; first < tiles.inChannels(); first += most) {
            int channels = Math.min(most, tiles.inChannels() - first);
            int n = rows * channels * columns;
            lines.gather(x, xo, image, images, first, channels, y, rows, tiles.padLeft(), s[LINES]);
            WinogradLoops.deal(s[LINES], s[0], s[1], s[2], s[3], n);
            // A tile's elements from d4 on are the next tile's first.
            for (int tap = 0; tap < tiles.taps() - 1; tap++) {
                System.arraycopy(s[tap], 1, s[4 + tap], 0, n - 1);
                int column = lines.length() - tiles.padLeft() + tap;
                lines.last(x, xo, image, images, first, channels, y, rows, column, s[4 + tap]);
            }
            Place place = new Place(
                    v, to + (row * tiles.inChannels() + first) * columns, stride, rows, channels * columns,
                    tiles.inChannels() * columns);
            points(s, n, place);
        }
    }

    /** Where the rows of a result go, each {@code length} elements and {@code down} after the one before. */
    private record Place(float[] v, int to, int stride, int rows, int length, int down) {
        void store(float[] plane, int point) {
            for (int row = 0; row < rows; row++) {
                System.arraycopy(plane, row * length, v, to + point * stride + row * down, length);
            }
        }
    }

    private void points(float[][] s, int n, Place place) {
        WinogradPoints points = tiles.points();
        boolean three = points.pairs() == 2;
        for (int end = 0; end < 2; end++) {
            if (three) {
                WinogradLoops.ends(s[end], s[end + 2], s[end + 4], points.all(0), points.all(1), s[8], n);
            } else {
                sum(s[end], s[end + 2], s[end + 4], s[end + 6], points.all(0), points.all(1), points.all(2), s[8], n);
            }
            place.store(s[8], end * (points.count() - 1));
        }
        for (int pair = 0; pair < points.pairs(); pair++) {
            float p = points.point(pair);
            float f = points.others(pair, 0);
            if (three) {
                WinogradLoops.evenAndOdd(s[1], s[2], s[3], s[4], p, f, s[8], s[9], n);
            } else {
                evenAndOdd(s[1], s[2], s[3], s[4], s[5], s[6], p, f, points.others(pair, 1), s[8], s[9], n);
            }
            place.store(s[8], 1 + 2 * pair);
            place.store(s[9], 2 + 2 * pair);
        }
    }

    private static void sum(
            float[] a, float[] b, float[] c, float[] d, float f, float g, float h, float[] y, int n) {
        for (int i = 0; i < n; i++) {
            y[i] = d[i] + h * c[i] + g * b[i] + f * a[i];
        }
    }

    /** x (x + p) (x⁴ + g x² + f) and x (x - p) (x⁴ + g x² + f). */
    private static void evenAndOdd(
            float[] d1, float[] d2, float[] d3, float[] d4, float[] d5, float[] d6, float p, float f, float g, float[] plus,
            float[] minus, int n) {
        for (int i = 0; i < n; i++) {
            float even = d6[i] + g * d4[i] + f * d2[i];
            float odd = p * (d5[i] + g * d3[i] + f * d1[i]);
            plus[i] = even + odd;
            minus[i] = even - odd;
        }
    }
}

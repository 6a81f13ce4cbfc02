package org.neocog.cpu;

/**
 * The output's side of Winograd's F(4, 5) with the points 0, ±1, ±2, ±½, ∞: output k of a tile is the sum of {@code p^k} times
 * the sum of products at point p, that at ∞ counting for the last output alone; and the transpose, which the filters'
 * gradient needs.
 */
record RowWinogradOutput(RowWinogradTiles tiles) {
    /** Arrays of scratch, as long as the input's: 8 points, then 4 outputs of each tile, then rows of the image. */
    static final int ARRAYS = 13;
    private static final int LINES = 12;

    private RowWinogradLines lines() {
        return new RowWinogradLines(tiles.outChannels(), tiles.outHeight(), tiles.outWidth(), tiles.tilesX());
    }

    /**
     * Writes one row of a block's output from the 8 matrices {@code channels x columns}, which lie one after another.
     *
     * @param y the row of the output
     * @param bias where the channels' biases begin, which are added
     */
    void transform(
            float[] m, int from, int block, int y, float[] biases, int bias, float[][] s, float[] result, int yo) {
        int columns = tiles.columns(block);
        int stride = tiles.outChannels() * columns;
        int most = RowWinogradLines.together(columns);
        for (int first = 0; first < tiles.outChannels(); first += most) {
            int channels = Math.min(most, tiles.outChannels() - first);
            int n = channels * columns;
            for (int point = 0; point < RowWinogradTiles.POINTS; point++) {
                System.arraycopy(m, from + point * stride + first * columns, s[point], 0, n);
            }
            sums(s[0], s[1], s[2], s[3], s[4], s[5], s[6], s[8], s[10], n);
            differences(s[1], s[2], s[3], s[4], s[5], s[6], s[7], s[9], s[11], n);
            for (int c = 0; c < channels; c++) {
                float added = biases.length == 0 ? 0 : biases[bias + first + c];
                RowWinogradLines.collect(
                        s[8], s[9], s[10], s[11], c * columns, (c + 1) * columns, added, s[LINES]);
            }
            lines().scatter(
                    s[LINES], result, yo, tiles.firstImage(block), tiles.images(block), first, channels, y);
        }
    }

    /** Outputs 0 and 2. */
    private static void sums(
            float[] zero, float[] one, float[] minusOne, float[] two, float[] minusTwo, float[] half, float[] minusHalf,
            float[] first, float[] third, int n) {
        for (int i = 0; i < n; i++) {
            float ones = one[i] + minusOne[i];
            float twos = two[i] + minusTwo[i];
            float halves = half[i] + minusHalf[i];
            first[i] = zero[i] + ones + (twos + halves);
            third[i] = ones + 4 * twos + 0.25f * halves;
        }
    }

    /** Outputs 1 and 3. */
    private static void differences(
            float[] one, float[] minusOne, float[] two, float[] minusTwo, float[] half, float[] minusHalf, float[] infinity,
            float[] second, float[] fourth, int n) {
        for (int i = 0; i < n; i++) {
            float ones = one[i] - minusOne[i];
            float twos = two[i] - minusTwo[i];
            float halves = half[i] - minusHalf[i];
            second[i] = ones + 2 * twos + 0.5f * halves;
            fourth[i] = ones + 8 * twos + 0.125f * halves + infinity[i];
        }
    }

    /**
     * The transpose: writes the 8 matrices {@code channels x columns} of one row of the output's gradient, a tile's part
     * outside of it being 0.
     *
     * @param y the row
     * @param to where the first matrix begins
     * @param stride elements from one matrix to the next
     */
    void transpose(float[] dy, int dyo, int block, int y, float[][] s, float[] m, int to, int stride) {
        int columns = tiles.columns(block);
        int most = RowWinogradLines.together(columns);
        lines().clear(s[LINES], most * tiles.images(block));
        for (int first = 0; first < tiles.outChannels(); first += most) {
            int channels = Math.min(most, tiles.outChannels() - first);
            int n = channels * columns;
            int at = to + first * columns;
            lines().gather(
                    dy, dyo, tiles.firstImage(block), tiles.images(block), first, channels, y, 0, s[LINES]);
            RowWinogradLines.deal(s[LINES], s[8], s[9], s[10], s[11], n);
            System.arraycopy(s[8], 0, m, at, n);
            pair(s, 1, n, m, at + stride, stride);
            pair(s, 2, n, m, at + 3 * stride, stride);
            pair(s, 0.5f, n, m, at + 5 * stride, stride);
            System.arraycopy(s[11], 0, m, at + 7 * stride, n);
        }
    }

    /** The points p and -p. */
    private static void pair(float[][] s, float p, int n, float[] m, int to, int stride) {
        evenAndOdd(s[8], s[9], s[10], s[11], p, p * p, p * p * p, s[0], s[1], n);
        System.arraycopy(s[0], 0, m, to, n);
        System.arraycopy(s[1], 0, m, to + stride, n);
    }

    private static void evenAndOdd(
            float[] a, float[] b, float[] c, float[] d, float p, float square, float cube, float[] plus, float[] minus, int n) {
        for (int i = 0; i < n; i++) {
            float even = a[i] + square * c[i];
            float odd = p * b[i] + cube * d[i];
            plus[i] = even + odd;
            minus[i] = even - odd;
        }
    }
}

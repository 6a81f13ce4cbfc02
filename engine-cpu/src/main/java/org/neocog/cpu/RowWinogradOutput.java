package org.neocog.cpu;

import org.neocog.cpu.WinogradTransforms.Biases;

/**
 * The output's side of Winograd's F(4, r): output k of a tile is the sum of {@code p^k} times the sum of products at point p,
 * that at ∞ counting for the last output alone; and the transpose, which the filters' gradient needs.
 */
record RowWinogradOutput(RowWinogradTiles tiles) {
    /** Arrays of scratch: 8 points, 4 outputs of each tile, rows of the image. The input needs no more. */
    static final int ARRAYS = 13;
    private static final int LINES = 12;

    private RowWinogradLines lines() {
        return new RowWinogradLines(tiles.outChannels(), tiles.outHeight(), tiles.outWidth(), tiles.tilesX());
    }

    /**
     * Writes one row of a block's output from a matrix {@code channels x columns} for each point.
     *
     * @param stride elements from one matrix to the next
     * @param y the row of the output
     */
    void transform(
            float[] m, int from, int stride, int block, int y, Biases biases, float[][] s, float[] result, int yo) {
        int columns = tiles.columns(block);
        int most = RowWinogradLines.together(columns);
        for (int first = 0; first < tiles.outChannels(); first += most) {
            int channels = Math.min(most, tiles.outChannels() - first);
            int n = channels * columns;
            for (int point = 0; point < tiles.points().count(); point++) {
                System.arraycopy(m, from + point * stride + first * columns, s[point], 0, n);
            }
            outputs(s, n);
            for (int c = 0; c < channels; c++) {
                WinogradLoops.collect(
                        s[8], s[9], s[10], s[11], c * columns, (c + 1) * columns, biases.of(first + c), s[LINES], 0);
            }
            lines().scatter(
                    s[LINES], result, yo, tiles.blocks().firstImage(block), tiles.blocks().images(block), first, channels, y);
        }
    }

    private void outputs(float[][] s, int n) {
        WinogradPoints points = tiles.points();
        float p = points.point(0);
        float q = points.point(1);
        if (points.pairs() == 2) {
            WinogradLoops.even(s[0], s[1], s[2], s[3], s[4], p * p, q * q, s[8], s[10], n);
            WinogradLoops.odd(s[1], s[2], s[3], s[4], s[5], p, q, p * p * p, q * q * q, s[9], s[11], n);
        } else {
            float r = points.point(2);
            even(s[0], s[1], s[2], s[3], s[4], s[5], s[6], p * p, q * q, r * r, s[8], s[10], n);
            odd(s[1], s[2], s[3], s[4], s[5], s[6], s[7], p, q, r, p * p * p, q * q * q, r * r * r, s[9], s[11], n);
        }
    }

    /** Outputs 0 and 2 of three pairs of points. */
    private static void even(
            float[] zero, float[] p, float[] minusP, float[] q, float[] minusQ, float[] r, float[] minusR, float p2,
            float q2, float r2, float[] first, float[] third, int n) {
        for (int i = 0; i < n; i++) {
            float ps = p[i] + minusP[i];
            float qs = q[i] + minusQ[i];
            float rs = r[i] + minusR[i];
            first[i] = zero[i] + ps + (qs + rs);
            third[i] = p2 * ps + q2 * qs + r2 * rs;
        }
    }

    /** Outputs 1 and 3 of three pairs of points. */
    private static void odd(
            float[] p, float[] minusP, float[] q, float[] minusQ, float[] r, float[] minusR, float[] infinity, float p1,
            float q1, float r1, float p3, float q3, float r3, float[] second, float[] fourth, int n) {
        for (int i = 0; i < n; i++) {
            float ps = p[i] - minusP[i];
            float qs = q[i] - minusQ[i];
            float rs = r[i] - minusR[i];
            second[i] = p1 * ps + q1 * qs + r1 * rs;
            fourth[i] = p3 * ps + q3 * qs + r3 * rs + infinity[i];
        }
    }

    /**
     * The transpose: writes one row of the output's gradient in all images of a block, as a matrix {@code channels x
     * columns} for each point. A tile's part outside of the row is 0.
     *
     * @param y the row
     * @param to where the first matrix begins
     * @param stride elements from one matrix to the next
     */
    void transpose(float[] dy, int dyo, int block, int y, float[][] s, float[] m, int to, int stride) {
        int columns = tiles.columns(block);
        int most = RowWinogradLines.together(columns);
        lines().clear(s[LINES], most * tiles.blocks().images(block));
        for (int first = 0; first < tiles.outChannels(); first += most) {
            int channels = Math.min(most, tiles.outChannels() - first);
            int n = channels * columns;
            int at = to + first * columns;
            lines().gather(
                    dy, dyo, tiles.blocks().firstImage(block), tiles.blocks().images(block), first, channels, y, 1, 0, s[LINES]);
            WinogradLoops.deal(s[LINES], s[8], s[9], s[10], s[11], n);
            WinogradPoints points = tiles.points();
            System.arraycopy(s[8], 0, m, at, n);
            for (int pair = 0; pair < points.pairs(); pair++) {
                float p = points.point(pair);
                WinogradLoops.spread(s[8], s[9], s[10], s[11], p, p * p, p * p * p, s[0], s[1], n);
                System.arraycopy(s[0], 0, m, at + (1 + 2 * pair) * stride, n);
                System.arraycopy(s[1], 0, m, at + (2 + 2 * pair) * stride, n);
            }
            System.arraycopy(s[11], 0, m, at + (points.count() - 1) * stride, n);
        }
    }
}

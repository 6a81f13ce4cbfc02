package org.neocog.cpu;

/**
 * The output's side of Winograd's F(2×2, 3×3): {@code y = Aᵀ m A}, 2×2 numbers of the 16 products' sums, the rows of Aᵀ
 * being (1 1 1 0), (0 1 -1 -1); and its transpose {@code A dy Aᵀ}, which the filters' gradient needs.
 */
record WinogradOutput(WinogradTiles tiles) {
    /** Arrays of scratch: a row of each of the 16 matrices, then two rows of outputs with four columns of a tile each. */
    static final int ARRAYS = 24;

    /** Elements of each array of scratch. */
    int length() {
        return tiles.mostColumns();
    }

    /**
     * Writes one channel of a block's output from its row in the 16 matrices {@code channels x columns}.
     *
     * @param bias is added
     */
    void transform(
            float[] m, int from, int stride, int block, int channel, float bias, float[][] s, float[] y, int yo) {
        int columns = tiles.columns(block);
        for (int point = 0; point < WinogradTiles.POINTS; point++) {
            System.arraycopy(m, from + point * stride, s[point], 0, columns);
        }
        for (int column = 0; column < 4; column++) {
            sum(s[column], s[4 + column], s[8 + column], s[16 + column], columns);
            difference(s[4 + column], s[8 + column], s[12 + column], s[20 + column], columns);
        }
        int images = tiles.images(block);
        int rowStride = tiles.rowStride(block) * images;
        int pixels = tiles.outHeight() * tiles.outWidth();
        for (int n = 0; n < images; n++) {
            int image = yo + ((tiles.firstImage(block) + n) * tiles.outChannels() + channel) * pixels;
            for (int i = 0; i < tiles.rows(block); i++) {
                int row = 2 * (tiles.firstRow(block) + i);
                int at = i * rowStride + n;
                int to = image + row * tiles.outWidth();
                collect(s[16], s[17], s[18], s[19], at, images, bias, y, to, tiles.outWidth());
                if (row + 1 < tiles.outHeight()) {
                    collect(
                            s[20], s[21], s[22], s[23], at, images, bias, y, to + tiles.outWidth(), tiles.outWidth());
                }
            }
        }
    }

    private static void sum(float[] a, float[] b, float[] c, float[] y, int n) {
        for (int i = 0; i < n; i++) {
            y[i] = a[i] + b[i] + c[i];
        }
    }

    private static void difference(float[] a, float[] b, float[] c, float[] y, int n) {
        for (int i = 0; i < n; i++) {
            y[i] = a[i] - b[i] - c[i];
        }
    }

    /** One row of the output: Aᵀ along the row, the columns of a tile being in four arrays, {@code step} apart. */
    private static void collect(
            float[] a, float[] b, float[] c, float[] d, int at, int step, float bias, float[] y, int to, int width) {
        int pairs = width / 2;
        for (int j = 0; j < pairs; j++) {
            int i = at + j * step;
            float second = b[i];
            float third = c[i];
            y[to + 2 * j] = a[i] + second + third + bias;
            y[to + 2 * j + 1] = second - third - d[i] + bias;
        }
        if (width % 2 == 1) {
            int i = at + pairs * step;
            y[to + 2 * pairs] = a[i] + b[i] + c[i] + bias;
        }
    }

    /**
     * The transpose: writes one channel's row of the 16 matrices from the gradient of a block's output. Idle columns and
     * what lies outside of the output are 0.
     */
    void transpose(
            float[] dy, int dyo, int block, int channel, float[][] s, float[] m, int to, int stride) {
        int n = tiles.columns(block);
        deal(dy, dyo, block, channel, s);
        // Rows of A: (1 0), (1 1), (1 -1), (0 -1). First down the columns of the 2x2, then along the lines.
        for (int column = 0; column < 2; column++) {
            add(s[column], s[2 + column], s[4 + column], n);
            subtract(s[column], s[2 + column], s[6 + column], n);
        }
        line(s[0], s[1], 1, s, n, m, to, stride);
        line(s[4], s[5], 1, s, n, m, to + 4 * stride, stride);
        line(s[6], s[7], 1, s, n, m, to + 8 * stride, stride);
        line(s[2], s[3], -1, s, n, m, to + 12 * stride, stride);
    }

    private static void line(float[] a, float[] b, float sign, float[][] s, int n, float[] m, int to, int stride) {
        scale(a, sign, s[8], n);
        System.arraycopy(s[8], 0, m, to, n);
        scale(b, -sign, s[8], n);
        System.arraycopy(s[8], 0, m, to + 3 * stride, n);
        add(a, b, s[9], n);
        scale(s[9], sign, s[8], n);
        System.arraycopy(s[8], 0, m, to + stride, n);
        subtract(a, b, s[9], n);
        scale(s[9], sign, s[8], n);
        System.arraycopy(s[8], 0, m, to + 2 * stride, n);
    }

    private static void add(float[] a, float[] b, float[] y, int n) {
        for (int i = 0; i < n; i++) {
            y[i] = a[i] + b[i];
        }
    }

    private static void subtract(float[] a, float[] b, float[] y, int n) {
        for (int i = 0; i < n; i++) {
            y[i] = a[i] - b[i];
        }
    }

    private static void scale(float[] a, float factor, float[] y, int n) {
        for (int i = 0; i < n; i++) {
            y[i] = factor * a[i];
        }
    }

    /** The 2x2 of each tile to arrays 0 to 3. */
    private void deal(float[] dy, int dyo, int block, int channel, float[][] s) {
        int images = tiles.images(block);
        int rowStride = tiles.rowStride(block);
        int pixels = tiles.outHeight() * tiles.outWidth();
        for (int n = 0; n < images; n++) {
            int image = dyo + ((tiles.firstImage(block) + n) * tiles.outChannels() + channel) * pixels;
            for (int i = 0; i < tiles.rows(block); i++) {
                for (int odd = 0; odd < 2; odd++) {
                    int y = 2 * (tiles.firstRow(block) + i) + odd;
                    int to = i * rowStride * images + n;
                    int evens = y < tiles.outHeight() ? (tiles.outWidth() + 1) / 2 : 0;
                    int odds = y < tiles.outHeight() ? tiles.outWidth() / 2 : 0;
                    int from = image + y * tiles.outWidth();
                    dealRow(dy, from, evens, s[2 * odd], to, images, rowStride);
                    dealRow(dy, from + 1, odds, s[2 * odd + 1], to, images, rowStride);
                }
            }
        }
    }

    private static void dealRow(float[] dy, int from, int count, float[] s, int to, int step, int all) {
        for (int j = 0; j < count; j++) {
            s[to + j * step] = dy[from + 2 * j];
        }
        for (int j = count; j < all; j++) {
            s[to + j * step] = 0;
        }
    }
}

package org.neocog.cpu;

import java.util.Arrays;
import org.neocog.graph.Axis;
import org.neocog.graph.Conv2dGeometry;

/**
 * The im2col matrix of a convolution with a stride. Windows that lie a stride apart see the same elements: row (r, t) of the
 * matrix at output position (p, q) is row (r + stride, t) at (p - 1, q), and row (r, t + stride) at (p, q - 1). So only as
 * many rows of a channel as the stride has steps, four for stride 2, are gathered element by element; all others are copied
 * from these in one piece, moved by a row or by an element, and get their first row or column from the image.
 */
final class StridedColumns {
    private final Conv2dGeometry geometry;
    private final Axis down;
    private final Axis across;
    private final int width;
    private final int outWidth;

    StridedColumns(Conv2dGeometry geometry) {
        this.geometry = geometry;
        this.down = geometry.window().height();
        this.across = geometry.window().width();
        this.width = geometry.width();
        this.outWidth = geometry.outWidth();
    }

    /** Images whose windows move by more than an element, with the elements under a window side by side. */
    static boolean suits(Conv2dGeometry g) {
        Axis down = g.window().height();
        Axis across = g.window().width();
        return g.window().depth().isEmpty() && across.stride() > 1 && (down.kernel() == 1 || down.dilation() == 1)
                && (across.kernel() == 1 || across.dilation() == 1);
    }

    /**
     * Writes the matrix's rows for some channels, and some output rows of one image.
     *
     * @param x holds the channels from {@code xo} on
     * @param out receives channels · R · S x (rows · Q) elements from {@code to} on
     * @param rowLength elements from one row of the matrix to the next
     */
    void unfold(float[] x, int xo, int channels, int firstRow, int rows, float[] out, int to, int rowLength) {
        int taps = down.kernel() * across.kernel();
        for (int c = 0; c < channels; c++) {
            unfoldChannel(
                    x, xo + c * geometry.inputPositions(), firstRow * down.stride() - down.padBefore(), rows, out,
                    to + c * taps * rowLength, rowLength);
        }
    }

    /**
     * @param top the image's row that the first row of the first window lies on
     */
    private void unfoldChannel(float[] x, int plane, int top, int rows, float[] out, int to, int rowLength) {
        for (int r = down.kernel() - 1; r >= 0; r--) {
            for (int t = across.kernel() - 1; t >= 0; t--) {
                int target = to + (r * across.kernel() + t) * rowLength;
                int left = t - across.padBefore();
                if (r + down.stride() < down.kernel()) {
                    int below = target + down.stride() * across.kernel() * rowLength;
                    System.arraycopy(out, below, out, target + outWidth, (rows - 1) * outWidth);
                    gatherRows(x, plane, top + r, left, 1, out, target);
                } else if (t + across.stride() < across.kernel()) {
                    System.arraycopy(out, target + across.stride() * rowLength, out, target + 1, rows * outWidth - 1);
                    gatherFirstColumn(x, plane, top + r, left, rows, out, target);
                } else {
                    gatherRows(x, plane, top + r, left, rows, out, target);
                }
            }
        }
    }

    private void gatherRows(float[] x, int plane, int top, int left, int rows, float[] out, int target) {
        int stride = across.stride();
        int start = Math.min(outWidth, left >= 0 ? 0 : Math.ceilDiv(-left, stride));
        int end = Math.clamp(Math.ceilDiv(width - left, stride), start, outWidth);
        for (int p = 0; p < rows; p++) {
            int row = top + p * down.stride();
            int to = target + p * outWidth;
            if (row < 0 || row >= geometry.height()) {
                Arrays.fill(out, to, to + outWidth, 0);
                continue;
            }
            int from = plane + row * width + left + start * stride;
            zero(out, to, start);
            if (stride == 2) {
                gatherHalf(x, from, out, to + start, end - start);
            } else {
                gather(x, from, stride, out, to + start, end - start);
            }
            zero(out, to + end, outWidth - end);
        }
    }

    private void gatherFirstColumn(float[] x, int plane, int top, int left, int rows, float[] out, int target) {
        boolean inside = left >= 0 && left < width;
        for (int p = 0; p < rows; p++) {
            int row = top + p * down.stride();
            out[target + p * outWidth] =
                    inside && row >= 0 && row < geometry.height() ? x[plane + row * width + left] : 0;
        }
    }

    /** Most edges are no element or one wide. */
    private static void zero(float[] out, int from, int n) {
        for (int i = 0; i < n; i++) {
            out[from + i] = 0;
        }
    }

    /** With the stride a constant the compiler can take the checks of the bounds out of the loop. */
    private static void gatherHalf(float[] x, int from, float[] out, int to, int n) {
        for (int i = 0; i < n; i++) {
            out[to + i] = x[from + 2 * i];
        }
    }

    private static void gather(float[] x, int from, int stride, float[] out, int to, int n) {
        for (int i = 0; i < n; i++) {
            out[to + i] = x[from + i * stride];
        }
    }
}

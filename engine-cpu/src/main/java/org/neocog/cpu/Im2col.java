package org.neocog.cpu;

import java.util.Arrays;
import org.neocog.graph.Axis;
import org.neocog.graph.Conv2dGeometry;

/**
 * Lays out, for some output rows of one image and group, the elements under each window as a matrix with one row for each
 * element of a filter and one column for each output position (Chellapilla et al. 2006), and adds such a matrix back onto
 * the image. Rows of the matrix that are a shifted copy of a whole plane are moved in one piece.
 */
final class Im2col {
    private final Conv2dGeometry geometry;
    private final Axis down;
    private final Axis across;
    private final int width;
    private final int outWidth;
    private final int channels;
    /** Stride 1 and as many columns out as in: position (p, q) of the output is element (p, q) of the shifted plane. */
    private final boolean shifted;

    Im2col(Conv2dGeometry geometry) {
        this.geometry = geometry;
        this.down = geometry.window().height();
        this.across = geometry.window().width();
        this.width = geometry.width();
        this.outWidth = geometry.outWidth();
        this.channels = geometry.channels() / geometry.groups();
        this.shifted = across.stride() == 1 && down.stride() == 1 && outWidth == width;
    }

    /** Whether the matrix of whole images is the image itself: a 1x1 filter at stride 1 without padding. */
    static boolean isIdentity(Conv2dGeometry geometry) {
        return geometry.window().area() == 1 && geometry.positions() == geometry.height() * geometry.width()
                && geometry.window().height().padBefore() == 0 && geometry.window().width().padBefore() == 0;
    }

    /**
     * Writes the matrix for output rows {@code firstRow .. firstRow+rows-1}.
     *
     * @param x holds the group's planes from {@code xo} on
     * @param columns receives filterElements x (rows · Q) elements from {@code co} on
     */
    void unfold(float[] x, int xo, int firstRow, int rows, float[] columns, int co) {
        int target = co;
        for (int c = 0; c < channels; c++) {
            int plane = xo + c * geometry.height() * width;
            for (int r = 0; r < down.kernel(); r++) {
                int top = r * down.dilation() - down.padBefore();
                for (int t = 0; t < across.kernel(); t++) {
                    int left = t * across.dilation() - across.padBefore();
                    if (shifted) {
                        unfoldShifted(x, plane, firstRow + top, left, rows, columns, target);
                    } else {
                        unfoldRows(x, plane, firstRow, rows, top, left, columns, target);
                    }
                    target += rows * outWidth;
                }
            }
        }
    }

    /** Adds the matrix for the given output rows onto the group's planes. */
    void foldAdd(float[] columns, int co, int firstRow, int rows, float[] x, int xo) {
        int source = co;
        for (int c = 0; c < channels; c++) {
            int plane = xo + c * geometry.height() * width;
            for (int r = 0; r < down.kernel(); r++) {
                int top = r * down.dilation() - down.padBefore();
                for (int t = 0; t < across.kernel(); t++) {
                    int left = t * across.dilation() - across.padBefore();
                    if (shifted) {
                        foldShifted(columns, source, firstRow + top, left, rows, x, plane);
                    } else {
                        foldRows(columns, source, firstRow, rows, top, left, x, plane);
                    }
                    source += rows * outWidth;
                }
            }
        }
    }

    /**
     * One copy moves all rows; what it carried over from the row before or after is then set to 0.
     *
     * @param top the image's row above which the first output row looks
     * @param left the same for columns
     */
    private void unfoldShifted(float[] x, int plane, int top, int left, int rows, float[] out, int target) {
        int first = Math.clamp(-top, 0, rows);
        int end = Math.clamp(geometry.height() - top, first, rows);
        Arrays.fill(out, target, target + first * width, 0);
        Arrays.fill(out, target + end * width, target + rows * width, 0);
        if (first == end) {
            return;
        }
        // The copy must neither start before the plane nor end after it.
        int from = (top + first) * width + left;
        int to = target + first * width;
        int length = (end - first) * width;
        int skip = Math.max(0, -from);
        int cut = Math.max(0, from + length - geometry.height() * width);
        if (length - skip - cut > 0) {
            System.arraycopy(x, plane + from + skip, out, to + skip, length - skip - cut);
        }
        clearWrapped(out, to, end - first, left);
    }

    /** Sets to 0 the columns of each row that the window reaches beyond the image's edge. */
    private void clearWrapped(float[] out, int first, int rows, int left) {
        int before = Math.min(width, -left);
        int after = Math.min(width, left);
        for (int row = 0; row < rows; row++) {
            int start = first + row * width;
            for (int i = 0; i < before; i++) {
                out[start + i] = 0;
            }
            for (int i = width - after; i < width; i++) {
                out[start + i] = 0;
            }
        }
    }

    /** Clears what would wrap to a neighbouring row, then adds all rows in one piece. */
    private void foldShifted(float[] columns, int source, int top, int left, int rows, float[] x, int plane) {
        int first = Math.clamp(-top, 0, rows);
        int end = Math.clamp(geometry.height() - top, first, rows);
        if (first == end) {
            return;
        }
        int from = source + first * width;
        clearWrapped(columns, from, end - first, left);
        int to = (top + first) * width + left;
        int length = (end - first) * width;
        int skip = Math.max(0, -to);
        int cut = Math.max(0, to + length - geometry.height() * width);
        addTo(columns, from + skip, x, plane + to + skip, length - skip - cut);
    }

    private void unfoldRows(float[] x, int plane, int firstRow, int rows, int top, int left, float[] out, int target) {
        int start = firstColumn(left);
        int end = endColumn(left, start);
        for (int p = 0; p < rows; p++) {
            int row = (firstRow + p) * down.stride() + top;
            int to = target + p * outWidth;
            if (row < 0 || row >= geometry.height()) {
                Arrays.fill(out, to, to + outWidth, 0);
                continue;
            }
            int from = plane + row * width + left;
            Arrays.fill(out, to, to + start, 0);
            if (across.stride() == 1) {
                System.arraycopy(x, from + start, out, to + start, end - start);
            } else {
                gather(x, from, across.stride(), out, to, start, end);
            }
            Arrays.fill(out, to + end, to + outWidth, 0);
        }
    }

    private void foldRows(float[] columns, int source, int firstRow, int rows, int top, int left, float[] x, int plane) {
        int start = firstColumn(left);
        int end = endColumn(left, start);
        for (int p = 0; p < rows; p++) {
            int row = (firstRow + p) * down.stride() + top;
            if (row >= 0 && row < geometry.height()) {
                int to = plane + row * width + left;
                int from = source + p * outWidth;
                if (across.stride() == 1) {
                    addTo(columns, from + start, x, to + start, end - start);
                } else {
                    scatterAdd(columns, from, x, to, across.stride(), start, end);
                }
            }
        }
    }

    /** The first output column whose element lies inside the image. */
    private int firstColumn(int left) {
        return Math.min(outWidth, left >= 0 ? 0 : Math.ceilDiv(-left, across.stride()));
    }

    private int endColumn(int left, int start) {
        return Math.clamp(Math.ceilDiv(width - left, across.stride()), start, outWidth);
    }

    private static void gather(float[] x, int from, int stride, float[] out, int to, int start, int end) {
        for (int q = start; q < end; q++) {
            out[to + q] = x[from + q * stride];
        }
    }

    private static void scatterAdd(float[] columns, int from, float[] x, int to, int stride, int start, int end) {
        for (int q = start; q < end; q++) {
            x[to + q * stride] += columns[from + q];
        }
    }

    private static void addTo(float[] source, int from, float[] target, int to, int n) {
        for (int i = 0; i < n; i++) {
            target[to + i] += source[from + i];
        }
    }
}

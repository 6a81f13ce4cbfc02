package org.neocog.cpu;

import java.util.Arrays;
import java.util.Optional;
import org.neocog.graph.Axis;
import org.neocog.graph.Conv2dGeometry;
import org.neocog.graph.Window;

/**
 * Lays out, for some output rows of one image (or volume) and group, the elements under each window as a matrix with one row
 * for each element of a filter and one column for each output position (Chellapilla et al. 2006), and adds such a matrix
 * back onto the image. Rows of the matrix that are a shifted copy of a whole plane are moved in one piece. A volume's output
 * rows are counted through all slices, and are done slice by slice; an image is a volume of one slice.
 */
final class Im2col {
    private final Conv2dGeometry geometry;
    private final Axis inward;
    private final Axis down;
    private final Axis across;
    private final int width;
    private final int planeSize;
    private final int outHeight;
    private final int outWidth;
    private final int channels;
    /** Stride 1 and as many columns out as in: position (p, q) of the output is element (p, q) of the shifted plane. */
    private final boolean shifted;
    /** Input and output are one element wide: a column is gathered in one piece. */
    private final boolean column;
    private final Optional<StridedColumns> strided;

    Im2col(Conv2dGeometry geometry) {
        this.geometry = geometry;
        this.inward = geometry.window().depthAxis();
        this.down = geometry.window().height();
        this.across = geometry.window().width();
        this.width = geometry.width();
        this.planeSize = geometry.height() * width;
        this.outHeight = geometry.outHeight();
        this.outWidth = geometry.outWidth();
        this.channels = geometry.channels() / geometry.groups();
        this.shifted = across.stride() == 1 && down.stride() == 1 && outWidth == width;
        this.strided = StridedColumns.suits(geometry) ? Optional.of(new StridedColumns(geometry)) : Optional.empty();
        this.column = width == 1 && outWidth == 1 && across.kernel() == 1 && across.padBefore() == 0;
    }

    /**
     * The same convolution with images of a single row, which is what sequences are, as images of a single column. In memory
     * they are the same, but a column can be cut into stretches and moved in one piece.
     */
    static Conv2dGeometry upright(Conv2dGeometry g) {
        Axis down = g.window().height();
        boolean row = g.height() == 1 && g.outHeight() == 1 && down.kernel() == 1 && down.padBefore() == 0;
        return row
                ? new Conv2dGeometry(g.batch(), g.channels(), g.depth(), g.width(), 1, g.filters(), g.outDepth(), g.outWidth(), 1,
                        g.groups(), new Window(g.window().depth(), g.window().width(), down, g.window().remainder()))
                : g;
    }

    /**
     * Writes the matrix for output rows {@code firstRow .. firstRow+rows-1}.
     *
     * @param x holds the group's channels from {@code xo} on
     * @param columns receives filterElements x (rows · Q) elements from {@code co} on
     * @param rowLength elements from one row of the matrix to the next
     */
    void unfold(float[] x, int xo, int firstRow, int rows, float[] columns, int co, int rowLength) {
        unfold(x, xo, channels, firstRow, rows, columns, co, rowLength);
    }

    /** Writes the matrix's rows for that many channels, the first at {@code xo}. */
    void unfold(float[] x, int xo, int channels, int firstRow, int rows, float[] columns, int co, int rowLength) {
        if (strided.isPresent()) {
            strided.get().unfold(x, xo, channels, firstRow, rows, columns, co, rowLength);
            return;
        }
        int firstSlice = firstRow / outHeight;
        int first = firstRow - firstSlice * outHeight;
        int target = co;
        for (int c = 0; c < channels; c++) {
            int channel = xo + c * geometry.inputPositions();
            for (int u = 0; u < inward.kernel(); u++) {
                int front = firstSlice * inward.stride() + u * inward.dilation() - inward.padBefore();
                for (int r = 0; r < down.kernel(); r++) {
                    int top = r * down.dilation() - down.padBefore();
                    for (int t = 0; t < across.kernel(); t++) {
                        int left = t * across.dilation() - across.padBefore();
                        unfoldSlices(x, channel, front, first, rows, top, left, columns, target);
                        target += rowLength;
                    }
                }
            }
        }
    }

    /** Adds the matrix for the given output rows onto the group's channels. */
    void foldAdd(float[] columns, int co, int rowLength, int firstRow, int rows, float[] x, int xo) {
        int firstSlice = firstRow / outHeight;
        int first = firstRow - firstSlice * outHeight;
        int source = co;
        for (int c = 0; c < channels; c++) {
            int channel = xo + c * geometry.inputPositions();
            for (int u = 0; u < inward.kernel(); u++) {
                int front = firstSlice * inward.stride() + u * inward.dilation() - inward.padBefore();
                for (int r = 0; r < down.kernel(); r++) {
                    int top = r * down.dilation() - down.padBefore();
                    for (int t = 0; t < across.kernel(); t++) {
                        int left = t * across.dilation() - across.padBefore();
                        foldSlices(columns, source, front, first, rows, top, left, x, channel);
                        source += rowLength;
                    }
                }
            }
        }
    }

    /**
     * One row of the matrix.
     *
     * @param front the input slice that the first output slice looks at
     * @param firstRow the first output row in its slice
     * @param top the image's row above which output row 0 looks
     * @param left the same for columns
     */
    private void unfoldSlices(
            float[] x, int channel, int front, int firstRow, int rows, int top, int left, float[] out, int target) {
        int slice = front;
        int first = firstRow;
        int count;
        for (int done = 0; done < rows; done += count) {
            count = Math.min(rows - done, outHeight - first);
            int to = target + done * outWidth;
            if (slice < 0 || slice >= geometry.depth()) {
                Arrays.fill(out, to, to + count * outWidth, 0);
            } else if (shifted) {
                unfoldShifted(x, channel + slice * planeSize, first + top, left, count, out, to);
            } else if (column) {
                unfoldColumn(x, channel + slice * planeSize, first * down.stride() + top, count, out, to);
            } else {
                unfoldRows(x, channel + slice * planeSize, first, count, top, left, out, to);
            }
            first = 0;
            slice += inward.stride();
        }
    }

    private void foldSlices(
            float[] columns, int source, int front, int firstRow, int rows, int top, int left, float[] x, int channel) {
        int slice = front;
        int first = firstRow;
        int count;
        for (int done = 0; done < rows; done += count) {
            count = Math.min(rows - done, outHeight - first);
            int from = source + done * outWidth;
            if (slice >= 0 && slice < geometry.depth()) {
                if (shifted) {
                    foldShifted(columns, from, first + top, left, count, x, channel + slice * planeSize);
                } else if (column) {
                    foldColumn(columns, from, first * down.stride() + top, count, x, channel + slice * planeSize);
                } else {
                    foldRows(columns, from, first, count, top, left, x, channel + slice * planeSize);
                }
            }
            first = 0;
            slice += inward.stride();
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
        if (left == 0) {
            return;
        }
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

    /**
     * @param top the image's row that the first output row looks at
     */
    private void unfoldColumn(float[] x, int plane, int top, int rows, float[] out, int target) {
        int start = firstInside(top, down.stride(), rows);
        int end = endInside(top, down.stride(), geometry.height(), start, rows);
        Arrays.fill(out, target, target + start, 0);
        gather(x, plane + top, down.stride(), out, target, start, end);
        Arrays.fill(out, target + end, target + rows, 0);
    }

    private void foldColumn(float[] columns, int source, int top, int rows, float[] x, int plane) {
        int start = firstInside(top, down.stride(), rows);
        int end = endInside(top, down.stride(), geometry.height(), start, rows);
        scatterAdd(columns, source, x, plane + top, down.stride(), start, end);
    }

    private void unfoldRows(float[] x, int plane, int firstRow, int rows, int top, int left, float[] out, int target) {
        int start = firstInside(left, across.stride(), outWidth);
        int end = endInside(left, across.stride(), width, start, outWidth);
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
        int start = firstInside(left, across.stride(), outWidth);
        int end = endInside(left, across.stride(), width, start, outWidth);
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

    /** The first of some output positions whose element, {@code first} for the first of them, lies inside the image. */
    private static int firstInside(int first, int stride, int outputs) {
        return Math.min(outputs, first >= 0 ? 0 : Math.ceilDiv(-first, stride));
    }

    /** The position after the last such one; {@code start} if there is none. */
    private static int endInside(int first, int stride, int inputs, int start, int outputs) {
        return Math.clamp(Math.ceilDiv(inputs - first, stride), start, outputs);
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

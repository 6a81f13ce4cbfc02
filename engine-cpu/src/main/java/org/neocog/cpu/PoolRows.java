package org.neocog.cpu;

import java.util.Arrays;
import org.neocog.graph.Axis;
import org.neocog.graph.PoolGeometry;

/**
 * Rows of a pooling's images with the room beside them that windows reach into. With such a pitch the element u steps to the
 * right is u · dilation further on for every window, at the ends of rows too, so that whole blocks of rows are one loop.
 */
final class PoolRows {
    /** Elements of a block's arrays: a few of them fit into a level-1 cache of 32 KiB. */
    private static final int BLOCK = 2048;

    final Axis down;
    final Axis across;
    final int height;
    final int width;
    final int outHeight;
    final int outWidth;
    /** Elements from one row to the next: from the first window's first to the last window's last. */
    final int pitch;
    /** Elements of an image's row that lie under windows. */
    final int columns;

    PoolRows(PoolGeometry g) {
        this.down = g.window().height();
        this.across = g.window().width();
        this.height = g.height();
        this.width = g.width();
        this.outHeight = g.outHeight();
        this.outWidth = g.outWidth();
        this.pitch = (outWidth - 1) * across.stride() + across.extent();
        this.columns = Math.min(width, pitch - across.padBefore());
    }

    /** Rows of windows that are worked on together, of any number of planes. */
    int windowRowsPerBlock(int rows) {
        return Math.clamp(BLOCK / pitch, 1, rows);
    }

    /** Rows of windows of one plane whose rows of the image are worked on together. */
    int windowRowsPerImageBlock() {
        int rows = Math.max(0, BLOCK / pitch - down.extent());
        return Math.clamp(rows / down.stride() + 1, 1, outHeight);
    }

    /** Rows of the image, or beside it, under so many rows of windows. */
    int rowsUnder(int windowRows) {
        return (windowRows - 1) * down.stride() + down.extent();
    }

    /** The image's row under row t of the windows of row p; it may lie outside the image. */
    int row(int p, int t) {
        return p * down.stride() - down.padBefore() + t * down.dilation();
    }

    boolean inside(int row) {
        return row >= 0 && row < height;
    }

    /** Puts a row of an image, the first element of which is {@code x[xo]}, between what lies beside it. */
    void put(float[] x, int xo, float beside, float[] rows, int at) {
        int from = at + across.padBefore();
        System.arraycopy(x, xo, rows, from, columns);
        if (columns < pitch) {
            Arrays.fill(rows, at, from, beside);
            Arrays.fill(rows, from + columns, at + pitch, beside);
        }
    }

    void put(int[] x, int xo, int beside, int[] rows, int at) {
        int from = at + across.padBefore();
        System.arraycopy(x, xo, rows, from, columns);
        if (columns < pitch) {
            Arrays.fill(rows, at, from, beside);
            Arrays.fill(rows, from + columns, at + pitch, beside);
        }
    }
}

package org.neocog.cpu;

import java.util.Arrays;
import org.neocog.graph.Axis;
import org.neocog.graph.Conv2dGeometry;

/**
 * How a convolution of few channels is cut: into bands of output rows of one image. A band's input is copied with its padding, so
 * that each tap of the filters is the band further on by a fixed distance.
 *
 * @param rows output rows of a band; the last band of an image may have fewer
 */
record DirectTiles(Conv2dGeometry geometry, int rows) {
    /** More channels are done better by Winograd's ways or a product of matrices. */
    private static final int MOST_CHANNELS = 3;
    /** Filters as small as this leave a product of matrices with few terms, and its matrix costs as much to make. */
    private static final int MOST_TERMS = 75;
    private static final int LEAST_TERMS = 9;
    /** Part of the vectors' elements that should be outputs. */
    private static final double LEAST_FILLED = 0.6;
    /** A band's input should stay in the level-1 cache. */
    private static final int BAND_ELEMENTS = 20 * 1024 / Float.BYTES;
    private static final int VECTOR = 16;

    static boolean suits(Conv2dGeometry g) {
        return g.window().depth().isEmpty() && g.groups() == 1 && g.window().height().stride() == 1
                && g.window().width().stride() == 1 && g.channels() <= MOST_CHANNELS
                && g.filterElements() >= LEAST_TERMS && g.filterElements() <= MOST_TERMS
                && g.outWidth() >= LEAST_FILLED * VECTOR * Math.ceilDiv(g.outWidth(), VECTOR)
                && bandElements(g, 1) <= 4 * BAND_ELEMENTS;
    }

    static DirectTiles of(Conv2dGeometry g) {
        int most = 1;
        while (most < g.outHeight() && bandElements(g, most + 1) <= BAND_ELEMENTS) {
            most++;
        }
        int bands = Math.ceilDiv(g.outHeight(), most);
        return new DirectTiles(g, Math.ceilDiv(g.outHeight(), bands));
    }

    /** See {@link Convolutions#cost}: parts of vectors that are not used, and storing the sums of so few terms. */
    double cost() {
        return 1.1 * VECTOR * vectors() / geometry.outWidth() * (1 + 6.0 / geometry.filterElements());
    }

    private static long bandElements(Conv2dGeometry g, int rows) {
        return (long) g.channels() * (rows + g.window().height().extent() - 1) * (g.outWidth() + g.window().width().extent() - 1);
    }

    /** Bands of an image. */
    int bands() {
        return Math.ceilDiv(geometry.outHeight(), rows);
    }

    int firstRow(int band) {
        return band * rows;
    }

    int rows(int band) {
        return Math.min(rows, geometry.outHeight() - firstRow(band));
    }

    /** Elements from one row of a band's input to the next. */
    int pitch() {
        return geometry.outWidth() + geometry.window().width().extent() - 1;
    }

    private int inputRows() {
        return rows + geometry.window().height().extent() - 1;
    }

    /** Elements of a band's input, and behind it what whole vectors may read. */
    int elements() {
        return geometry.channels() * inputRows() * pitch() + VECTOR;
    }

    /** How much further on each tap of a filter finds its input, in bytes, in the order of the filter's elements. */
    int[] taps() {
        Axis down = geometry.window().height();
        Axis across = geometry.window().width();
        int[] taps = new int[geometry.filterElements()];
        for (int i = 0; i < taps.length; i++) {
            int channel = i / (down.kernel() * across.kernel());
            int row = channel * inputRows() + i / across.kernel() % down.kernel() * down.dilation();
            taps[i] = Float.BYTES * (row * pitch() + i % across.kernel() * across.dilation());
        }
        return taps;
    }

    /** Copies a band of one image, between its padding. */
    void copy(float[] x, int image, int band, float[] to, int at) {
        int width = geometry.width();
        int left = Math.min(geometry.window().width().padBefore(), pitch());
        int inside = Math.clamp(pitch() - left, 0, width);
        int top = firstRow(band) - geometry.window().height().padBefore();
        int count = rows(band) + geometry.window().height().extent() - 1;
        int first = Math.max(0, -top);
        int end = Math.min(count, geometry.height() - top);
        // Filling all of it at once is faster than the ends of each row.
        Arrays.fill(to, at, at + elements(), 0);
        for (int c = 0; c < geometry.channels(); c++) {
            int from = image + c * geometry.inputPositions() + top * width;
            int row = at + c * inputRows() * pitch() + left;
            for (int i = first; i < end; i++) {
                System.arraycopy(x, from + i * width, to, row + i * pitch(), inside);
            }
        }
    }

    /** The mask of the last, partial vector of a row; 0 if there is none. */
    int lastMask() {
        return (1 << geometry.outWidth() % VECTOR) - 1;
    }

    /** Vectors of a row, the last one included. */
    int vectors() {
        return Math.ceilDiv(geometry.outWidth(), VECTOR);
    }

    int wholeVectors() {
        return geometry.outWidth() / VECTOR;
    }
}

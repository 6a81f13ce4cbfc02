package org.neocog.cpu;

import java.lang.foreign.MemorySegment;
import java.util.Objects;

/**
 * The filters' side of Winograd's ways in tiles in machine code, see {@link FilterCode}; what it computes is said in
 * {@link WinogradFilters} and {@link StridedFilterStep}.
 *
 * @param turned from filters that are turned by 180 degrees
 * @param vectors from filters of which each tap is a row of some channels
 */
record FilterVectors(
        MemorySegment plain, MemorySegment turned, MemorySegment vectors, MemorySegment gradient, MemorySegment factors,
        MemorySegment gradientFactors) {
    private static final int VECTOR = 16;
    private static final int TAPS = WinogradFilters.TAPS;

    /** @throws UnsupportedOperationException if the system does not let this process have machine code of its own */
    static FilterVectors make(FilterStep step) {
        return new FilterVectors(
                MachineCode.function(FilterCode.transform(step, false)), MachineCode.function(FilterCode.transform(step, true)),
                MachineCode.function(FilterCode.transformVectors(step)), MachineCode.function(FilterCode.gradient(step)),
                MemorySegment.ofArray(FilterCode.parameters(step, false)),
                MemorySegment.ofArray(FilterCode.parameters(step, true)));
    }

    /**
     * Rows of the 36 matrices, of some channels of some filters each.
     *
     * @param filter where the first filter's first channel is in the filters
     * @param step elements from a filter to the next
     * @param channels how many; in the matrices, the rows follow each other
     * @param row where the first row is in the first matrix
     * @param stride elements from one matrix to the next
     */
    record Rows(int count, int filter, int step, int channels, int row, int stride) {}

    /**
     * Transforms filters.
     *
     * @param list scratch of the calling thread
     */
    void transform(float[] w, Rows rows, boolean turn, float[] u, int[] list) {
        transform(turn ? turned : plain, w, rows, u, list);
    }

    /**
     * Transforms filters of which the first tap of all channels comes first, then the second of all, and so on.
     *
     * @param list scratch of the calling thread
     */
    void transformVectors(float[] w, Rows rows, float[] u, int[] list) {
        transform(vectors, w, rows, u, list);
    }

    private void transform(MemorySegment function, float[] w, Rows rows, float[] u, int[] list) {
        check(w, rows, u, 1, 0);
        list(rows, 1, 0, list);
        MemorySegment all = MemorySegment.ofArray(list);
        MachineCode.call(function, MachineCode.from(w, rows.filter), all, MachineCode.from(u, rows.row), factors, all);
    }

    /**
     * Writes filters' gradients from the sum of several sets of matrices.
     *
     * @param sumStep elements from a set to the next
     * @param list scratch of the calling thread
     */
    void gradient(float[] u, Rows rows, int sums, int sumStep, float[] dw, int[] list) {
        check(dw, rows, u, sums, sumStep);
        list(rows, sums, sumStep, list);
        MemorySegment all = MemorySegment.ofArray(list);
        MachineCode.call(gradient, MachineCode.from(u, rows.row), all, MachineCode.from(dw, rows.filter), gradientFactors, all);
    }

    private static void check(float[] w, Rows r, float[] u, int sums, int sumStep) {
        Objects.checkFromIndexSize(r.filter, (r.count - 1) * r.step + TAPS * r.channels, w.length);
        Objects.checkFromIndexSize(
                r.row, (sums - 1) * sumStep + (WinogradTiles.POINTS - 1) * r.stride + r.count * r.channels, u.length);
    }

    private static void list(Rows rows, int sums, int sumStep, int[] list) {
        int blocks = Math.ceilDiv(rows.channels, VECTOR);
        int last = rows.channels - VECTOR * (blocks - 1);
        list[FilterCode.ROWS] = rows.count;
        list[FilterCode.BLOCKS] = blocks;
        list[FilterCode.FILTER_STEP] = Float.BYTES * rows.step;
        list[FilterCode.ROW_STEP] = Float.BYTES * rows.channels;
        list[FilterCode.STRIDE] = Math.multiplyExact(Float.BYTES, rows.stride);
        list[FilterCode.SUMS] = sums;
        list[FilterCode.SUM_STEP] = Math.multiplyExact(Float.BYTES, sumStep);
        list[FilterCode.LAST_MASK] = first(last);
        for (int v = 0; v < TAPS; v++) {
            list[FilterCode.LAST_MASKS + v] = first(TAPS * last - VECTOR * v);
        }
    }

    private static int first(int floats) {
        return (1 << Math.clamp(floats, 0, VECTOR)) - 1;
    }
}

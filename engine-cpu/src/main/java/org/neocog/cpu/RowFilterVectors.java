package org.neocog.cpu;

import java.lang.foreign.MemorySegment;
import java.util.Objects;

/** The filters' side in machine code with AVX-512, see {@link RowFilterCode}; what it computes is said in {@link RowWinogradFilters}. */
final class RowFilterVectors implements RowFilterTransforms {
    private static final int VECTOR = 16;

    /** The functions for filters of one size, made once for all kernels. */
    record Functions(MemorySegment plain, MemorySegment turned, MemorySegment gradient) {
        /** @throws UnsupportedOperationException if the system does not let this process have machine code of its own */
        static Functions make(int taps) {
            WinogradPoints points = WinogradPoints.of(taps);
            return new Functions(
                    MachineCode.function(RowFilterCode.transform(points, false)),
                    MachineCode.function(RowFilterCode.transform(points, true)),
                    MachineCode.function(RowFilterCode.gradient(points)));
        }
    }

    private final Functions functions;
    private final WinogradPoints points;
    private final WorkerScratch scratch;
    private final int channels;
    private final MemorySegment parameters;

    RowFilterVectors(Functions functions, WinogradPoints points, WorkerScratch scratch, int channels) {
        this.functions = functions;
        this.points = points;
        this.scratch = scratch;
        this.channels = channels;
        int[] lanes = new int[channels];
        int[] masks = new int[channels];
        for (int channel = 0; channel < channels; channel++) {
            lanes[channel] = points.taps() * points.taps() * channel;
            masks[channel] = RowWinogradPlaces.half(RowWinogradPlaces.bits(points.taps()), channel);
        }
        this.parameters = MemorySegment.ofArray(
                RowWinogradPlaces.parameters(RowFilterStep.factors(points), RowLanes.halves(), lanes, masks));
    }

    /** Elements of a filter. */
    private int elements() {
        return channels * points.taps() * points.taps();
    }

    @Override
    public void transform(CpuBuffer w, int filter, boolean turned, int worker, CpuBuffer u, int to, int down, int stride) {
        int taps = points.taps();
        int from = check(w, filter, u, to, down, stride, 1);
        int[] list = list(stride, worker);
        for (int row = 0; row < taps; row++) {
            item(list, row, from + taps * (turned ? taps - 1 - row : row), to + row * down);
        }
        call(turned ? functions.turned : functions.plain, w, u, worker);
    }

    @Override
    public void gradient(CpuBuffer u, int from, int stride, int sums, int worker, CpuBuffer dw, int filter) {
        int taps = points.taps();
        int to = check(dw, filter, u, from, channels, stride, sums);
        int[] list = list(stride, worker);
        list[RowLanes.MORE_SUMS] = sums - 1;
        list[RowLanes.SUM_STEP] = Math.multiplyExact(Float.BYTES * points.count(), stride);
        for (int row = 0; row < taps; row++) {
            item(list, row, to + taps * row, from + row * channels);
        }
        call(functions.gradient, dw, u, worker);
    }

    /** Where the filter begins; Java checks nothing in there. */
    private int check(CpuBuffer w, int filter, CpuBuffer u, int at, int down, int stride, int sums) {
        Objects.checkFromIndexSize(filter * elements(), elements(), w.elements());
        int last = (points.taps() - 1) * down + channels;
        Objects.checkFromIndexSize(at, (sums * points.count() - 1) * stride + last, u.floats().length);
        return w.offset() + filter * elements();
    }

    private static void item(int[] list, int row, int filter, int matrices) {
        list[RowLanes.HEADER + row * RowLanes.ITEM] = filter;
        list[RowLanes.HEADER + row * RowLanes.ITEM + 1] = matrices;
    }

    private int[] list(int stride, int worker) {
        int[] list = scratch.ints(worker);
        int vectors = Math.ceilDiv(channels, VECTOR);
        list[RowLanes.COUNT] = points.taps();
        list[RowLanes.VECTORS] = vectors;
        list[RowLanes.LAST_MASK] = RowWinogradPlaces.bits(channels - VECTOR * (vectors - 1));
        list[RowLanes.STRIDE] = stride;
        list[RowLanes.MATRICES] = 0;
        return list;
    }

    private void call(MemorySegment function, CpuBuffer filters, CpuBuffer matrices, int worker) {
        MemorySegment list = scratch.intSegment(worker);
        MachineCode.call(function, filters.segment(), list, matrices.segment(), parameters, list);
    }
}

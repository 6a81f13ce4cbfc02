package org.neocog.cpu;

import java.lang.foreign.MemorySegment;
import org.neocog.tensor.Shape;

/**
 * dy where the output of the ReLU is not 0. Half of the elements are 0 in no order, so a mask takes the place of a branch
 * (which costs ten times as much), and the bits of floats are copied to arrays of integers, as the JIT compiler does not
 * vectorise {@code Float.floatToRawIntBits}.
 */
final class ReluGradKernel implements CpuKernel {
    private final WorkerPool pool;
    private final int elements;
    private final int[][][] bits;

    ReluGradKernel(WorkerPool pool, Shape shape) {
        this.pool = pool;
        this.elements = shape.elements();
        this.bits = new int[pool.workers()][2][WorkerScratch.PIECE + WorkerScratch.TAIL];
    }

    @Override
    public void launch(Inputs inputs, CpuBuffer output, CpuBuffer workspace) {
        CpuBuffer y = inputs.at(0);
        CpuBuffer dy = inputs.at(1);
        MemorySegment ys = MemorySegment.ofArray(y.floats());
        MemorySegment dys = MemorySegment.ofArray(dy.floats());
        MemorySegment dxs = MemorySegment.ofArray(output.floats());
        Ranges.pieces(pool, elements, (from, n, worker) -> {
            int[] values = bits[worker][0];
            int[] slopes = bits[worker][1];
            MemorySegment valueBits = MemorySegment.ofArray(values);
            MemorySegment slopeBits = MemorySegment.ofArray(slopes);
            copy(ys, y.offset() + from, valueBits, 0, n);
            copy(dys, dy.offset() + from, slopeBits, 0, n);
            mask(values, slopes, n);
            copy(slopeBits, 0, dxs, output.offset() + from, n);
        });
    }

    private static void copy(MemorySegment from, int at, MemorySegment to, int toAt, int n) {
        MemorySegment.copy(from, (long) at * Float.BYTES, to, (long) toAt * Float.BYTES, (long) n * Float.BYTES);
    }

    /** Clears dy where y, given by its bits, is 0 or less; not where it is NaN. */
    private static void mask(int[] y, int[] dy, int n) {
        for (int i = 0; i < n; i++) {
            int bits = y[i];
            int zeroOrLess = (bits | bits - 1) >> 31;
            int nan = 0x7f80_0000 - (bits & Integer.MAX_VALUE) >> 31;
            dy[i] &= ~zeroOrLess | nan;
        }
    }
}

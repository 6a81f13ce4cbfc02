package org.neocog.cpu;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Small arrays for each worker of a device, kept from launch to launch. The JIT compiler vectorises a loop over several
 * arrays only where all have the same index: {@code y[i] = x[i]}, but not {@code y[a + i] = x[b + i]}, since x and y might
 * be one array. So loops with much arithmetic to a copy are worth doing in arrays of their own that begin at 0. An array of
 * doubles cannot be one of floats, so that a loop from one to the other vectorises at any offset, conversion included.
 */
final class WorkerScratch {
    /** Elements of an array for a loop over a piece of several arrays: four of them take a quarter of a level-1 cache of 32 KiB. */
    static final int PIECE = 512;

    /**
     * Arrays of a length of which the remainder by this is {@link #APART} lie one after another in memory without their elements
     * of the same index competing for the same places of the level-1 cache.
     */
    private static final int PAGE = 1024;
    private static final int APART = 80;

    /**
     * Elements behind the ones in use of an array that one worker writes to again and again. Behind it in memory may lie one of
     * another worker, and two cores that write to the same pair of cache lines wait for each other all the time.
     */
    static final int TAIL = 32;

    private static final int INTS =
            Math.max(
                    Math.max(WinogradCode.HEADER + WinogradCode.LINE * WinogradCode.TILES, RowWinogradVectors.INTS),
                    StridedTileCode.HEADER + StridedTileCode.LINE * StridedTileCode.TILES);

    private final int workers;
    private final double[][] doubles;
    private final int[][] ints;
    private final MemorySegment[] intSegments;
    private volatile float[][][] arrays = {};
    private volatile MemorySegment[] segments = {};

    WorkerScratch(int workers) {
        this.workers = workers;
        this.doubles = new double[workers][PIECE + TAIL];
        this.ints = new int[workers][INTS + TAIL];
        this.intSegments = new MemorySegment[workers];
        Arrays.setAll(intSegments, worker -> MemorySegment.ofArray(ints[worker]));
    }

    /** Sees to it that there are that many arrays of that length; to be called before the first launch that needs them. */
    synchronized void reserve(int count, int length) {
        int have = arrays.length == 0 ? 0 : arrays[0].length;
        int longest = have == 0 ? 0 : arrays[0][0].length;
        if (count > have || length + TAIL > longest) {
            float[][][] grown = new float[workers][Math.max(count, have)][spread(Math.max(length + TAIL, longest))];
            MemorySegment[] first = new MemorySegment[workers];
            Arrays.setAll(first, worker -> MemorySegment.ofArray(grown[worker][0]));
            segments = first;
            arrays = grown;
        }
    }

    private static int spread(int length) {
        return Math.ceilDiv(length - APART, PAGE) * PAGE + APART;
    }

    /** The arrays of a worker; their contents mean nothing between tasks. */
    float[][] of(int worker) {
        return arrays[worker];
    }

    /** An array of a worker for the lists and sizes that {@link MachineCode} is given. */
    int[] ints(int worker) {
        return ints[worker];
    }

    /** The same for native code. */
    MemorySegment intSegment(int worker) {
        return intSegments[worker];
    }

    /** The first of a worker's arrays for native code. */
    MemorySegment segment(int worker) {
        return segments[worker];
    }

    /** An array of a worker for {@link #PIECE} doubles. */
    double[] doubles(int worker) {
        return doubles[worker];
    }
}

package org.neocog.cpu;

/** Sizes of rows in scratch memory. */
final class OddLines {
    /** Floats of a cache line. */
    private static final int LINE = 16;

    private OddLines() {}

    /**
     * At least that many elements, an odd number of cache lines: were rows a power of two apart, then a column of a matrix
     * would lie in few of the cache's sets, and the matrix product reads columns.
     */
    static int atLeast(int elements) {
        return Math.addExact(Math.ceilDiv(elements, LINE) / 2 * 2 * LINE, LINE);
    }
}

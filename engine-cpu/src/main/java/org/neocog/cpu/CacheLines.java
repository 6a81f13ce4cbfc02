package org.neocog.cpu;

/** Sizes of rows and places in scratch memory. */
final class CacheLines {
    /** Floats of a cache line. */
    private static final int LINE = 16;

    private CacheLines() {}

    /** At least that many elements, whole cache lines. */
    static int whole(int elements) {
        return Math.ceilDiv(elements, LINE) * LINE;
    }

    /**
     * At least that many elements, an odd number of cache lines: were rows a power of two apart, then a column of a matrix
     * would lie in few of the cache's sets, and the matrix product reads columns.
     */
    static int odd(int elements) {
        return Math.addExact(Math.ceilDiv(elements, LINE) / 2 * 2 * LINE, LINE);
    }
}

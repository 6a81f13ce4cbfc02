package org.neocog.cuda;

/** How many threads run a kernel: blocks in one dimension of threads in one or two. */
record Grid(int blocks, int threadsX, int threadsY) {
    private static final int BLOCK = 256;

    /** A thread for each of n elements. */
    static Grid each(long n) {
        return new Grid(blocks(n, BLOCK), BLOCK, 1);
    }

    /** A thread for every four of n elements. */
    static Grid fours(long n) {
        return new Grid(blocks(n, 4 * BLOCK), BLOCK, 1);
    }

    /** A thread for each of n elements, but at most so many blocks, whose threads then take several. */
    static Grid atMost(int most, long n) {
        return new Grid(Math.min(most, blocks(n, BLOCK)), BLOCK, 1);
    }

    /** A warp for each row, four to a block. */
    static Grid warps(int rows) {
        return new Grid(blocks(rows, 4), 128, 1);
    }

    static Grid of(int blocks, int threads) {
        return new Grid(blocks, threads, 1);
    }

    /** Blocks of 32 columns and 8 rows of threads. */
    static Grid columns(int columns) {
        return new Grid(blocks(columns, 32), 32, 8);
    }

    private static int blocks(long n, int perBlock) {
        return Math.toIntExact((n + perBlock - 1) / perBlock);
    }
}

package org.neocog.cpu;

import java.util.Arrays;
import org.neocog.cpu.Assembler.Place;
import org.neocog.cpu.Assembler.Register;

/**
 * Machine code that deals out the columns of 16 tiles, 4 or 8 neighbouring ones of each, to a vector for each column of a tile, or
 * collects them from these.
 *
 * @param first holds the first half of {@link #dealing} or {@link #collecting}
 * @param second holds the second half
 */
record TileColumns(Assembler asm, VectorPool pool, int first, int second) {
    private static final int HALF = 4;
    private static final int LOW = 0x44;
    private static final int HIGH = 0xee;
    private static final int EVEN = 0x88;
    private static final int ODD = 0xdd;

    /**
     * Loads the columns.
     *
     * @param columns 4 or 8 of each tile
     */
    int[] deal(Register from, int columns) {
        int[] low = new int[HALF];
        int[] high = new int[HALF];
        for (int i = 0; i < columns / 2; i++) {
            high[i] = pool.take();
            low[i] = pool.take();
            int other = pool.take();
            asm.load(high[i], Place.at(from, 2 * i * Assembler.VECTOR));
            asm.load(other, Place.at(from, (2 * i + 1) * Assembler.VECTOR));
            asm.copy(low[i], high[i]);
            asm.permute(low[i], first, other);
            asm.permute(high[i], second, other);
            pool.release(other);
        }
        return columns == HALF
                ? both(halves(low[0], low[1]), halves(high[0], high[1]))
                : both(exchange(low), exchange(high));
    }

    /** 64 or 128 columns of a vector for each of the 4 or 8 of a tile, in their order. */
    int[] collect(int... columns) {
        boolean four = columns.length == HALF;
        int[] low = four ? halves(columns[0], columns[1]) : exchange(Arrays.copyOf(columns, HALF));
        int[] high = four ? halves(columns[2], columns[3]) : exchange(Arrays.copyOfRange(columns, HALF, 2 * HALF));
        int[] results = new int[columns.length];
        for (int i = 0; i < columns.length / 2; i++) {
            int copy = pool.take();
            asm.copy(copy, low[i]);
            asm.permute(copy, first, high[i]);
            asm.permute(low[i], second, high[i]);
            pool.release(high[i]);
            results[2 * i] = copy;
            results[2 * i + 1] = low[i];
        }
        return results;
    }

    private static int[] both(int[] a, int[] b) {
        int[] all = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, all, a.length, b.length);
        return all;
    }

    /** The lower halves of a and b, and the upper ones. */
    private int[] halves(int a, int b) {
        int low = pool.take();
        asm.quarters(low, a, b, LOW);
        asm.quarters(a, a, b, HIGH);
        pool.release(b);
        return new int[] {low, a};
    }

    /** Quarter j of vector i becomes quarter i of vector j. */
    private int[] exchange(int[] v) {
        int[] a = halves(v[0], v[1]);
        int[] b = halves(v[2], v[3]);
        int[] results = new int[HALF];
        for (int i = 0; i < 2; i++) {
            results[2 * i] = pool.take();
            asm.quarters(results[2 * i], a[i], b[i], EVEN);
            asm.quarters(a[i], a[i], b[i], ODD);
            results[2 * i + 1] = a[i];
            pool.release(b[i]);
        }
        return results;
    }

    /** Which floats of two vectors go to {@link #deal}'s vectors, of the first two and the second two. */
    static int[] dealing(int columns) {
        if (columns == HALF) {
            return WinogradCode.dealing();
        }
        int[] which = new int[32];
        for (int i = 0; i < which.length; i++) {
            which[i] = i / HALF + columns * (i % HALF);
        }
        return which;
    }

    /** The other way round. */
    static int[] collecting(int columns) {
        if (columns == HALF) {
            return WinogradCode.collecting();
        }
        int[] which = new int[32];
        for (int i = 0; i < which.length; i++) {
            int column = i % columns;
            which[i] = column / HALF * 16 + column % HALF * HALF + i / columns;
        }
        return which;
    }
}

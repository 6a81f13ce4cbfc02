package org.neocog.cpu;

import java.util.ArrayDeque;
import java.util.Deque;

/** The vectors that a piece of machine code may use, dealt out while it is written. */
final class VectorPool {
    private final int from;
    private final int end;
    private final Deque<Integer> free = new ArrayDeque<>();

    /** Vectors {@code from} to {@code end - 1}. */
    VectorPool(int from, int end) {
        this.from = from;
        this.end = end;
        reset();
    }

    /** All are free again. */
    void reset() {
        free.clear();
        for (int v = from; v < end; v++) {
            free.add(v);
        }
    }

    /**
     * A vector that nobody uses.
     *
     * @throws java.util.NoSuchElementException if there is none
     */
    int take() {
        return free.remove();
    }

    int[] take(int count) {
        int[] vectors = new int[count];
        for (int i = 0; i < count; i++) {
            vectors[i] = take();
        }
        return vectors;
    }

    void release(int... vectors) {
        for (int v : vectors) {
            free.add(v);
        }
    }
}

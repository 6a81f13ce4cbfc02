package org.neocog.data.augment;

import org.neocog.random.Philox;
import org.neocog.random.RandomStream;

/** Reads a stream of random numbers from its start, one after the other. */
final class Draws {
    private final RandomStream stream;
    private final int[] block = new int[4];
    private long position;

    Draws(RandomStream stream) {
        this.stream = stream;
    }

    /** A whole number from 0 up to but not including {@code bound}, by multiply and shift. */
    int below(int bound) {
        return (int) ((word() & 0xFFFFFFFFL) * bound >>> 32);
    }

    /** A whole number from {@code least} to {@code most}, both included. */
    int between(int least, int most) {
        return least + below(most - least + 1);
    }

    /** A number in [low, high]. */
    float uniform(float low, float high) {
        return Math.min(low + (high - low) * Philox.toUniform(word()), high);
    }

    boolean coin() {
        return word() < 0;
    }

    private int word() {
        int lane = (int) (position & 3);
        if (lane == 0) {
            Philox.block(stream.seed(), stream.stream(), position >>> 2, block);
        }
        position++;
        return block[lane];
    }
}

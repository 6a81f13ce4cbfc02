package org.neocog.random;

/**
 * Philox 4x32-10, the counter-based generator of Salmon et al., "Parallel random numbers: as easy as 1, 2, 3" (SC 2011).
 * A number depends on a key and a counter only, so any device can produce element {@code i} without the ones before it,
 * and all of them produce the same bits.
 *
 * <p>Element {@code i} of stream {@code s} under seed {@code k} is lane {@code i mod 4} of the block with the key
 * {@code (low k, high k)} and the counter {@code (low i/4, high i/4, low s, high s)}.
 */
public final class Philox {
    private static final int M0 = 0xD2511F53;
    private static final int M1 = 0xCD9E8D57;
    private static final int W0 = 0x9E3779B9;
    private static final int W1 = 0xBB67AE85;
    private static final int ROUNDS = 10;

    private Philox() {}

    /** Encrypts the counter into {@code out[0..3]}. */
    public static void block(int key0, int key1, int c0, int c1, int c2, int c3, int[] out) {
        for (int round = 0; round < ROUNDS; round++) {
            long product0 = (M0 & 0xFFFFFFFFL) * (c0 & 0xFFFFFFFFL);
            long product1 = (M1 & 0xFFFFFFFFL) * (c2 & 0xFFFFFFFFL);
            c0 = (int) (product1 >>> 32) ^ c1 ^ key0;
            c1 = (int) product1;
            c2 = (int) (product0 >>> 32) ^ c3 ^ key1;
            c3 = (int) product0;
            key0 += W0;
            key1 += W1;
        }
        out[0] = c0;
        out[1] = c1;
        out[2] = c2;
        out[3] = c3;
    }

    /** The block that holds elements {@code 4*block .. 4*block+3} of a stream. */
    public static void block(long seed, long stream, long block, int[] out) {
        block((int) seed, (int) (seed >>> 32), (int) block, (int) (block >>> 32), (int) stream, (int) (stream >>> 32), out);
    }

    /** A float in [0, 1) with 24 random bits, from 32. */
    public static float toUniform(int bits) {
        return (bits >>> 8) * 0x1p-24f;
    }
}

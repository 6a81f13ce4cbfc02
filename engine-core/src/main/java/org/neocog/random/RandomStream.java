package org.neocog.random;

/**
 * One of 2^64 independent streams of a seed. Reading it changes nothing: position and seed give the number
 * (see {@link Philox}), which is what makes runs repeatable and resumable.
 */
public record RandomStream(long seed, long stream) {
    /** The stream named by a text: FNV-1a of its characters, so that adding a layer does not move another's numbers. */
    public static RandomStream named(long seed, String name) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < name.length(); i++) {
            hash = (hash ^ name.charAt(i)) * 0x100000001b3L;
        }
        return new RandomStream(seed, hash);
    }

    /** Fills with uniform floats in [low, high). */
    public void uniform(float[] out, float low, float high) {
        float highest = Math.max(low, Math.nextDown(high)); // rounding to float may otherwise give high itself
        int[] block = new int[4];
        for (int i = 0; i < out.length; i++) {
            if ((i & 3) == 0) {
                Philox.block(seed, stream, i >>> 2, block);
            }
            out[i] = Math.min(low + (high - low) * Philox.toUniform(block[i & 3]), highest);
        }
    }

    /**
     * Fills with normally distributed floats of mean 0, by Box and Muller's transform: elements 2j and 2j+1 come from the
     * 32-bit words 2j and 2j+1. {@code StrictMath} and {@link Angle} keep the bits the same on every JVM.
     */
    public void normal(float[] out, float standardDeviation) {
        int[] block = new int[4];
        for (int i = 0; i < out.length; i += 2) {
            if ((i & 3) == 0) {
                Philox.block(seed, stream, i >>> 2, block);
            }
            double u1 = ((block[i & 3] & 0xFFFFFFFFL) + 1) * 0x1p-32;
            double angle = 2 * Math.PI * ((block[(i & 3) + 1] & 0xFFFFFFFFL) * 0x1p-32);
            double radius = standardDeviation * StrictMath.sqrt(-2 * StrictMath.log(u1));
            out[i] = (float) (radius * Angle.cos(angle));
            if (i + 1 < out.length) {
                out[i + 1] = (float) (radius * Angle.sin(angle));
            }
        }
    }

    /** A random order of 0 .. size-1, by Fisher and Yates. */
    public int[] permutation(int size) {
        int[] order = new int[size];
        int[] block = new int[4];
        for (int i = 0; i < size; i++) {
            if ((i & 3) == 0) {
                Philox.block(seed, stream, i >>> 2, block);
            }
            // Multiply-shift maps 32 bits onto 0..i; its bias, below (i+1)/2^32, is of no consequence for shuffling.
            int j = (int) (((block[i & 3] & 0xFFFFFFFFL) * (i + 1L)) >>> 32);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }
}

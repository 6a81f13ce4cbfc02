package org.neocog.testing;

import org.neocog.random.Philox;
import org.neocog.random.RandomStream;

/**
 * A large tensor in a few numbers, for comparing: its Euclidean norm, and sums of its elements, each of which is added to one
 * of the sums with a sign, both drawn at random (Charikar, Chen and Farach-Colton, "Finding frequent items in data streams",
 * 2002). The squared distance between two sketches is, on average over the draws, that between the tensors.
 *
 * @param norm of the tensor
 * @param sums {@link #SIZE} of them
 */
record TensorSketch(double norm, double[] sums) {
    static final int SIZE = 16;

    /** Draws from the stream {@code sketch/name}: 4 bits of a word choose the sum, the next one the sign. */
    static TensorSketch of(long seed, String name, float[] values) {
        RandomStream stream = RandomStream.named(seed, "sketch/" + name);
        double[] sums = new double[SIZE];
        double squares = 0;
        int[] block = new int[4];
        for (int i = 0; i < values.length; i++) {
            if ((i & 3) == 0) {
                Philox.block(stream.seed(), stream.stream(), i >>> 2, block);
            }
            int word = block[i & 3];
            sums[word & (SIZE - 1)] += (word >>> 4 & 1) == 0 ? values[i] : -values[i];
            squares += (double) values[i] * values[i];
        }
        return new TensorSketch(Math.sqrt(squares), sums);
    }

    /** An estimate of the distance between the two tensors, relative to the norm of the expected one. */
    double relativeError(TensorSketch expected) {
        double squares = 0;
        for (int i = 0; i < SIZE; i++) {
            double difference = sums[i] - expected.sums[i];
            squares += difference * difference;
        }
        return Math.sqrt(squares) / expected.norm;
    }
}

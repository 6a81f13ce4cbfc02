package org.neocog.features;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.neocog.NeocogException;
import org.neocog.data.Dataset;
import org.neocog.random.RandomStream;
import org.neocog.tensor.Shape;

/**
 * Finds the words of {@link VisualWords}: the centres of clusters of patches, by k-means (Lloyd) from the start that
 * k-means++ gives (Arthur and Vassilvitskii, 2007). What is random depends on the seed alone, and sums are in the order of the
 * patches, so the same data and seed give the same bits.
 */
final class Codebook {
    private static final int PATCHES = 10_000;
    private static final int ROUNDS = 25;

    private Codebook() {}

    /**
     * @throws NeocogException if there are fewer different patches than words
     */
    static float[] learn(Dataset data, int words, int patch, int stride, long seed) {
        VisualWords.requirePatches(data.imageShape(), patch, stride);
        int length = data.imageShape().dim(0) * patch * patch;
        float[] patches = sample(data, patch, length, seed);
        float[] centres = plusPlus(patches, words, length, seed);
        int[] nearest = {};
        for (int round = 0; round < ROUNDS; round++) {
            float[] current = centres;
            int[] assigned = IntStream.range(0, patches.length / length)
                    .parallel()
                    .map(i -> nearest(current, patches, i * length, length))
                    .toArray();
            if (Arrays.equals(assigned, nearest)) {
                break;
            }
            nearest = assigned;
            centres = means(patches, nearest, centres, length);
        }
        return centres;
    }

    /** Patches from anywhere in any of the images. */
    private static float[] sample(Dataset data, int patch, int length, long seed) {
        Shape shape = data.imageShape();
        float[] random = new float[3 * PATCHES];
        RandomStream.named(seed, "bovw/patches").uniform(random, 0, 1);
        float[] patches = new float[PATCHES * length];
        float[] image = new float[shape.elements()];
        for (int i = 0; i < PATCHES; i++) {
            data.read(pick(random[3 * i], data.size()), image, 0);
            int y = pick(random[3 * i + 1], shape.dim(1) - patch + 1);
            int x = pick(random[3 * i + 2], shape.dim(2) - patch + 1);
            VisualWords.read(shape, image, y, x, patch, patches, i * length);
        }
        return patches;
    }

    private static int pick(float share, int count) {
        return Math.min((int) ((double) share * count), count - 1);
    }

    /** Each next centre is a patch taken with a chance in proportion to its squared distance from those there are. */
    private static float[] plusPlus(float[] patches, int words, int length, long seed) {
        int count = patches.length / length;
        float[] random = new float[words];
        RandomStream.named(seed, "bovw/centres").uniform(random, 0, 1);
        float[] centres = new float[words * length];
        double[] squares = new double[count];
        Arrays.fill(squares, Double.MAX_VALUE);
        int chosen = pick(random[0], count);
        for (int word = 0; word < words; word++) {
            if (word > 0) {
                double total = Arrays.stream(squares).sum();
                if (!(total > 0)) {
                    throw new NeocogException("the training images have no more than " + word
                            + " different patches, too few for " + words + " words; use --features bovw:words=" + word);
                }
                chosen = choose(squares, random[word] * total);
            }
            System.arraycopy(patches, chosen * length, centres, word * length, length);
            for (int i = 0; i < count; i++) {
                squares[i] = Math.min(squares[i], square(centres, word * length, patches, i * length, length));
            }
        }
        return centres;
    }

    private static int choose(double[] weights, double share) {
        double sum = 0;
        int last = 0;
        for (int i = 0; i < weights.length; i++) {
            if (weights[i] > 0) {
                sum += weights[i];
                last = i;
                if (sum > share) {
                    return i;
                }
            }
        }
        return last;
    }

    /** Of each cluster; a cluster that has lost all its patches keeps its centre. */
    private static float[] means(float[] patches, int[] nearest, float[] centres, int length) {
        double[] sums = new double[centres.length];
        int[] counts = new int[centres.length / length];
        for (int i = 0; i < nearest.length; i++) {
            counts[nearest[i]]++;
            for (int j = 0; j < length; j++) {
                sums[nearest[i] * length + j] += patches[i * length + j];
            }
        }
        float[] means = centres.clone();
        for (int i = 0; i < means.length; i++) {
            if (counts[i / length] > 0) {
                means[i] = (float) (sums[i] / counts[i / length]);
            }
        }
        return means;
    }

    /** The word at the smallest distance; of equally near ones the first. */
    static int nearest(float[] codebook, float[] values, int offset, int length) {
        int best = 0;
        double smallest = Double.POSITIVE_INFINITY;
        for (int word = 0; word < codebook.length / length; word++) {
            double square = square(codebook, word * length, values, offset, length);
            if (square < smallest) {
                smallest = square;
                best = word;
            }
        }
        return best;
    }

    private static double square(float[] a, int atA, float[] b, int atB, int length) {
        float sum = 0;
        for (int i = 0; i < length; i++) {
            float difference = a[atA + i] - b[atB + i];
            sum += difference * difference;
        }
        return sum;
    }
}

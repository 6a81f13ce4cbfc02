package org.neocog.train;

/** What probabilities come to when they are compared with labels, picture by picture. */
final class Tally {
    private final int[][] confusion;
    private double loss;
    private int pictures;
    private int correct;

    Tally(int classes) {
        confusion = new int[classes][classes];
    }

    /**
     * @param probabilities by class
     */
    void add(int label, double[] probabilities) {
        int best = largest(probabilities);
        confusion[label][best]++;
        correct += best == label ? 1 : 0;
        // A probability that float arithmetic made 0 counts as the smallest that it can tell from 0.
        loss -= Math.log(max(probabilities[label], Float.MIN_NORMAL));
        pictures++;
    }

    /** The loss is the mean of -ln of the true class's probability. */
    Evaluation result() {
        return new Evaluation(loss / pictures, (double) correct / pictures, pictures, confusion);
    }

    /** The larger one, or NaN if the first is. */
    private static double max(double value, double least) {
        return value < least ? least : value;
    }

    private static int largest(double[] values) {
        int best = 0;
        for (int i = 1; i < values.length; i++) {
            if (values[i] > values[best]) {
                best = i;
            }
        }
        return best;
    }
}

package org.neocog.train;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** What a network makes of one image: a probability for each class; they sum to 1. */
public final class Prediction {
    private final List<String> labels;
    private final float[] probabilities;

    Prediction(List<String> labels, float[] probabilities) {
        this.labels = labels;
        this.probabilities = probabilities;
    }

    /** By class; a copy. */
    public float[] probabilities() {
        return probabilities.clone();
    }

    /** The likeliest class; of equal ones the first. */
    public ClassProbability best() {
        return top(1).getFirst();
    }

    /** The {@code count} likeliest classes, or all if there are fewer; the likeliest first, of equal ones the lower class. */
    public List<ClassProbability> top(int count) {
        return IntStream.range(0, probabilities.length)
                .mapToObj(index -> new ClassProbability(index, labels.get(index), probabilities[index]))
                .sorted(Comparator.comparingDouble(ClassProbability::probability).reversed())
                .limit(count)
                .toList();
    }

    /** {@code 7 (0.98)}. */
    @Override
    public String toString() {
        ClassProbability best = best();
        return best.label() + " (" + Math.round(best.probability() * 100) / 100.0 + ")";
    }
}

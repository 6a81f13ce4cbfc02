package org.neocog.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What one engine showed in one comparison. */
final class Result {
    private final Engine engine;
    private final int batch;
    private final List<Double> roundMedians = new ArrayList<>();
    private String about = "";
    private long parameters = -1;
    private Optional<Long> peakMemory = Optional.empty();

    Result(Engine engine, int batch) {
        this.engine = engine;
        this.batch = batch;
    }

    Engine engine() {
        return engine;
    }

    void started(Child child) {
        about = child.about();
        parameters = child.parameters();
    }

    void round(double[] milliseconds) {
        double[] sorted = milliseconds.clone();
        Arrays.sort(sorted);
        roundMedians.add(sorted[sorted.length / 2]);
    }

    void ended(Child child) {
        peakMemory = child.peakMemory();
    }

    String about() {
        return about;
    }

    long parameters() {
        return parameters;
    }

    Optional<Long> peakMemory() {
        return peakMemory;
    }

    /** Median over the rounds of the median step. */
    double milliseconds() {
        return median(roundMedians);
    }

    double imagesPerSecond() {
        return 1e3 * batch / milliseconds();
    }

    /** How many times as fast as the other: the median of the rounds' ratios, so that a slow minute strikes both. */
    double times(Result other) {
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < roundMedians.size(); round++) {
            ratios.add(other.roundMedians.get(round) / roundMedians.get(round));
        }
        return median(ratios);
    }

    private static double median(List<Double> values) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}

package org.neocog.train;

import com.google.gson.JsonObject;
import java.util.Optional;

/** How far a run is: all that a checkpoint holds beside the tensors and the settings. */
final class TrainState {
    private final LearningRate learningRate;
    private long step;
    private int epoch;
    private int batch;
    private EpochSums sums = new EpochSums();
    private Optional<EpochMetrics> best = Optional.empty();

    /** Before the first step. */
    TrainState(Schedule schedule) {
        this.learningRate = new LearningRate(schedule);
    }

    LearningRate learningRate() {
        return learningRate;
    }

    /** Steps done. */
    long step() {
        return step;
    }

    /** Epochs done, their validation included. */
    int epoch() {
        return epoch;
    }

    /** Batches done of the epoch that runs; all of them if only its validation is still to come. */
    int batch() {
        return batch;
    }

    /** What those batches have come to. */
    EpochSums sums() {
        return sums;
    }

    Optional<EpochMetrics> best() {
        return best;
    }

    /** Whether so many epochs have gone by without a better one; 0 for as many as there are. */
    boolean patienceIsOver(int patience) {
        return patience > 0 && best.isPresent() && epoch - best.get().epoch() >= patience;
    }

    void stepDone() {
        step++;
        batch++;
    }

    /** Returns whether the epoch is the best one so far. */
    boolean epochDone(EpochMetrics metrics) {
        epoch++;
        batch = 0;
        sums = new EpochSums();
        learningRate.epochEnd(metrics.valLoss());
        boolean better = best.map(metrics::betterThan).orElse(true);
        if (better) {
            best = Optional.of(metrics);
        }
        return better;
    }

    void write(JsonObject json) {
        json.addProperty("step", step);
        json.addProperty("epoch", epoch);
        json.addProperty("batch", batch);
        json.add("sums", sums.toJson());
        json.add("learningRate", learningRate.toJson());
        best.ifPresent(metrics -> json.add("best", metrics.toJson()));
    }

    void restore(StrictObject in) {
        step = in.wholeLong("step");
        epoch = in.whole("epoch", 0);
        batch = in.whole("batch", 0);
        sums = EpochSums.read(in.object("sums"));
        learningRate.restore(in.rawObject("learningRate"));
        best = in.has("best") ? Optional.of(EpochMetrics.read(in.object("best"))) : Optional.empty();
    }
}

package org.neocog.train;

import com.google.gson.JsonObject;

/**
 * Loss and hits of the batches so far, each batch weighted by its examples and added in double in the order of the batches:
 * the same bits whether an epoch is run in one go or stopped and continued.
 */
final class EpochSums {
    private double loss;
    private long correct;
    private int examples;
    private double seconds;
    private double waited;

    void add(float meanLoss, float correctInBatch, int batch) {
        loss += (double) meanLoss * batch;
        correct += (long) correctInBatch;
        examples += batch;
    }

    void addSeconds(double more) {
        seconds += more;
    }

    /** Of the seconds, those in which a step waited for its batch. */
    void addWaited(double more) {
        waited += more;
    }

    double meanLoss() {
        return loss / examples;
    }

    double accuracy() {
        return (double) correct / examples;
    }

    int examples() {
        return examples;
    }

    double seconds() {
        return seconds;
    }

    double waited() {
        return waited;
    }

    JsonObject toJson() {
        JsonObject json = new JsonObject();
        json.addProperty("loss", loss);
        json.addProperty("correct", correct);
        json.addProperty("examples", examples);
        json.addProperty("seconds", seconds);
        json.addProperty("waited", waited);
        return json;
    }

    static EpochSums read(StrictObject in) {
        EpochSums sums = new EpochSums();
        sums.loss = in.number("loss");
        sums.correct = in.wholeLong("correct");
        sums.examples = in.whole("examples", 0);
        sums.seconds = in.number("seconds");
        sums.waited = in.has("waited") ? in.number("waited") : 0; // Older checkpoints do not say.
        in.end();
        return sums;
    }
}

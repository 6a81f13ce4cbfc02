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

    void add(float meanLoss, float correctInBatch, int batch) {
        loss += (double) meanLoss * batch;
        correct += (long) correctInBatch;
        examples += batch;
    }

    void addSeconds(double more) {
        seconds += more;
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

    JsonObject toJson() {
        JsonObject json = new JsonObject();
        json.addProperty("loss", loss);
        json.addProperty("correct", correct);
        json.addProperty("examples", examples);
        json.addProperty("seconds", seconds);
        return json;
    }

    static EpochSums read(StrictObject in) {
        EpochSums sums = new EpochSums();
        sums.loss = in.number("loss");
        sums.correct = in.wholeLong("correct");
        sums.examples = in.whole("examples", 0);
        sums.seconds = in.number("seconds");
        in.end();
        return sums;
    }
}

package org.neocog.train;

import com.google.gson.JsonObject;

/**
 * What an epoch came to: one line of {@code metrics.jsonl}.
 *
 * @param epoch from 1
 * @param trainLoss mean over the examples of what the training steps saw, each with the weights of its time
 * @param trainAccuracy likewise, 0 to 1
 * @param valLoss mean over the validation examples, with the weights at the end of the epoch
 * @param valAccuracy likewise, 0 to 1
 * @param learningRate that of the epoch's last step
 * @param seconds training and validation together
 * @param imagesPerSecond training alone
 */
public record EpochMetrics(
        int epoch,
        double trainLoss,
        double trainAccuracy,
        double valLoss,
        double valAccuracy,
        float learningRate,
        double seconds,
        double imagesPerSecond) {

    /** Whether this epoch's weights are the better ones: a higher accuracy in validation or, if equal, a lower loss. */
    boolean betterThan(EpochMetrics other) {
        return valAccuracy > other.valAccuracy || valAccuracy == other.valAccuracy && valLoss < other.valLoss;
    }

    /** An object whose keys are the names of the components. */
    public JsonObject toJson() {
        JsonObject json = new JsonObject();
        json.addProperty("epoch", epoch);
        json.addProperty("trainLoss", trainLoss);
        json.addProperty("trainAccuracy", trainAccuracy);
        json.addProperty("valLoss", valLoss);
        json.addProperty("valAccuracy", valAccuracy);
        json.addProperty("learningRate", learningRate);
        json.addProperty("seconds", seconds);
        json.addProperty("imagesPerSecond", imagesPerSecond);
        return json;
    }

    static EpochMetrics read(StrictObject in) {
        EpochMetrics metrics = new EpochMetrics(
                in.whole("epoch", 1),
                in.number("trainLoss"),
                in.number("trainAccuracy"),
                in.number("valLoss"),
                in.number("valAccuracy"),
                (float) in.number("learningRate"),
                in.number("seconds"),
                in.number("imagesPerSecond"));
        in.end();
        return metrics;
    }
}

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
 * @param dataWait the share of the training time in which steps waited for their images, 0 to 1
 */
public record EpochMetrics(
        int epoch,
        double trainLoss,
        double trainAccuracy,
        double valLoss,
        double valAccuracy,
        float learningRate,
        double seconds,
        double imagesPerSecond,
        double dataWait) {

    /** An epoch that never waited for its images. */
    public EpochMetrics(
            int epoch,
            double trainLoss,
            double trainAccuracy,
            double valLoss,
            double valAccuracy,
            float learningRate,
            double seconds,
            double imagesPerSecond) {
        this(epoch, trainLoss, trainAccuracy, valLoss, valAccuracy, learningRate, seconds, imagesPerSecond, 0);
    }

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
        json.addProperty("dataWait", dataWait);
        return json;
    }

    /**
     * Goes back from {@link #toJson}.
     *
     * @param origin where the JSON comes from, for errors
     * @throws org.neocog.NeocogException if a key is missing, unknown, or of a wrong value
     */
    public static EpochMetrics read(String origin, JsonObject json) {
        return read(new StrictObject(origin, json));
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
                in.number("imagesPerSecond"),
                in.has("dataWait") ? in.number("dataWait") : 0); // Older runs do not say.
        in.end();
        return metrics;
    }
}

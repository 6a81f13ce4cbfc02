package org.neocog.train;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import org.neocog.NeocogException;

/** A schedule in use: the only part of it that changes is what {@link Schedule.Plateau} has seen. Owned by the trainer. */
public final class LearningRate {
    private final Schedule schedule;
    private PlateauState state = PlateauState.initial();

    public LearningRate(Schedule schedule) {
        this.schedule = schedule;
    }

    /** The learning rate of the step that begins. */
    public float at(Progress progress) {
        return (float) schedule.rate(progress, state);
    }

    /** To be told once an epoch, at its end; without validation data, the training loss serves. */
    public void epochEnd(double validationLoss) {
        state = schedule.afterEpoch(state, validationLoss);
    }

    /** What a checkpoint keeps; {@code bestLoss} is left out while it is infinite. */
    public JsonObject toJson() {
        JsonObject json = new JsonObject();
        if (state.bestLoss() != Double.POSITIVE_INFINITY) {
            json.addProperty("bestLoss", state.bestLoss());
        }
        json.addProperty("badEpochs", state.badEpochs());
        json.addProperty("reductions", state.reductions());
        return json;
    }

    /**
     * Goes on from what {@link #toJson} gave.
     *
     * @throws NeocogException if a value is missing or no number
     */
    public void restore(JsonObject json) {
        try {
            JsonElement best = json.get("bestLoss");
            state = new PlateauState(
                    best == null ? Double.POSITIVE_INFINITY : best.getAsDouble(),
                    count(json, "badEpochs"),
                    count(json, "reductions"));
        } catch (NumberFormatException | IllegalStateException | UnsupportedOperationException e) {
            throw new NeocogException("the checkpoint's schedule state is " + json
                    + "; it needs badEpochs and reductions, whole numbers from 0 on, and may have a bestLoss", e);
        }
    }

    private static int count(JsonObject json, String key) {
        JsonElement value = json.get(key);
        int count = value == null ? -1 : value.getAsInt();
        if (count < 0) {
            throw new IllegalStateException(key);
        }
        return count;
    }
}

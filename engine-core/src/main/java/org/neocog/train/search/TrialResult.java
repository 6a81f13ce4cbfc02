package org.neocog.train.search;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import org.neocog.NeocogException;
import org.neocog.train.EpochMetrics;

/**
 * What a trial came to.
 *
 * @param trial which
 * @param epochs that it was trained for
 * @param best the epoch that the others are compared with; empty if the trial failed before its first epoch ended
 * @param failure why it came to nothing, if it did: it diverged, or did not fit on the device
 */
public record TrialResult(Trial trial, int epochs, Optional<EpochMetrics> best, Optional<String> failure) {
    /** The better first: by validation accuracy, then loss, then number; what failed comes last. */
    public static Comparator<TrialResult> bestFirst() {
        return Comparator.comparing((TrialResult result) -> result.failure.isPresent() || result.best.isEmpty())
                .thenComparing(result -> -result.best.map(EpochMetrics::valAccuracy).orElse(0.0))
                .thenComparing(result -> result.best.map(EpochMetrics::valLoss).orElse(0.0))
                .thenComparing(result -> result.trial.number());
    }

    /** A line of {@code results.jsonl}. */
    public JsonObject toJson() {
        JsonObject settings = new JsonObject();
        trial.settings().forEach(settings::addProperty);
        JsonObject json = new JsonObject();
        json.addProperty("trial", trial.number());
        json.add("settings", settings);
        json.addProperty("epochs", epochs);
        best.ifPresent(epoch -> json.add("best", epoch.toJson()));
        failure.ifPresent(why -> json.addProperty("failure", why));
        return json;
    }

    static TrialResult read(String origin, JsonObject json) {
        try {
            SequencedMap<String, String> settings = new LinkedHashMap<>();
            for (var setting : json.getAsJsonObject("settings").entrySet()) {
                settings.put(setting.getKey(), setting.getValue().getAsString());
            }
            return new TrialResult(
                    new Trial(json.get("trial").getAsInt(), settings),
                    json.get("epochs").getAsInt(),
                    Optional.ofNullable(json.getAsJsonObject("best")).map(best -> EpochMetrics.read(origin, best)),
                    Optional.ofNullable(json.get("failure")).map(JsonElement::getAsString));
        } catch (NullPointerException | ClassCastException | IllegalStateException | UnsupportedOperationException
                | NumberFormatException e) {
            throw new NeocogException(origin + ": is not the result of a trial; delete the line, and the trial is gone"
                    + " through again", e);
        }
    }
}

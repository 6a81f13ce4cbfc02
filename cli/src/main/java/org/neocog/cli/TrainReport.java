package org.neocog.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.Locale;
import org.neocog.train.EpochMetrics;
import org.neocog.train.TrainResult;

/** Prints what a training came to. */
final class TrainReport {
    private final Console console;
    private final PreparedRun run;

    TrainReport(Console console, PreparedRun run) {
        this.console = console;
        this.run = run;
    }

    void print(TrainResult result, boolean json) {
        if (json) {
            console.print(json(result));
        } else if (!result.stopped()) {
            text(result);
        }
        if (!result.stopped() && result.epochs().size() < run.config().recipe().epochs()) {
            console.say("ended after epoch " + result.epochs().size() + ": none of the last "
                    + run.config().training().patience() + " was better than epoch " + result.best().orElseThrow().epoch());
        }
        if (result.stopped()) {
            console.say("stopped after step " + result.steps() + "; to go on: neocog train --resume " + run.folder().path());
        }
    }

    private void text(TrainResult result) {
        TextTable table = new TextTable(TextTable.Align.LEFT, TextTable.Align.LEFT);
        table.row("run", run.folder().path().toString());
        result.best().ifPresent(best -> {
            table.row("best epoch", Integer.toString(best.epoch()));
            table.row("validation accuracy", String.format(Locale.ROOT, "%.2f %%", 100 * best.valAccuracy()));
            table.row("validation loss", String.format(Locale.ROOT, "%.4f", best.valLoss()));
        });
        table.row("checkpoint", checkpoint(result).toString());
        table.lines().forEach(console::print);
    }

    private JsonObject json(TrainResult result) {
        JsonArray epochs = new JsonArray();
        result.epochs().forEach(epoch -> epochs.add(json(epoch)));
        JsonObject json = new JsonObject();
        json.addProperty("run", run.folder().path().toString());
        json.addProperty("model", run.model().name());
        json.addProperty("device", run.config().device());
        json.addProperty("seed", run.config().seed());
        json.add("epochs", epochs);
        json.add("best", result.best().map(best -> (JsonElement) json(best)).orElse(JsonNull.INSTANCE));
        json.addProperty("steps", result.steps());
        json.addProperty("stopped", result.stopped());
        json.addProperty("checkpoint", checkpoint(result).toString());
        JsonArray skipped = new JsonArray();
        run.skipped().forEach(skipped::add);
        json.add("skipped", skipped);
        return json;
    }

    private static JsonObject json(EpochMetrics epoch) {
        JsonObject json = new JsonObject();
        json.addProperty("epoch", epoch.epoch());
        json.add("trainLoss", Json.number(epoch.trainLoss()));
        json.add("trainAccuracy", Json.number(epoch.trainAccuracy()));
        json.add("valLoss", Json.number(epoch.valLoss()));
        json.add("valAccuracy", Json.number(epoch.valAccuracy()));
        json.add("learningRate", Json.number(epoch.learningRate()));
        json.add("seconds", Json.number(epoch.seconds()));
        json.add("imagesPerSecond", Json.number(epoch.imagesPerSecond()));
        json.add("dataWait", Json.number(epoch.dataWait()));
        return json;
    }

    /** The best one, or the last if no epoch has ended yet. */
    private Path checkpoint(TrainResult result) {
        return run.folder().path().resolve("checkpoints").resolve(result.best().isPresent() ? "best.json" : "last.json");
    }
}

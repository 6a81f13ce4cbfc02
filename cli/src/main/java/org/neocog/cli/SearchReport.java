package org.neocog.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.neocog.train.EpochMetrics;
import org.neocog.train.search.SearchFolder;
import org.neocog.train.search.TrialResult;

/** The trials of a search, the best first. */
final class SearchReport {
    private final SearchFolder folder;
    private final List<String> keys;
    private final List<TrialResult> results;

    SearchReport(SearchFolder folder, List<String> keys, List<TrialResult> results) {
        this.folder = folder;
        this.keys = keys;
        this.results = results.stream().sorted(TrialResult.bestFirst()).toList();
    }

    /** A table: trial, validation accuracy and loss, the best epoch, and the settings. */
    List<String> lines() {
        List<String> head = new ArrayList<>(List.of("trial", "val accuracy", "val loss", "epoch"));
        head.addAll(keys);
        TextTable.Align[] columns = new TextTable.Align[head.size()];
        Arrays.fill(columns, TextTable.Align.RIGHT);
        TextTable table = new TextTable(columns);
        table.row(head.toArray(String[]::new));
        for (TrialResult result : results) {
            List<String> row = new ArrayList<>();
            row.add(Integer.toString(result.trial().number()));
            Optional<EpochMetrics> best = result.best();
            row.add(best.map(epoch -> String.format(Locale.ROOT, "%.2f %%", 100 * epoch.valAccuracy())).orElse("failed"));
            row.add(best.map(epoch -> String.format(Locale.ROOT, "%.4f", epoch.valLoss())).orElse("-"));
            row.add(best.map(epoch -> Integer.toString(epoch.epoch())).orElse("-"));
            keys.forEach(key -> row.add(result.trial().settings().getOrDefault(key, "")));
            table.row(row.toArray(String[]::new));
        }
        return table.lines();
    }

    JsonObject json(boolean stopped) {
        JsonArray trials = new JsonArray();
        for (TrialResult result : results) {
            JsonObject settings = new JsonObject();
            result.trial().settings().forEach(settings::addProperty);
            JsonObject json = new JsonObject();
            json.addProperty("trial", result.trial().number());
            json.addProperty("run", folder.run(result.trial()).path().toString());
            json.add("settings", settings);
            json.addProperty("epochs", result.epochs());
            json.add("bestEpoch", of(result.best().map(epoch -> new JsonPrimitive(epoch.epoch()))));
            json.add("valAccuracy", of(result.best().map(epoch -> Json.number(epoch.valAccuracy()))));
            json.add("valLoss", of(result.best().map(epoch -> Json.number(epoch.valLoss()))));
            json.add("failure", of(result.failure().map(JsonPrimitive::new)));
            trials.add(json);
        }
        JsonObject json = new JsonObject();
        json.addProperty("search", folder.path().toString());
        json.add("trials", trials);
        json.addProperty("stopped", stopped);
        return json;
    }

    private static JsonElement of(Optional<? extends JsonElement> element) {
        return element.isPresent() ? element.get() : JsonNull.INSTANCE;
    }
}

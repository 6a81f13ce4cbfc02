package org.neocog.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Locale;
import org.neocog.train.Ensemble;
import org.neocog.train.Evaluation;

/** Prints what each network of an ensemble came to. */
final class EnsembleReport {
    private EnsembleReport() {}

    static List<String> lines(List<RunsChoice.Member> members, Ensemble.Result result) {
        TextTable table = new TextTable(TextTable.Align.LEFT, TextTable.Align.RIGHT, TextTable.Align.RIGHT);
        table.row("", "accuracy", "loss");
        for (int i = 0; i < members.size(); i++) {
            row(table, members.get(i).name(), result.members().get(i));
        }
        row(table, "together", result.together());
        return table.lines();
    }

    private static void row(TextTable table, String name, Evaluation evaluation) {
        table.row(
                name,
                String.format(Locale.ROOT, "%.2f %%", 100 * evaluation.accuracy()),
                String.format(Locale.ROOT, "%.4f", evaluation.loss()));
    }

    static JsonArray json(List<RunsChoice.Member> members, Ensemble.Result result) {
        JsonArray array = new JsonArray();
        for (int i = 0; i < members.size(); i++) {
            JsonObject json = new JsonObject();
            json.addProperty("run", members.get(i).run().toString());
            json.addProperty("step", members.get(i).trained().step());
            json.add("accuracy", Json.number(result.members().get(i).accuracy()));
            json.add("loss", Json.number(result.members().get(i).loss()));
            array.add(json);
        }
        return array;
    }
}

package org.neocog.train;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.Optional;

/** {@link TrainingOptions} as JSON: only what is done, so that a plain run's configuration stays short. */
final class TrainingJson {
    private TrainingJson() {}

    static JsonObject write(TrainingOptions options) {
        JsonObject json = new JsonObject();
        number(json, "clipNorm", options.clipNorm());
        number(json, "clipValue", options.clipValue());
        if (options.decayAll()) {
            json.addProperty("decayAll", true);
        }
        number(json, "averaging", options.averaging());
        whole(json, "patience", options.patience());
        number(json, "labelSmoothing", options.labelSmoothing());
        number(json, "mixup", options.mixup());
        whole(json, "snapshotEvery", options.snapshotEvery());
        options.initFrom().ifPresent(source -> json.addProperty("initFrom", source));
        if (!options.freeze().isEmpty()) {
            JsonArray patterns = new JsonArray();
            options.freeze().forEach(patterns::add);
            json.add("freeze", patterns);
        }
        return json;
    }

    private static void number(JsonObject json, String key, double value) {
        if (value != 0) {
            json.addProperty(key, value);
        }
    }

    private static void whole(JsonObject json, String key, int value) {
        if (value != 0) {
            json.addProperty(key, value);
        }
    }

    static TrainingOptions read(StrictObject in) {
        TrainingOptions none = TrainingOptions.none();
        TrainingOptions options = new TrainingOptions(
                number(in, "clipNorm"),
                number(in, "clipValue"),
                in.has("decayAll") && in.flag("decayAll"),
                number(in, "averaging"),
                whole(in, "patience"),
                number(in, "labelSmoothing"),
                number(in, "mixup"),
                whole(in, "snapshotEvery"),
                in.has("initFrom") ? Optional.of(in.text("initFrom")) : none.initFrom(),
                in.has("freeze") ? in.texts("freeze") : none.freeze());
        in.end();
        return options;
    }

    private static double number(StrictObject in, String key) {
        return in.has(key) ? in.number(key) : 0;
    }

    private static int whole(StrictObject in, String key) {
        return in.has(key) ? in.whole(key, 0) : 0;
    }
}

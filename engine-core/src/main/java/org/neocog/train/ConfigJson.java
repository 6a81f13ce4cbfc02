package org.neocog.train;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.Optional;
import org.neocog.NeocogException;
import org.neocog.data.Normalization;
import org.neocog.nn.Recipe;

/** {@link TrainConfig} as JSON. */
final class ConfigJson {
    /** Raised by whoever changes a key. */
    private static final int FORMAT = 1;

    private ConfigJson() {}

    static JsonObject write(TrainConfig config) {
        JsonObject json = new JsonObject();
        json.addProperty("format", FORMAT);
        json.addProperty("modelName", config.modelName());
        json.addProperty("model", config.model());
        JsonObject data = new JsonObject();
        data.addProperty("path", config.data().path());
        data.addProperty("validationSplit", config.data().validationSplit());
        JsonArray mean = new JsonArray();
        config.data().normalization().mean().forEach(mean::add);
        data.add("mean", mean);
        JsonArray std = new JsonArray();
        config.data().normalization().std().forEach(std::add);
        data.add("std", std);
        JsonArray labels = new JsonArray();
        config.data().labels().forEach(labels::add);
        data.add("labels", labels);
        config.data().features().ifPresent(features -> data.add("features", FeaturesJson.write(features)));
        json.add("data", data);
        JsonObject recipe = new JsonObject();
        recipe.addProperty("optimizer", config.recipe().optimizer());
        recipe.addProperty("learningRate", config.recipe().learningRate());
        recipe.addProperty("schedule", config.recipe().schedule());
        recipe.addProperty("weightDecay", config.recipe().weightDecay());
        recipe.addProperty("batch", config.recipe().batch());
        recipe.addProperty("epochs", config.recipe().epochs());
        recipe.addProperty("normalize", config.recipe().normalize());
        json.add("recipe", recipe);
        json.addProperty("seed", config.seed());
        json.addProperty("device", config.device());
        json.addProperty("threads", config.threads());
        json.addProperty("checkpointSteps", config.checkpointSteps());
        return json;
    }

    /**
     * @param origin where the JSON comes from, for errors
     * @throws NeocogException if a key is missing, unknown, or of a wrong value
     */
    static TrainConfig read(String origin, JsonObject json) {
        StrictObject in = new StrictObject(origin, json);
        if (in.wholeLong("format") != FORMAT) {
            throw new NeocogException(origin + ": has the format " + in.wholeLong("format") + ", but this version of Neocog reads "
                    + FORMAT + "; use the version that wrote it");
        }
        try {
            TrainConfig config = new TrainConfig(
                    in.text("modelName"),
                    in.text("model"),
                    data(in.object("data")),
                    recipe(in.object("recipe")),
                    in.wholeLong("seed"),
                    in.text("device"),
                    in.whole("threads", 0),
                    in.whole("checkpointSteps", 0));
            in.end();
            return config;
        } catch (IllegalArgumentException e) {
            throw new NeocogException(origin + ": " + e.getMessage(), e);
        }
    }

    private static DataConfig data(StrictObject in) {
        DataConfig data = new DataConfig(
                in.text("path"),
                in.number("validationSplit"),
                new Normalization(in.numbers("mean"), in.numbers("std")),
                in.texts("labels"),
                in.has("features") ? Optional.of(FeaturesJson.read(in.object("features"))) : Optional.empty());
        in.end();
        return data;
    }

    private static Recipe recipe(StrictObject in) {
        Recipe recipe = new Recipe(
                in.text("optimizer"),
                in.number("learningRate"),
                in.text("schedule"),
                in.number("weightDecay"),
                in.whole("batch", 1),
                in.whole("epochs", 1),
                in.flag("normalize"));
        in.end();
        return recipe;
    }
}

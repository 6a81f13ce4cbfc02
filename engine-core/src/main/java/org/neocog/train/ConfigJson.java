package org.neocog.train;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.Locale;
import java.util.Optional;
import org.neocog.NeocogException;
import org.neocog.UsageException;
import org.neocog.data.DataOptions;
import org.neocog.data.Normalization;
import org.neocog.data.augment.Augmentation;
import org.neocog.device.ConvolutionMethod;
import org.neocog.device.Precision;
import org.neocog.nn.Recipe;

/** {@link TrainConfig} as JSON. */
final class ConfigJson {
    /** Raised by whoever changes a key; what an older format lacks has the value that it had before there was a choice. */
    private static final int FORMAT = 2;

    private static final int OLDEST_FORMAT = 1;

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
        data.add("options", write(config.data().options()));
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
        json.add("numerics", write(config.numerics()));
        json.add("training", TrainingJson.write(config.training()));
        return json;
    }

    private static JsonObject write(DataOptions options) {
        JsonObject json = new JsonObject();
        json.addProperty("augmentation", options.augmentation().toString());
        json.addProperty("skipBad", options.skipBad());
        json.addProperty("workers", options.workers());
        return json;
    }

    private static DataOptions options(StrictObject in) {
        DataOptions options = DataOptions.defaults()
                .withAugmentation(Augmentation.parse(in.text("augmentation")))
                .withSkipBad(in.flag("skipBad"))
                .withWorkers(in.whole("workers", 0));
        in.end();
        return options;
    }

    private static JsonObject write(Numerics numerics) {
        JsonObject json = new JsonObject();
        json.addProperty("conv", word(numerics.convolution()));
        json.addProperty("precision", word(numerics.precision()));
        json.addProperty("deterministic", numerics.deterministic());
        return json;
    }

    private static Numerics numerics(StrictObject in) {
        Numerics numerics = new Numerics(
                in.choice("conv", ConvolutionMethod.class), in.choice("precision", Precision.class), in.flag("deterministic"));
        in.end();
        return numerics;
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /**
     * @param origin where the JSON comes from, for errors
     * @throws NeocogException if a key is missing, unknown, or of a wrong value
     */
    static TrainConfig read(String origin, JsonObject json) {
        StrictObject in = new StrictObject(origin, json);
        long format = in.wholeLong("format");
        if (format < OLDEST_FORMAT || format > FORMAT) {
            throw new NeocogException(origin + ": has the format " + format + ", but this version of Neocog reads "
                    + OLDEST_FORMAT + " to " + FORMAT + "; use the version that wrote it");
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
                    in.whole("checkpointSteps", 0),
                    in.has("numerics") ? numerics(in.object("numerics")) : Numerics.defaults(),
                    in.has("training") ? TrainingJson.read(in.object("training")) : TrainingOptions.none());
            in.end();
            return config;
        } catch (IllegalArgumentException | UsageException e) {
            throw new NeocogException(origin + ": " + e.getMessage(), e);
        }
    }

    private static DataConfig data(StrictObject in) {
        DataConfig data = new DataConfig(
                in.text("path"),
                in.number("validationSplit"),
                new Normalization(in.numbers("mean"), in.numbers("std")),
                in.texts("labels"),
                in.has("options") ? options(in.object("options")) : DataOptions.defaults(),
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

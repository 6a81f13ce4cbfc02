package org.neocog.train;

import org.neocog.UsageException;
import org.neocog.device.Precision;
import java.util.Locale;
import org.neocog.NeocogException;
import org.neocog.nn.Recipe;

/**
 * All settings of a run: what {@code config.json} in its folder says.
 *
 * @param modelName what the model is called
 * @param model the model's description, from which {@link org.neocog.nn.Models#parse} makes it again
 * @param data what is trained on
 * @param recipe optimizer, learning rate, schedule, weight decay, batch and epochs
 * @param seed makes weights, order and dropout what they are
 * @param device the device's id: {@code cpu}
 * @param threads threads that compute on the CPU; 0 means one for each processor. They change the speed only
 * @param checkpointSteps a checkpoint is written after each such number of steps, and at the end of each epoch; 0 means the
 *     latter only
 * @param numerics what decides a step's last bits on the device
 * @param training what is done beside the recipe
 */
public record TrainConfig(
        String modelName,
        String model,
        DataConfig data,
        Recipe recipe,
        long seed,
        String device,
        int threads,
        int checkpointSteps,
        Numerics numerics,
        TrainingOptions training) {
    /**
     * @throws IllegalArgumentException if a number is out of range
     * @throws UsageException if the precision is one that only predicts
     */
    public TrainConfig {
        if (threads < 0 || checkpointSteps < 0) {
            throw new IllegalArgumentException("threads and checkpointSteps cannot be negative");
        }
        if (recipe.batch() < 1 || recipe.epochs() < 1) {
            throw new IllegalArgumentException("batch and epochs must be at least 1");
        }
        if (numerics.precision() == Precision.BF16) {
            throw new UsageException("--precision bf16 is for predictions; train with fp32");
        }
    }

    /** A configuration whose device computes as it does unless told otherwise, with nothing beside the recipe. */
    public TrainConfig(
            String modelName,
            String model,
            DataConfig data,
            Recipe recipe,
            long seed,
            String device,
            int threads,
            int checkpointSteps) {
        this(modelName, model, data, recipe, seed, device, threads, checkpointSteps, Numerics.defaults(), TrainingOptions.none());
    }

    public TrainConfig withTraining(TrainingOptions options) {
        return new TrainConfig(
                modelName, model, data, recipe, seed, device, threads, checkpointSteps, numerics, options);
    }

    /**
     * Checks that a run with this configuration may be continued under another: everything that decides what a step does
     * must be the same. Device, threads, checkpoints, the data's path and the number of epochs may change.
     *
     * @throws NeocogException naming the first setting that differs, and both values
     */
    public void requireContinuedBy(TrainConfig other) {
        same("model", model, other.model);
        same("optimizer", recipe.optimizer(), other.recipe.optimizer());
        same("learningRate", recipe.learningRate(), other.recipe.learningRate());
        same("schedule", recipe.schedule(), other.recipe.schedule());
        same("weightDecay", recipe.weightDecay(), other.recipe.weightDecay());
        same("batch", recipe.batch(), other.recipe.batch());
        same("seed", seed, other.seed);
        same("data.validationSplit", data.validationSplit(), other.data.validationSplit());
        same("data.normalization", data.normalization(), other.data.normalization());
        same("data.labels", data.labels(), other.data.labels());
        same("data.features", data.features(), other.data.features());
        same("data.augmentation", data.options().augmentation(), other.data.options().augmentation());
        same("data.skipBad", data.options().skipBad(), other.data.options().skipBad());
        requireContinuedBy(other.training);
        same("conv", word(numerics.convolution()), word(other.numerics.convolution()));
        same("precision", word(numerics.precision()), word(other.numerics.precision()));
        same("deterministic", numerics.deterministic(), other.numerics.deterministic());
    }

    private void requireContinuedBy(TrainingOptions other) {
        same("clipNorm", training.clipNorm(), other.clipNorm());
        same("clipValue", training.clipValue(), other.clipValue());
        same("decayAll", training.decayAll(), other.decayAll());
        same("averaging", training.averaging(), other.averaging());
        same("patience", training.patience(), other.patience());
        same("labelSmoothing", training.labelSmoothing(), other.labelSmoothing());
        same("mixup", training.mixup(), other.mixup());
        same("snapshotEvery", training.snapshotEvery(), other.snapshotEvery());
        same("initFrom", training.initFrom().orElse("nothing"), other.initFrom().orElse("nothing"));
        same("freeze", training.freeze(), other.freeze());
    }

    private static void same(String setting, Object mine, Object others) {
        if (!mine.equals(others)) {
            throw new NeocogException("cannot resume: the run was started with " + setting + " " + oneLine(mine) + ", not "
                    + oneLine(others) + "; resume with the same, or start a new run");
        }
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static String oneLine(Object value) {
        return value.toString().strip().replaceAll("\\s*\\R\\s*", " / ");
    }
}

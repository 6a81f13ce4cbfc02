package org.neocog.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.neocog.UsageException;
import org.neocog.device.Device;
import org.neocog.device.Devices;
import org.neocog.nn.Models;
import org.neocog.nn.Recipe;
import org.neocog.train.DataConfig;
import org.neocog.train.RunFolder;
import org.neocog.train.TrainConfig;
import org.neocog.train.TrainingData;

/** A run that {@code train --resume} goes on with: its own settings, but for what may be given again. */
final class ResumedRun {
    private final RunFolder folder;
    private final TrainConfig config;

    ResumedRun(
            Path folder,
            Optional<Path> data,
            Optional<Integer> epochs,
            DeviceChoice device,
            Optional<Integer> checkpointSteps,
            Optional<Integer> workers) {
        this.folder = new RunFolder(folder);
        TrainConfig before = this.folder.config();
        DataConfig dataBefore = before.data();
        Recipe recipe = before.recipe();
        this.config = new TrainConfig(
                before.modelName(),
                before.model(),
                new DataConfig(
                        data.map(path -> path.toAbsolutePath().normalize().toString()).orElse(dataBefore.path()),
                        dataBefore.validationSplit(),
                        dataBefore.normalization(),
                        dataBefore.labels(),
                        dataBefore.options().withWorkers(workers.orElse(dataBefore.options().workers())),
                        dataBefore.features()),
                new Recipe(
                        recipe.optimizer(),
                        recipe.learningRate(),
                        recipe.schedule(),
                        recipe.weightDecay(),
                        recipe.batch(),
                        epochs.orElse(recipe.epochs()),
                        recipe.normalize()),
                before.seed(),
                device.device().orElse(before.device()),
                device.threads().orElse(before.threads()),
                checkpointSteps.orElse(before.checkpointSteps()),
                device.numerics(before.numerics()),
                before.training());
        before.requireContinuedBy(config);
    }

    /**
     * @throws UsageException if an option was given that the run itself decides
     */
    static void refuse(
            Optional<String> model,
            ModelSizes sizes,
            Optional<Path> out,
            Optional<Long> seed,
            Optional<Double> validationSplit,
            Optional<String> features,
            RecipeOptions recipe,
            TechniqueOptions techniques) {
        List<String> given = new ArrayList<>();
        model.ifPresent(_ -> given.add("--model"));
        given.addAll(sizes.given());
        out.ifPresent(_ -> given.add("--out"));
        seed.ifPresent(_ -> given.add("--seed"));
        validationSplit.ifPresent(_ -> given.add("--val-split"));
        features.ifPresent(_ -> given.add("--features"));
        given.addAll(recipe.fixedByTheRun());
        given.addAll(techniques.fixedByTheRun());
        if (!given.isEmpty()) {
            throw new UsageException(String.join(", ", given) + " cannot be given with --resume: the run has its"
                    + " own settings; --epochs, --data, --device, --threads and --checkpoint-steps can");
        }
    }

    Device open() {
        return Devices.open(config.device(), config.numerics().withThreads(config.threads()));
    }

    PreparedRun prepare(Device device) {
        return new PreparedRun(
                device, Models.parse(config.model(), config.modelName()), TrainingData.open(config), config, folder);
    }
}

package org.neocog.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.neocog.data.DataOptions;
import org.neocog.data.Normalization;
import org.neocog.data.Splits;
import org.neocog.device.Device;
import org.neocog.features.FeatureDataset;
import org.neocog.features.FeatureText;
import org.neocog.features.Features;
import org.neocog.nn.Model;
import org.neocog.nn.Models;
import org.neocog.nn.Recipe;
import org.neocog.train.DataConfig;
import org.neocog.train.Numerics;
import org.neocog.train.RunFolder;
import org.neocog.train.TrainConfig;
import org.neocog.train.TrainingData;
import org.neocog.train.TrainingOptions;

/** What {@code train} was asked to begin. A validation split of 0 means that the test data serve. */
record NewRun(
        String model,
        ModelSizes sizes,
        Path data,
        double validationSplit,
        Optional<String> features,
        Optional<Path> out,
        long seed,
        int checkpointSteps,
        DataOptions reading) {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

    /**
     * @param recipes makes the run's recipe of the model's
     */
    PreparedRun prepare(Device device, DeviceChoice choice, UnaryOperator<Recipe> recipes, TrainingOptions training) {
        Models.requireKnown(model); // before the data, which take longer to read
        Optional<FeatureText> text = features.map(FeatureText::parse);
        // Features are taken of pictures as they are, whatever the network takes in their place.
        int channels = text.isPresent() ? 0 : sizes.find(model).inputShape().dim(0);
        Splits images = TrainingData.open(data, validationSplit, seed, reading.withChannels(channels));
        Optional<Features> taken = text.map(wanted -> wanted.learn(images.train(), seed));
        boolean augmented = !reading.augmentation().isNone();
        Splits raw = taken.map(those -> FeatureDataset.of(images, those, augmented)).orElse(images);
        Model found = taken.map(those -> sizes.findTaking(model, those.shape()))
                .orElseGet(() -> sizes.find(model, raw.train().imageShape(), raw.train().classes()));
        ModelSizes.requireFit(found, raw.train());
        Recipe recipe = recipes.apply(found.recipe());
        Normalization normalization = recipe.normalize()
                ? Normalization.of(raw.train(), reading.workerThreads())
                : Normalization.identity(raw.train().imageShape().dim(0));
        TrainConfig config = new TrainConfig(
                found.name(),
                found.description(),
                new DataConfig(
                        // Absolute, so that the run can be resumed from another folder.
                        data.toAbsolutePath().normalize().toString(),
                        validationSplit,
                        normalization,
                        raw.train().labels(),
                        reading,
                        taken),
                recipe,
                seed,
                device.id(),
                choice.threads().orElse(0),
                checkpointSteps,
                Numerics.of(choice.options()),
                training);
        RunFolder folder = new RunFolder(out.orElseGet(() -> unusedFolder(found.name())));
        return new PreparedRun(device, found, TrainingData.normalized(raw, normalization), config, folder);
    }

    private static Path unusedFolder(String modelName) {
        Path wanted = Path.of("runs", modelName + "-" + LocalDateTime.now().format(TIME));
        Path folder = wanted;
        for (int i = 2; Files.exists(folder); i++) {
            folder = wanted.resolveSibling(wanted.getFileName() + "-" + i);
        }
        return folder;
    }
}

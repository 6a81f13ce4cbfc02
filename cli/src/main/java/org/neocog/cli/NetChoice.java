package org.neocog.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.neocog.NeocogException;
import org.neocog.UsageException;
import org.neocog.data.ImageFile;
import org.neocog.data.augment.Augmentation;
import org.neocog.nn.Model;
import org.neocog.nn.Models;
import org.neocog.train.CheckpointKind;
import org.neocog.train.RunFolder;
import org.neocog.train.TrainedModel;
import org.neocog.visual.ViewedNet;
import picocli.CommandLine.Option;

/** Which network to look into: a run's, or a model with weights from elsewhere or none. */
final class NetChoice {
    /** Of what size a picture to look at may be, for the help of its parameter. */
    static final String PICTURE = "A PNG or JPEG picture; scaled and cropped as the run's test images were, else of the size"
            + " that the network takes.";

    @Option(names = "--run", paramLabel = "RUN", description = "The network of this run, as 'train' made it.")
    private Optional<Path> run = Optional.empty();

    @Option(
            names = "--checkpoint",
            paramLabel = "best|last",
            defaultValue = "best",
            description = "Which of the run's weights. Default: ${DEFAULT-VALUE}.")
    private CheckpointKind checkpoint;

    @Option(
            names = "--model",
            paramLabel = "NAME|FILE",
            description = "Not a run's network but this model, by name or from a file that describes it.")
    private Optional<String> model = Optional.empty();

    @Option(
            names = "--weights",
            paramLabel = "FILE",
            description = "The model's weights, a safetensors file with PyTorch's names. Colour images are then normalised"
                    + " as ImageNet's, grey ones not at all. Without it, weights are random by --seed.")
    private Optional<Path> weights = Optional.empty();

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "Makes everything random what it is. Default: ${DEFAULT-VALUE}.")
    private long seed;

    long seed() {
        return seed;
    }

    /**
     * A run's network.
     *
     * @throws NeocogException if it takes not images but features of them
     */
    static ViewedNet onPixels(Path run, CheckpointKind checkpoint) {
        TrainedModel trained = TrainedModel.load(run, checkpoint);
        trained.config().data().features().ifPresent(features -> {
            throw new NeocogException(run + ": its network does not see pictures but features of them (" + features.text()
                    + "), so there is nothing to draw");
        });
        return ViewedNet.of(trained);
    }

    /**
     * A picture as the network takes it: scaled and its middle cropped as the run's test pictures were.
     *
     * @throws NeocogException if it cannot be read, or has a size that cannot be taken
     */
    float[] read(ViewedNet viewed, Path file) {
        return run.map(folder -> read(folder, viewed, file))
                .orElseGet(() -> ImageFile.read(file, viewed.model().inputShape()));
    }

    static float[] read(Path run, ViewedNet viewed, Path file) {
        Augmentation augmentation = new RunFolder(run).config().data().options().augmentation();
        return ImageFile.read(file, viewed.model().inputShape(), augmentation);
    }

    ViewedNet load() {
        if (run.isPresent() == model.isPresent()) {
            throw new UsageException(run.isPresent()
                    ? "--run and --model cannot be given together: a run has its own model"
                    : "--run RUN is missing (or --model NAME|FILE)");
        }
        if (run.isPresent()) {
            if (weights.isPresent()) {
                throw new UsageException("--weights cannot be given with --run: a run has its own weights");
            }
            return onPixels(run.get(), checkpoint);
        }
        Model found = Models.find(model.get());
        return weights.map(file -> ViewedNet.read(found, file)).orElseGet(() -> ViewedNet.random(found, seed));
    }
}

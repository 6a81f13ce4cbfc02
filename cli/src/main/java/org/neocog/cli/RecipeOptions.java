package org.neocog.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.neocog.nn.Recipe;
import org.neocog.train.Optimizers;
import org.neocog.train.Schedules;
import picocli.CommandLine.Option;

/** The options of {@code train} that say how; what is not given comes from the model's own recipe. */
final class RecipeOptions {
    @Option(names = "--epochs", paramLabel = "N", description = "Passes over the training data.")
    private Optional<Integer> epochs = Optional.empty();

    @Option(names = "--batch", paramLabel = "N", description = "Images in a step.")
    private Optional<Integer> batch = Optional.empty();

    @Option(
            names = "--optimizer",
            paramLabel = "NAME",
            description = "sgd, momentum, nesterov, rmsprop, adam, adamw or adadelta, with settings after a colon, as in"
                    + " momentum:momentum=0.95.")
    private Optional<String> optimizer = Optional.empty();

    @Option(names = "--lr", paramLabel = "RATE", description = "Learning rate that the schedule begins with.")
    private Optional<Double> learningRate = Optional.empty();

    @Option(
            names = "--schedule",
            paramLabel = "NAME",
            description = "How the learning rate changes: constant, step, exponential, cosine or plateau, with settings after a"
                    + " colon, as in exponential:factor=0.6 or constant:warmup=1e.")
    private Optional<String> schedule = Optional.empty();

    @Option(
            names = "--weight-decay",
            paramLabel = "FACTOR",
            description = "Factor of the L2 penalty on weights (not on biases); 0 for none.")
    private Optional<Double> weightDecay = Optional.empty();

    @Option(
            names = "--normalize",
            negatable = true,
            description = "Bring images to mean 0 and standard deviation 1 by the training data's mean and standard"
                    + " deviation, channel by channel, or let them stay in [0, 1].")
    private Optional<Boolean> normalize = Optional.empty();

    /** The recipe with what was given in the place of its own. */
    Recipe applyTo(Recipe recipe) {
        check();
        return new Recipe(
                optimizer.orElse(recipe.optimizer()),
                learningRate.orElse(recipe.learningRate()),
                schedule.orElse(recipe.schedule()),
                weightDecay.orElse(recipe.weightDecay()),
                batch.orElse(recipe.batch()),
                epochs.orElse(recipe.epochs()),
                normalize.orElse(recipe.normalize()));
    }

    Optional<Integer> epochs() {
        return epochs;
    }

    /** The options given that a run which is resumed cannot change. */
    List<String> fixedByTheRun() {
        List<String> given = new ArrayList<>();
        batch.ifPresent(_ -> given.add("--batch"));
        optimizer.ifPresent(_ -> given.add("--optimizer"));
        learningRate.ifPresent(_ -> given.add("--lr"));
        schedule.ifPresent(_ -> given.add("--schedule"));
        weightDecay.ifPresent(_ -> given.add("--weight-decay"));
        normalize.ifPresent(_ -> given.add("--normalize"));
        return given;
    }

    /** Finds wrong values before any data are read. */
    void check() {
        epochs.ifPresent(value -> Require.atLeast(1, "--epochs", value));
        batch.ifPresent(value -> Require.atLeast(1, "--batch", value));
        learningRate.ifPresent(value -> Require.above0("--lr", value));
        weightDecay.ifPresent(value -> Require.notNegative("--weight-decay", value));
        optimizer.ifPresent(Optimizers::parse);
        schedule.ifPresent(value -> Schedules.parse(value, learningRate.orElse(1.0)));
    }
}

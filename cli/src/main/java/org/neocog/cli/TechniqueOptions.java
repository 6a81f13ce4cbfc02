package org.neocog.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.neocog.train.TrainingOptions;
import picocli.CommandLine.Option;

/** The options of {@code train} that add something to the recipe; see docs/training.md. */
final class TechniqueOptions {
    @Option(
            names = "--clip-norm",
            paramLabel = "X",
            description = "Scale all gradients of a step down together so that their norm is at most X.")
    private Optional<Double> clipNorm = Optional.empty();

    @Option(
            names = "--clip-value",
            paramLabel = "X",
            description = "Keep each element of the gradients within -X and X; done before --clip-norm.")
    private Optional<Double> clipValue = Optional.empty();

    @Option(names = "--decay-all", description = "Let weight decay apply to biases and norms, too.")
    private boolean decayAll;

    @Option(
            names = "--ema",
            paramLabel = "DECAY",
            description = "Keep a moving average of the weights, as with 0.999, and use it instead of them wherever the"
                    + " network is not being trained: to validate, to evaluate, to predict.")
    private Optional<Double> averaging = Optional.empty();

    @Option(
            names = "--patience",
            paramLabel = "N",
            description = "Stop after N epochs in a row that were not the best so far: no higher validation accuracy, nor an"
                    + " equal one with a lower loss.")
    private Optional<Integer> patience = Optional.empty();

    @Option(
            names = "--label-smoothing",
            paramLabel = "X",
            description = "Train towards 1 - X for the label plus X shared out among all classes, as with 0.1.")
    private Optional<Double> labelSmoothing = Optional.empty();

    @Option(
            names = "--mixup",
            paramLabel = "ALPHA",
            description = "Blend each image and its target with another of the batch, by a share from Beta(ALPHA, ALPHA), as"
                    + " with 0.2. Accuracy in training is counted against the label of the larger part.")
    private Optional<Double> mixup = Optional.empty();

    @Option(
            names = "--snapshot-every",
            paramLabel = "N",
            description = "Keep the weights after every N epochs in the run's snapshots folder, for 'eval --snapshots'.")
    private Optional<Integer> snapshotEvery = Optional.empty();

    @Option(
            names = "--init-from",
            paramLabel = "RUN|FILE",
            description = "Begin with the weights of another run's best checkpoint, or of a safetensors file, as far as names"
                    + " and shapes agree; the rest is initialised as usual, and listed.")
    private Optional<Path> initFrom = Optional.empty();

    @Option(
            names = "--freeze",
            paramLabel = "PATTERN",
            description = "Leave the parameters of this name as they are, as in 'conv*' (* for any characters, ? for one);"
                    + " may be given more than once.")
    private List<String> freeze = List.of();

    /** Finds wrong values before any data are read. */
    void check() {
        clipNorm.ifPresent(value -> Require.above0("--clip-norm", value));
        clipValue.ifPresent(value -> Require.above0("--clip-value", value));
        averaging.ifPresent(value -> Require.between0And1("--ema", value));
        patience.ifPresent(value -> Require.atLeast(1, "--patience", value));
        labelSmoothing.ifPresent(value -> Require.between0And1("--label-smoothing", value));
        mixup.ifPresent(value -> Require.above0("--mixup", value));
        snapshotEvery.ifPresent(value -> Require.atLeast(1, "--snapshot-every", value));
    }

    /** The options with what was given in the place of their own. */
    TrainingOptions applyTo(TrainingOptions options) {
        check();
        return new TrainingOptions(
                clipNorm.orElse(options.clipNorm()),
                clipValue.orElse(options.clipValue()),
                decayAll || options.decayAll(),
                averaging.orElse(options.averaging()),
                patience.orElse(options.patience()),
                labelSmoothing.orElse(options.labelSmoothing()),
                mixup.orElse(options.mixup()),
                snapshotEvery.orElse(options.snapshotEvery()),
                initFrom.map(path -> path.toAbsolutePath().normalize().toString()).or(options::initFrom),
                freeze.isEmpty() ? options.freeze() : freeze);
    }

    /** The options given that a run which is resumed cannot change: all of them. */
    List<String> fixedByTheRun() {
        List<String> given = new ArrayList<>();
        clipNorm.ifPresent(_ -> given.add("--clip-norm"));
        clipValue.ifPresent(_ -> given.add("--clip-value"));
        if (decayAll) {
            given.add("--decay-all");
        }
        averaging.ifPresent(_ -> given.add("--ema"));
        patience.ifPresent(_ -> given.add("--patience"));
        labelSmoothing.ifPresent(_ -> given.add("--label-smoothing"));
        mixup.ifPresent(_ -> given.add("--mixup"));
        snapshotEvery.ifPresent(_ -> given.add("--snapshot-every"));
        initFrom.ifPresent(_ -> given.add("--init-from"));
        if (!freeze.isEmpty()) {
            given.add("--freeze");
        }
        return given;
    }
}

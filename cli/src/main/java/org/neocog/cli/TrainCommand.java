package org.neocog.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.neocog.UsageException;
import org.neocog.device.Device;
import org.neocog.device.DeviceOptions;
import org.neocog.device.Devices;
import org.neocog.device.Precision;
import org.neocog.exec.StepObserver;
import org.neocog.exec.ValidatingObserver;
import org.neocog.tensorboard.EpochEvents;
import org.neocog.train.TrainListener;
import org.neocog.train.TrainResult;
import org.neocog.train.Trainer;
import org.neocog.train.TrainingOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code neocog train}. */
@Command(
        name = "train",
        customSynopsis = {
            "neocog train --model NAME|FILE --data DIR [OPTION]...",
            "       neocog train --resume RUN [--epochs N] [--device ID] [--threads N]"
        },
        description = {
            "Trains a network on a folder of labelled images and keeps settings, metrics and checkpoints in a run"
                    + " folder.",
            "",
            "What is not said is taken from the recipe that the model brings along. Unless it says otherwise, images"
                    + " are normalised by the mean and the standard deviation of the training data. After each epoch"
                    + " the network is validated on the folder's test data, or on a part taken off the training data"
                    + " with --val-split.",
            "",
            "Ctrl-C finishes the step, saves a checkpoint and exits with 130; --resume goes on from there, and the"
                    + " weights come out the same to the last bit as if the run had never stopped."
        },
        footer = {
            "  neocog train --model mnist-cnn --data test-data/mnist",
            "  neocog train --model mlp --data mnist --epochs 20 --lr 0.002 --schedule cosine --val-split 0.1",
            "  neocog train --model mlp --data mnist --ema 0.999 --label-smoothing 0.1 --patience 5",
            "  neocog train --model mynet.txt --data photos --init-from runs/other --freeze 'conv*'",
            "  neocog train --model mynet.txt --data mnist --out runs/mynet --json > result.json",
            "  neocog train --model pattern:n=1,m=2,k=1 --data mnist --epochs 3",
            "  neocog train --resume runs/mynet --epochs 30"
        })
final class TrainCommand implements Callable<Integer> {
    /** Ten times what another order of adding up makes of a sum over a batch, with factors of 24 bits and of 11. */
    private static final double FP32_TOLERANCE = 1e-4;

    private static final double TF32_TOLERANCE = 1e-2;

    private final Console console;
    private final Interruption interruption;

    @Option(
            names = "--model",
            paramLabel = "NAME|FILE",
            description = ModelSizes.MODEL)
    private Optional<String> model = Optional.empty();

    @Mixin
    private ModelSizes sizes;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "A folder of labelled images: train/CLASS/*.png or *.jpg and test/CLASS/..., MNIST's four IDX"
                    + " files or those of its relatives, or CIFAR-10's binary files, as they are published.")
    private Optional<Path> data = Optional.empty();

    @Option(
            names = "--val-split",
            paramLabel = "SHARE",
            description = "Validate on this share of the training data, as 0.1, and leave the test data alone (there"
                    + " need be none).")
    private Optional<Double> validationSplit = Optional.empty();

    @Option(
            names = "--features",
            paramLabel = "NAME",
            description = "Give the network not the images but features of them: histogram (of colours), hog (histograms of"
                    + " oriented gradients) or bovw (a bag of visual words), with settings after a colon, as in"
                    + " hog:cell=8,bins=9, or several of these, as hog+histogram. The model's input becomes as many numbers.")
    private Optional<String> features = Optional.empty();

    @Option(
            names = "--out",
            paramLabel = "RUN",
            description = "The run folder; runs/MODEL-DATE-TIME if not given. One that holds a run is never written"
                    + " over.")
    private Optional<Path> out = Optional.empty();

    @Option(
            names = "--resume",
            paramLabel = "RUN",
            description = "Go on with the run in this folder. Only --epochs, --device, --threads, --workers and"
                    + " --checkpoint-steps may be given again, and --data if that folder has moved; --conv, --precision and"
                    + " --deterministic are those of the run.")
    private Optional<Path> resume = Optional.empty();

    @Mixin
    private DataChoice reading;

    @Mixin
    private RecipeOptions recipe;

    @Mixin
    private TechniqueOptions techniques;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Makes weights, order and dropout what they are; 0 if not given. The same seed gives the"
                    + " same bits.")
    private Optional<Long> seed = Optional.empty();

    @Option(
            names = "--checkpoint-steps",
            paramLabel = "N",
            description = "Write a checkpoint after every N steps, too, and not only at the end of each epoch.")
    private Optional<Integer> checkpointSteps = Optional.empty();

    @Option(
            names = "--tensorboard",
            paramLabel = "DIR",
            description = "Write each epoch's numbers to this folder, too, in event files that TensorBoard reads.")
    private Optional<Path> tensorboard = Optional.empty();

    @Option(
            names = "--validate",
            description = "Do every operation of every training step on the CPU as well, and end with an error that names the"
                    + " first one that gives something else. Slow.")
    private boolean validate;

    @Mixin
    private DeviceChoice device;

    @Mixin
    private ResultOptions common;

    TrainCommand(Console console, Interruption interruption) {
        this.console = console;
        this.interruption = interruption;
    }

    @Override
    public Integer call() {
        recipe.check();
        techniques.check();
        reading.check();
        validationSplit.ifPresent(share -> Require.between0And1("--val-split", share));
        checkpointSteps.ifPresent(steps -> Require.atLeast(1, "--checkpoint-steps", steps));
        return resume.isPresent() ? goOn(resume.get()) : begin();
    }

    private int begin() {
        NewRun settings = new NewRun(
                model.orElseThrow(() -> missing("--model NAME|FILE")),
                sizes,
                data.orElseThrow(() -> missing("--data DIR")),
                validationSplit.orElse(0.0),
                features,
                out,
                seed.orElse(0L),
                checkpointSteps.orElse(0),
                reading.options());
        try (Device opened = device.open()) {
            TrainingOptions training = techniques.applyTo(TrainingOptions.none());
            return train(settings.prepare(opened, device, recipe::applyTo, training), false);
        }
    }

    private int goOn(Path folder) {
        reading.refuseWithResume();
        ResumedRun.refuse(model, sizes, out, seed, validationSplit, features, recipe, techniques);
        ResumedRun settings = new ResumedRun(folder, data, recipe.epochs(), device, checkpointSteps, reading.workers());
        try (Device opened = settings.open()) {
            return train(settings.prepare(opened), true);
        }
    }

    private int train(PreparedRun run, boolean resumed) {
        if (!validate) {
            return train(run, resumed, Optional.empty());
        }
        double tolerance = run.config().numerics().precision() == Precision.TF32 ? TF32_TOLERANCE : FP32_TOLERANCE;
        try (Device cpu = Devices.open("cpu", DeviceOptions.defaults());
                ValidatingObserver observer = new ValidatingObserver(run.device(), cpu, tolerance)) {
            return train(run, resumed, Optional.of(observer));
        }
    }

    private int train(PreparedRun run, boolean resumed, Optional<StepObserver> observer) {
        DataChoice.reportSkipped(console, Path.of(run.config().data().path()), run.skipped());
        Optional<EpochEvents> events = tensorboard.map(EpochEvents::new);
        try {
            return train(run, resumed, observer, events);
        } finally {
            events.ifPresent(EpochEvents::close);
        }
    }

    private int train(
            PreparedRun run, boolean resumed, Optional<StepObserver> observer, Optional<EpochEvents> events) {
        TrainReport report = new TrainReport(console, run);
        try (TrainProgress progress = new TrainProgress(console);
                CurvesWriter curves = new CurvesWriter(run.folder(), progress::say)) {
            List<TrainListener> listeners = new ArrayList<>(List.of(progress, curves));
            events.ifPresent(listeners::add);
            Trainer trainer = run.trainer(new TrainListeners(listeners));
            observer.ifPresent(trainer::observe);
            try (Interruption.Registration _ = interruption.onRequest(() -> {
                progress.say("stopping after this step, then saving a checkpoint ...");
                trainer.requestStop();
            })) {
                TrainResult result = resumed ? trainer.resume() : trainer.run();
                report.print(result, common.json());
                return result.stopped() ? ExitCode.INTERRUPTED : ExitCode.DONE;
            }
        }
    }

    private static UsageException missing(String option) {
        return new UsageException(option + " is missing: to train takes both --model and --data, or --resume RUN");
    }
}

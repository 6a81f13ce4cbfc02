package org.neocog.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.neocog.UsageException;
import org.neocog.device.Device;
import org.neocog.device.Precision;
import org.neocog.nn.Model;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code neocog bench}. */
@Command(
        name = "bench",
        description = {
            "Measures how fast a network trains or predicts on random images: throughput, milliseconds per step, and"
                    + " the rate of arithmetic against the best that the device can do.",
            "",
            "A step copies a batch to the device, runs the plan and fetches the loss or the probabilities, as"
                    + " training and prediction do. Steps run for 2 seconds, and 20 times if that takes no more than"
                    + " 10, before timing starts, so that the JVM has compiled what it will. GFLOP/s counts a"
                    + " multiply-add as two, and those of convolutions and matrix products only; the peak is measured"
                    + " with fused multiply-adds on all threads.",
            "",
            "With --data it measures how fast a folder's training images are decoded and augmented instead: from their"
                    + " files, and from memory where they fit; with --model, too, how training steps on them get on and"
                    + " for how much of their time they wait for images."
        },
        footer = {
            "  neocog bench --model mnist-cnn --batch 100 --mode train",
            "  neocog bench --model mnist-cnn --batch 1 --mode infer --seconds 10",
            "  neocog bench --model mnist-cnn --mode train --profile",
            "  neocog bench --data photos --augment scale=256:480,crop=224,flip --batch 32 --workers 2"
        })
final class BenchCommand implements Callable<Integer> {
    private final Console console;

    @Option(
            names = "--model",
            paramLabel = "NAME|FILE",
            description = ModelSizes.MODEL)
    private Optional<String> model = Optional.empty();

    @Option(names = "--data", paramLabel = "DIR", description = "Measure the loading of this folder's training images.")
    private Optional<Path> data = Optional.empty();

    @Mixin
    private DataChoice reading;

    @Mixin
    private ModelSizes sizes;

    @Option(names = "--batch", paramLabel = "N", defaultValue = "100", description = "Images in a step. Default:"
            + " ${DEFAULT-VALUE}.")
    private int batch;

    /** What a step is. */
    enum Kind {
        TRAIN,
        INFER
    }

    @Option(
            names = "--mode",
            paramLabel = "train|infer",
            defaultValue = "train",
            description = "Time training steps or predictions. Default: ${DEFAULT-VALUE}.")
    private Kind mode;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "5",
            description = "How long to time. Default: ${DEFAULT-VALUE}.")
    private double seconds;

    @Option(
            names = "--profile",
            description = "Add a table of the plan's steps, each timed by itself: method, time, share, GFLOP/s, GB/s.")
    private boolean profile;

    @Mixin
    private DeviceChoice device;

    @Mixin
    private ResultOptions common;

    BenchCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Require.atLeast(1, "--batch", batch);
        Require.above0("--seconds", seconds);
        reading.check();
        if (mode == Kind.TRAIN && device.options().precision() == Precision.BF16) {
            throw new UsageException("--precision bf16 is for predictions; add --mode infer");
        }
        Optional<Model> found = model.map(sizes::find);
        if (data.isPresent() && (profile || mode == Kind.INFER)) {
            throw new UsageException("--data measures training; leave out " + (profile ? "--profile" : "--mode infer"));
        }
        if (data.isPresent()) {
            DataBench bench = new DataBench(data.get(), reading.options(), batch, seconds);
            DataBench.Report report = found.isEmpty() ? bench.measure() : measureTraining(bench, found.get());
            DataChoice.reportSkipped(console, data.get(), report.skipped());
            if (common.json()) {
                console.print(report.json());
            } else {
                report.lines().forEach(console::print);
            }
            return ExitCode.DONE;
        }
        return measure(found.orElseThrow(() -> new UsageException(
                "--model NAME|FILE is missing: bench takes a model, or --data DIR, or both")));
    }

    private DataBench.Report measureTraining(DataBench bench, Model found) {
        try (Device opened = device.open();
                BenchStep step = BenchStep.training(opened, found, batch)) {
            return bench.measure(found, step);
        }
    }

    private int measure(Model found) {
        try (Device opened = device.open();
                BenchStep step = mode == Kind.TRAIN
                        ? BenchStep.training(opened, found, batch)
                        : BenchStep.inference(opened, found, batch)) {
            Timings timings = Timings.measure(step, seconds);
            OptionalDouble peak = opened.measurePeakFlops();
            List<StepProfile.Row> rows = profile ? StepProfile.measure(step, seconds) : List.of();
            BenchReport report = new BenchReport(
                    found.name(), mode.name().toLowerCase(Locale.ROOT), opened.id(), batch, step.multiplyAdds(),
                    timings, peak, rows);
            if (common.json()) {
                console.print(report.json(profile));
            } else {
                report.lines().forEach(console::print);
            }
        }
        return ExitCode.DONE;
    }
}

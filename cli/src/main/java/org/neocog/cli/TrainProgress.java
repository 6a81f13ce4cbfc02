package org.neocog.cli;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.neocog.train.EpochMetrics;
import org.neocog.train.StepMetrics;
import org.neocog.train.TrainListener;
import org.neocog.train.TrainResult;
import org.neocog.train.TrainStart;
import org.neocog.train.Transfer;

/** Shows how a training goes: a line for each epoch and, on a terminal, a bar with images per second and the time left. */
final class TrainProgress implements TrainListener, AutoCloseable {
    private static final int UPDATE_MILLIS = 200;

    private static final int MOST_LISTED = 12;

    private final Console console;
    private final ProgressLine line;
    private Optional<ProgressBar> bar = Optional.empty();
    private int epochs;

    TrainProgress(Console console) {
        this.console = console;
        this.line = new ProgressLine(console);
    }

    @Override
    public void transferred(Transfer transfer) {
        String fresh = listed(transfer.fresh());
        say(String.format(
                Locale.ROOT,
                "%d of %d tensors are those of %s%s%s",
                transfer.taken().size(),
                transfer.taken().size() + transfer.fresh().size(),
                transfer.source(),
                fresh.isEmpty() ? "" : "; initialised afresh: " + fresh,
                transfer.unused().isEmpty() ? "" : "; not used: " + listed(transfer.unused())));
    }

    /** So many that a line can still be read. */
    private static String listed(List<?> all) {
        String first = all.stream().limit(MOST_LISTED).map(Object::toString).collect(Collectors.joining(", "));
        return all.size() <= MOST_LISTED ? first : first + " and " + (all.size() - MOST_LISTED) + " more";
    }

    @Override
    public void start(TrainStart start) {
        epochs = start.epochs();
        if (!console.interactive()) {
            return;
        }
        line.say(String.format(
                Locale.ROOT,
                "%,d parameters, %,d images to train on and %,d to validate with, %s on the device",
                start.parameters(),
                start.trainExamples(),
                start.valExamples(),
                Sizes.text(start.deviceBytes())));
        long images = (long) start.epochs() * start.trainExamples();
        long batch = Math.ceilDiv(start.trainExamples(), start.batches());
        long epochsDone = start.step() / start.batches();
        long done = epochsDone * start.trainExamples() + start.step() % start.batches() * batch;
        bar = Optional.of(new ProgressBarBuilder()
                .setTaskName("training")
                .setInitialMax(images)
                .startsFrom(Math.min(done, images), Duration.ZERO)
                .setUnit(" images", 1)
                .showSpeed()
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(UPDATE_MILLIS)
                .setConsumer(line)
                .build());
    }

    @Override
    public void step(StepMetrics metrics) {
        bar.ifPresent(shown -> {
            shown.stepBy(metrics.examples());
            shown.setExtraMessage(String.format(
                    Locale.ROOT, " epoch %d/%d loss %.4f", metrics.epoch(), epochs, metrics.loss()));
        });
    }

    @Override
    public void epochEnd(EpochMetrics metrics) {
        say(String.format(
                Locale.ROOT,
                "epoch %d/%d  train loss %.4f accuracy %.2f %%  validation loss %.4f accuracy %.2f %%  "
                        + "lr %.3g  %,.0f images/s  %.1f s",
                metrics.epoch(),
                epochs,
                metrics.trainLoss(),
                100 * metrics.trainAccuracy(),
                metrics.valLoss(),
                100 * metrics.valAccuracy(),
                metrics.learningRate(),
                metrics.imagesPerSecond(),
                metrics.seconds())
                + waiting(metrics.dataWait()));
    }

    /** Worth a word only where it costs something. */
    private static String waiting(double share) {
        return share < 0.05 ? "" : String.format(Locale.ROOT, "  %.0f %% waiting for images", 100 * share);
    }

    @Override
    public void stop(TrainResult result) {
        close();
    }

    /** A line above the bar, if there is one. */
    void say(String text) {
        line.say(text);
    }

    /** Takes the bar away. */
    @Override
    public void close() {
        bar.ifPresent(ProgressBar::close);
        bar = Optional.empty();
        line.close();
    }
}

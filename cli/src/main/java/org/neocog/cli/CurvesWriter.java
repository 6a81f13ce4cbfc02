package org.neocog.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.neocog.train.EpochMetrics;
import org.neocog.train.RunFolder;
import org.neocog.train.TrainListener;
import org.neocog.visual.PngFile;

/**
 * Writes a run's {@code curves.png} after each epoch, on a thread of its own so that the training goes on meanwhile. A
 * picture that cannot be drawn or written is said once and ends no training.
 */
final class CurvesWriter implements TrainListener, AutoCloseable {
    private final RunFolder run;
    private final Consumer<String> say;
    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("neocog-curves").factory());
    /** Whether a picture is still to be begun: it will show this epoch, too. */
    private final AtomicBoolean waiting = new AtomicBoolean();
    /** Touched by the drawing thread only. */
    private boolean failed;

    CurvesWriter(RunFolder run, Consumer<String> say) {
        this.run = run;
        this.say = say;
    }

    @Override
    public void epochEnd(EpochMetrics metrics) {
        if (!waiting.getAndSet(true)) {
            thread.execute(this::write);
        }
    }

    private void write() {
        waiting.set(false);
        if (failed) {
            return;
        }
        Path file = run.path().resolve("curves.png");
        try {
            List<EpochMetrics> epochs = run.metrics();
            if (!epochs.isEmpty()) {
                PngFile.write(file, CurvesPicture.draw(epochs));
            }
        } catch (RuntimeException | Error e) {
            failed = true;
            say.accept("the curves are not drawn: " + e.getMessage());
        }
    }

    /** Waits for the last picture. */
    @Override
    public void close() {
        thread.close();
    }
}

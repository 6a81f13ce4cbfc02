package org.neocog.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.neocog.device.Device;

/**
 * The program that {@link TrainerKillTest} kills: trains in the folder {@code args[0]}, prints a line after each step, and
 * waits for ever after step {@code args[1]} of the run, so that it cannot end before it is killed.
 */
final class KilledTrainer {
    private KilledTrainer() {}

    /** A checkpoint after each step, so that many kills meet one that is being written. */
    static TrainConfig config() {
        return TinyRun.config(TinyRun.recipe(), 42, 1);
    }

    public static void main(String[] args) {
        Path folder = Path.of(args[0]);
        long last = Long.parseLong(args[1]);
        TrainListener listener = new TrainListener() {
            @Override
            public void step(StepMetrics metrics) {
                long step = (long) (metrics.epoch() - 1) * metrics.batches() + metrics.batch();
                System.out.println(step);
                if (step == last) {
                    waitForEver();
                }
            }
        };
        try (Device device = TinyRun.cpu(2)) {
            Trainer trainer = TinyRun.trainer(device, config(), folder, listener);
            if (new RunFolder(folder).exists()) {
                trainer.resume();
            } else {
                trainer.run();
            }
        }
    }

    private static void waitForEver() {
        try {
            while (System.in.read() >= 0) {}
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

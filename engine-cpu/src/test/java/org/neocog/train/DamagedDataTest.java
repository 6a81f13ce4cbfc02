package org.neocog.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.neocog.NeocogException;
import org.neocog.data.Dataset;
import org.neocog.data.Normalization;
import org.neocog.data.Splits;
import org.neocog.device.Device;
import org.neocog.tensor.Shape;

/** Pictures that cannot be read any more, in the middle of a training. */
class DamagedDataTest {
    @TempDir
    Path folder;

    /** Fails from the so many-th reading on. */
    private record Failing(Dataset source, AtomicInteger sound) implements Dataset {
        @Override
        public int size() {
            return source.size();
        }

        @Override
        public Shape imageShape() {
            return source.imageShape();
        }

        @Override
        public List<String> labels() {
            return source.labels();
        }

        @Override
        public int label(int index) {
            return source.label(index);
        }

        @Override
        public Normalization normalization() {
            return source.normalization();
        }

        @Override
        public void read(int index, float[] target, int offset) {
            if (sound.getAndDecrement() <= 0) {
                throw new NeocogException("photos/7.png: the PNG is damaged");
            }
            source.read(index, target, offset);
        }
    }

    private static Splits damaged(int training, int validation) {
        return new Splits(
                new Failing(TinyRun.data().train(), new AtomicInteger(training)),
                new Failing(TinyRun.data().heldOut(), new AtomicInteger(validation)));
    }

    private String failure(Splits data, Path run) {
        try (Device device = TinyRun.cpu(2)) {
            Trainer trainer = new Trainer(
                    device, TinyRun.model(), data, TinyRun.config(), new RunFolder(run), TrainListener.none());
            return assertThrows(NeocogException.class, trainer::run).getMessage();
        }
    }

    private byte[] weights(Path run) throws IOException {
        return Files.readAllBytes(run.resolve("checkpoints/step-00000015.safetensors"));
    }

    private void resumedRunHasTheBitsOfOneThatNeverStopped(Path run) throws IOException {
        TinyRun.resume(TinyRun.config(), run);
        TinyRun.train(TinyRun.config(), folder.resolve("whole"));
        assertArrayEquals(weights(folder.resolve("whole")), weights(run));
    }

    /** How many of the later steps were prepared when the reading failed depends on the threads; at least one epoch was. */
    @Test
    void theStepsBeforeADamagedTrainingPictureAreKept() throws IOException {
        Path run = folder.resolve("run");
        String message = failure(damaged(23 + 12, 1000), run);
        assertEquals("photos/7.png: the PNG is damaged; the ", message.substring(0, 38));
        assertEquals(" steps before it are in a checkpoint: mend the data and go on with --resume",
                message.replaceFirst(".*the \\d+", ""));
        resumedRunHasTheBitsOfOneThatNeverStopped(run);
    }

    @Test
    void anEpochIsKeptWhoseValidationFails() throws IOException {
        Path run = folder.resolve("run");
        assertEquals(
                "photos/7.png: the PNG is damaged; the 5 steps before it are in a checkpoint: mend the data and go on with"
                        + " --resume",
                failure(damaged(1000, 3), run));
        resumedRunHasTheBitsOfOneThatNeverStopped(run);
    }

    @Test
    void withoutAStepThereIsNothingToKeep() {
        Path run = folder.resolve("run");
        assertEquals("photos/7.png: the PNG is damaged", failure(damaged(0, 1000), run));
        assertFalse(Files.exists(run.resolve("checkpoints/last.json")));
    }
}

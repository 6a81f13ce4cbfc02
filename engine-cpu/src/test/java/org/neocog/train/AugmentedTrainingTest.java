package org.neocog.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.neocog.NeocogException;
import org.neocog.data.ByteDataset;
import org.neocog.data.DataOptions;
import org.neocog.data.Dataset;
import org.neocog.data.Datasets;
import org.neocog.data.Normalization;
import org.neocog.data.Splits;
import org.neocog.data.augment.Augmentation;
import org.neocog.device.Device;
import org.neocog.nn.Model;
import org.neocog.nn.Models;
import org.neocog.nn.Recipe;
import org.neocog.random.RandomStream;
import org.neocog.tensor.Shape;

/** Random pictures, and yet the same bits. */
final class AugmentedTrainingTest {
    private static final Model MODEL = Models.parse("input 3x6x6\nconv 3 3x3\nrelu\nfc 2\nsoftmax\n", "tiny");
    private static final String AUGMENTATION = "scale=6:8,crop=6,shift=1,flip,jitter=0.3,cutout=2";

    @TempDir
    private Path temp;

    private static Splits data(String augmentation) {
        Normalization normalization = new Normalization(List.of(0.4, 0.5, 0.6), List.of(0.3, 0.3, 0.2));
        Splits raw = new Splits(
                Datasets.augmented(noise(23, "train"), Augmentation.parse(augmentation)),
                Datasets.augmented(noise(7, "val"), Augmentation.parse(augmentation)));
        return TrainingData.normalized(raw, normalization);
    }

    private static Dataset noise(int count, String name) {
        float[] noise = new float[count * 3 * 8 * 6];
        RandomStream.named(3, name).uniform(noise, 0, 256);
        byte[] pixels = new byte[noise.length];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (int) noise[i];
        }
        int[] classes = IntStream.range(0, count).map(i -> i % 2).toArray();
        return new ByteDataset(Shape.of(3, 8, 6), pixels, classes, List.of("a", "b"));
    }

    private Trainer trainer(Device device, String augmentation, int workers, String folder, TrainListener listener) {
        Splits data = data(augmentation);
        DataOptions options = DataOptions.defaults()
                .withAugmentation(Augmentation.parse(augmentation))
                .withWorkers(workers);
        TrainConfig config = new TrainConfig(
                MODEL.name(),
                MODEL.description(),
                new DataConfig("synthetic", 0, data.train().normalization(), data.train().labels(), options),
                new Recipe("momentum", 0.02, "constant", 0, 5, 2),
                9,
                "cpu",
                0,
                0);
        return new Trainer(device, MODEL, data, config, new RunFolder(temp.resolve(folder)), listener);
    }

    private SequencedMap<String, List<Integer>> run(String augmentation, int workers, String folder) {
        try (Device device = TinyRun.cpu(2)) {
            TrainResult result =
                    trainer(device, augmentation, workers, folder, TrainListener.none()).run();
            result.epochs().forEach(epoch -> assertTrue(epoch.dataWait() >= 0 && epoch.dataWait() <= 1, epoch::toString));
        }
        return weights(folder);
    }

    private SequencedMap<String, List<Integer>> weights(String folder) {
        return TinyRun.bits(new RunFolder(temp.resolve(folder)).checkpoints().loadLast());
    }

    @Test
    void theWeightsDoNotDependOnTheNumberOfWorkersButOnTheAugmentation() {
        SequencedMap<String, List<Integer>> one = run(AUGMENTATION, 1, "one");
        assertEquals(one, run(AUGMENTATION, 3, "three"));
        assertNotEquals(one, run("scale=6,crop=6", 1, "plain"));
    }

    @Test
    void aStoppedAndResumedRunEndsWithTheSameBitsOnOtherWorkers() {
        SequencedMap<String, List<Integer>> whole = run(AUGMENTATION, 1, "whole");
        AtomicReference<Trainer> trainer = new AtomicReference<>();
        TrainListener stopper = new TrainListener() {
            private int steps;

            @Override
            public void step(StepMetrics metrics) {
                if (++steps == 7) {
                    trainer.get().requestStop();
                }
            }
        };
        try (Device device = TinyRun.cpu(2)) {
            trainer.set(trainer(device, AUGMENTATION, 3, "parts", stopper));
            assertTrue(trainer.get().run().stopped());
            assertNotEquals(whole, weights("parts"));
            NeocogException e = assertThrows(
                    NeocogException.class,
                    () -> trainer(device, "scale=6,crop=6", 3, "parts", TrainListener.none()).resume());
            assertEquals(
                    "cannot resume: the run was started with data.augmentation " + AUGMENTATION
                            + ", not scale=6,crop=6; resume with the same, or start a new run",
                    e.getMessage());
            trainer(device, AUGMENTATION, 2, "parts", TrainListener.none()).resume();
        }
        assertEquals(whole, weights("parts"));
    }
}

package org.neocog.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.neocog.NeocogException;
import org.neocog.data.ByteDataset;
import org.neocog.data.Dataset;
import org.neocog.data.Splits;
import org.neocog.device.Device;
import org.neocog.nn.Model;
import org.neocog.nn.Models;
import org.neocog.nn.Recipe;
import org.neocog.tensor.HostTensor;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;

/** A device that is read once in 16 steps trains to the bits of one that is read after each. */
final class SeldomReadLossesTest {
    /** The random state is fed once a step. */
    private static final TensorSpec FED_EACH_STEP = TensorSpec.i32(4);

    @TempDir
    private Path temp;

    private static Device seldomRead() {
        return new WatchedDevice(TinyRun.cpu(2), () -> {}, _ -> {}, true);
    }

    /** Batches of 1 give 23 steps an epoch; batches of 5 give 5, the last of them short. */
    private static TrainConfig config(int batch, int checkpointSteps) {
        Recipe recipe = TinyRun.recipe();
        return TinyRun.config(
                new Recipe("adam", 0.02, recipe.schedule(), recipe.weightDecay(), batch, 3), 42, checkpointSteps);
    }

    private static List<StepMetrics> steps(Device device, TrainConfig config, Path folder) {
        List<StepMetrics> steps = new ArrayList<>();
        TrainListener listener = new TrainListener() {
            @Override
            public void step(StepMetrics metrics) {
                steps.add(metrics);
            }
        };
        try (device) {
            TinyRun.trainer(device, config, folder, listener).run();
        }
        return steps;
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "1, 7", "5, 0", "5, 2"})
    void weightsAndMetricsHaveTheSameBits(int batch, int checkpointSteps) {
        TrainConfig config = config(batch, checkpointSteps);
        List<StepMetrics> each = steps(TinyRun.cpu(2), config, temp.resolve("each"));
        List<StepMetrics> seldom = steps(seldomRead(), config, temp.resolve("seldom"));
        assertEquals(each, seldom);
        assertEquals(TinyRun.traces(temp.resolve("each")), TinyRun.traces(temp.resolve("seldom")));
    }

    @Test
    void stepsAreToldOfInGroupsOfSixteen() {
        AtomicInteger fed = new AtomicInteger();
        List<Integer> fedWhenTold = new ArrayList<>();
        TrainListener listener = new TrainListener() {
            @Override
            public void step(StepMetrics metrics) {
                fedWhenTold.add(fed.get());
            }
        };
        try (Device device = new WatchedDevice(TinyRun.cpu(1), () -> {}, value -> count(value, fed), true)) {
            TinyRun.trainer(device, config(1, 0), temp, listener).run();
        }
        assertEquals(69, fedWhenTold.size());
        assertEquals(List.of(16, 23, 39, 46, 62, 69), fedWhenTold.stream().distinct().toList());
    }

    private static int count(HostTensor value, AtomicInteger steps) {
        return value.spec().equals(FED_EACH_STEP) ? steps.incrementAndGet() : steps.get();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 16, 17, 22, 23, 30})
    void aRunStoppedBetweenReadsIsResumedToTheSameBits(int steps) {
        Path parts = temp.resolve("parts");
        steps(TinyRun.cpu(2), config(1, 0), temp.resolve("whole"));
        AtomicInteger fed = new AtomicInteger();
        AtomicReference<Trainer> trainer = new AtomicReference<>();
        try (Device device = new WatchedDevice(
                TinyRun.cpu(2),
                () -> {},
                value -> {
                    if (count(value, fed) == steps) {
                        trainer.get().requestStop();
                    }
                },
                true)) {
            trainer.set(TinyRun.trainer(device, config(1, 0), parts, TrainListener.none()));
            assertEquals(steps, trainer.get().run().steps());
        }
        try (Device device = seldomRead()) {
            assertEquals(69, TinyRun.trainer(device, config(1, 0), parts, TrainListener.none()).resume().steps());
        }
        assertEquals(TinyRun.traces(temp.resolve("whole")), TinyRun.traces(parts));
    }

    /**
     * Scores w·1 against (1, 0) from w = (1, 1): the error of the second weight is e = 1 at first and is multiplied by
     * 1 - rate at each step, and the loss is e² / 2. With the rate 10^6 that is 5·10^35 at step 4; at step 5, 5·10^47 is
     * more than a float holds, while the weights, up to 10^30 after it, are still numbers.
     */
    @ParameterizedTest
    @CsvSource({
        "false, 0, no checkpoint had been written yet",
        "true, 0, no checkpoint had been written yet",
        "false, 2, the checkpoint of step 4 is kept",
        "true, 2, the checkpoint of step 4 is kept",
        "false, 5, no checkpoint had been written yet",
        "true, 5, no checkpoint had been written yet",
    })
    void aDivergenceIsReportedAtItsStepAndNothingIsSavedAfterIt(boolean seldom, int checkpointSteps, String kept) {
        Model model = Models.parse("input 1x1x1\nfc 2 bias=no init=constant:1\nmse\n", "line");
        Splits data = new Splits(ones(20), ones(1));
        TrainConfig config =
                TinyRun.config(model, data, new Recipe("sgd", 1e6, "constant", 0, 1, 1), 1, checkpointSteps);
        List<Integer> told = new ArrayList<>();
        TrainListener listener = new TrainListener() {
            @Override
            public void step(StepMetrics metrics) {
                told.add(metrics.batch());
            }
        };
        try (Device device = seldom ? seldomRead() : TinyRun.cpu(1)) {
            Trainer trainer = new Trainer(device, model, data, config, new RunFolder(temp), listener);
            String message = assertThrows(NeocogException.class, trainer::run).getMessage();
            assertTrue(
                    message.startsWith("the loss became Infinity at step 5 (epoch 1, batch 5 of 20) with the learning rate"
                            + " 1000000.0"),
                    message);
            assertTrue(message.endsWith(kept), message);
        }
        assertEquals(List.of(1, 2, 3, 4), told);
    }

    private static Dataset ones(int count) {
        byte[] pixels = new byte[count];
        java.util.Arrays.fill(pixels, (byte) 255);
        return new ByteDataset(Shape.of(1, 1, 1), pixels, new int[count], List.of("a", "b"));
    }
}

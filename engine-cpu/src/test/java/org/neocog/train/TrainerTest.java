package org.neocog.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.neocog.NeocogException;
import org.neocog.UsageException;
import org.neocog.checkpoint.CheckpointStore;
import org.neocog.data.ByteDataset;
import org.neocog.data.Dataset;
import org.neocog.data.Splits;
import org.neocog.device.Device;
import org.neocog.exec.PlanMemory;
import org.neocog.exec.Planner;
import org.neocog.nn.Model;
import org.neocog.nn.Models;
import org.neocog.nn.Recipe;
import org.neocog.tensor.HostTensor;
import org.neocog.tensor.Shape;

final class TrainerTest {
    @TempDir
    private Path temp;

    private static Dataset grey(int[] bytes, int... classes) {
        byte[] pixels = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            pixels[i] = (byte) bytes[i];
        }
        return new ByteDataset(Shape.of(1, 1, 1), pixels, classes, List.of("a", "b"));
    }

    private static TrainResult train(Model model, Splits data, TrainConfig config, Path folder, TrainListener listener) {
        try (Device device = TinyRun.cpu(1)) {
            return new Trainer(device, model, data, config, new RunFolder(folder), listener).run();
        }
    }

    /**
     * Both scores are x, and the rate is too small to change a weight: an example's loss is ((x-1)² + x²) / 2 whatever its
     * label, and the first class is predicted always. x = 0, 0.2, 0.4, 0.6, 1 give 0.5, 0.34, 0.26, 0.26, 0.5, on average
     * 1.86 / 5; x = 0.2, 0.4, 0 give 1.1 / 3.
     */
    @Test
    void metricsWeighAShortLastBatchByItsExamples() {
        Model model = Models.parse("input 1x1x1\nfc 2 bias=no init=constant:1\nmse\n", "identity");
        Splits data = new Splits(
                grey(new int[] {0, 51, 102, 153, 255}, 0, 1, 0, 1, 0), grey(new int[] {51, 102, 0}, 1, 1, 0));
        TrainConfig config =
                TinyRun.config(model, data, new Recipe("sgd", 1e-30, "constant", 0, 2, 1), 1, 0);
        EpochMetrics epoch = train(model, data, config, temp.resolve("run"), TrainListener.none()).epochs().getFirst();
        assertEquals(1.86 / 5, epoch.trainLoss(), 1e-7);
        assertEquals(3 / 5.0, epoch.trainAccuracy());
        assertEquals(1.1 / 3, epoch.valLoss(), 1e-7);
        assertEquals(1 / 3.0, epoch.valAccuracy());
        assertEquals(1e-30f, epoch.learningRate());
        assertEquals(1, epoch.epoch());
    }

    @Test
    void trainingLearns() {
        TrainConfig config = TinyRun.config(new Recipe("adam", 0.02, "constant", 0, TinyRun.BATCH, 30), 3, 0);
        List<EpochMetrics> epochs = TinyRun.train(config, temp.resolve("run")).epochs();
        assertTrue(epochs.getLast().trainLoss() < 0.6 * epochs.getFirst().trainLoss(), epochs.toString());
    }

    /** One example again and again, at a rate too small to change a weight: only dropout makes a step's loss another. */
    @Test
    void dropoutDrawsAnotherMaskInEachStep() {
        Splits data = new Splits(TinyRun.data().train().subset(1, 1, 1, 1, 1, 1), TinyRun.data().heldOut());
        TrainConfig config = TinyRun.config(new Recipe("sgd", 1e-30, "constant", 0, 3, 2), 3, 0);
        List<Double> losses = new ArrayList<>();
        TrainListener listener = new TrainListener() {
            @Override
            public void step(StepMetrics metrics) {
                losses.add(metrics.loss());
            }
        };
        List<EpochMetrics> epochs = train(TinyRun.model(), data, config, temp.resolve("run"), listener).epochs();
        assertEquals(4, losses.stream().distinct().count(), losses.toString());
        assertEquals(1, epochs.stream().map(EpochMetrics::valLoss).distinct().count(), epochs.toString());
    }

    @Test
    void theSameSeedGivesTheSameBitsWithOneThreadAndWithTwo() {
        for (int threads : new int[] {1, 2}) {
            try (Device device = TinyRun.cpu(threads)) {
                TinyRun.trainer(device, TinyRun.config(), temp.resolve("run" + threads), TrainListener.none()).run();
            }
        }
        assertEquals(TinyRun.traces(temp.resolve("run1")), TinyRun.traces(temp.resolve("run2")));
    }

    @Test
    void anotherSeedGivesOtherWeights() {
        TinyRun.train(TinyRun.config(TinyRun.recipe(), 1, 0), temp.resolve("one"));
        TinyRun.train(TinyRun.config(TinyRun.recipe(), 1L << 32 | 1, 0), temp.resolve("two"));
        var one = TinyRun.bits(new RunFolder(temp.resolve("one")).checkpoints().loadLast());
        var two = TinyRun.bits(new RunFolder(temp.resolve("two")).checkpoints().loadLast());
        assertEquals(one.keySet(), two.keySet());
        one.keySet().forEach(name -> assertNotEquals(one.get(name), two.get(name), name));
    }

    @Test
    void theListenerHearsOfEveryStepAndEpoch() {
        List<String> heard = new ArrayList<>();
        List<StepMetrics> steps = new ArrayList<>();
        List<EpochMetrics> epochs = new ArrayList<>();
        List<TrainResult> results = new ArrayList<>();
        TrainListener listener = new TrainListener() {
            @Override
            public void start(TrainStart start) {
                assertEquals(3, start.epochs());
                assertEquals(5, start.batches());
                assertEquals(23, start.trainExamples());
                assertEquals(7, start.valExamples());
                assertEquals(0, start.step());
                assertEquals(4 * 9 + 4 + 8 * 36 + 8 + 3 * 8 + 3, start.parameters());
                heard.add("start");
            }

            @Override
            public void step(StepMetrics metrics) {
                heard.add("step");
                steps.add(metrics);
            }

            @Override
            public void epochEnd(EpochMetrics metrics) {
                heard.add("epoch");
                epochs.add(metrics);
            }

            @Override
            public void checkpoint(long step, boolean best) {
                heard.add("checkpoint " + step);
            }

            @Override
            public void stop(TrainResult result) {
                heard.add("stop");
                results.add(result);
            }
        };
        TrainResult result;
        try (Device device = TinyRun.cpu(1)) {
            result = TinyRun.trainer(device, TinyRun.config(), temp.resolve("run"), listener).run();
        }
        List<String> wanted = new ArrayList<>(List.of("start"));
        for (int epoch = 1; epoch <= 3; epoch++) {
            wanted.addAll(List.of("step", "step", "step", "step", "step", "checkpoint " + 5 * epoch, "epoch"));
        }
        wanted.add("stop");
        assertEquals(wanted, heard);
        assertEquals(List.of(result), results);
        assertEquals(epochs, result.epochs());
        assertEquals(epochs, new RunFolder(temp.resolve("run")).metrics());
        assertEquals(List.of(5, 5, 5, 5, 3), steps.subList(5, 10).stream().map(StepMetrics::examples).toList());
        assertEquals(new StepMetrics(2, 5, 5, 3, steps.get(9).loss(), steps.get(9).learningRate()), steps.get(9));
        double loss = steps.subList(5, 10).stream().mapToDouble(step -> step.loss() * step.examples()).sum() / 23;
        assertEquals(loss, epochs.get(1).trainLoss());
    }

    @Test
    void theBestCheckpointIsOfTheMostAccurateEpoch() {
        TrainConfig config = TinyRun.config(new Recipe("adam", 0.05, "constant", 0, TinyRun.BATCH, 8), 5, 0);
        TrainResult result = TinyRun.train(config, temp.resolve("run"));
        EpochMetrics best = result.epochs().stream()
                .max(Comparator.comparingDouble(EpochMetrics::valAccuracy)
                        .thenComparing(Comparator.comparingDouble(EpochMetrics::valLoss).reversed()))
                .orElseThrow();
        assertEquals(best, result.best().orElseThrow());
        CheckpointStore store = new RunFolder(temp.resolve("run")).checkpoints();
        assertEquals(5L * best.epoch(), store.loadBest().step());
        assertEquals(40, store.loadLast().step());
        Evaluation again;
        try (Device device = TinyRun.cpu(1)) {
            again = Evaluator.evaluate(
                    device, TinyRun.model(), store.loadBest().tensors(), TinyRun.data().heldOut(), TinyRun.BATCH);
        }
        assertEquals(best.valLoss(), again.loss());
        assertEquals(best.valAccuracy(), again.accuracy());
    }

    /**
     * The promise of one training plan, and what the trainer has beside it: the inputs of the plans for the short last
     * batch and for validation. Weights and arena are shared.
     */
    @Test
    void theDeviceHoldsTheBytesThatThePlannerPromised() {
        try (Device device = TinyRun.cpu(2)) {
            long before = device.allocatedBytes();
            Optimizer adam = Optimizers.parse("adam");
            PlanMemory whole = Planner.plan(TrainingGraph.of(TinyRun.model(), 5, adam, 0).graph(), device).memory();
            PlanMemory last = Planner.plan(TrainingGraph.of(TinyRun.model(), 3, adam, 0).graph(), device).memory();
            PlanMemory validation = Planner.plan(EvaluationGraph.of(TinyRun.model(), 5), device).memory();
            PlanMemory lastValidation = Planner.plan(EvaluationGraph.of(TinyRun.model(), 2), device).memory();
            long promised = whole.peak() + last.inputs() + validation.inputs() + lastValidation.inputs()
                    + validation.kernels() + lastValidation.kernels();
            List<Long> held = new ArrayList<>();
            TinyRun.trainer(device, TinyRun.config(), temp.resolve("run"), new TrainListener() {
                @Override
                public void start(TrainStart start) {
                    assertEquals(promised, start.deviceBytes());
                }

                @Override
                public void step(StepMetrics metrics) {
                    held.add(device.allocatedBytes() - before);
                }

                @Override
                public void epochEnd(EpochMetrics metrics) {
                    held.add(device.allocatedBytes() - before);
                }
            }).run();
            assertEquals(18, held.size());
            assertEquals(List.of(promised), held.stream().distinct().toList());
            assertEquals(before, device.allocatedBytes());
        }
    }

    /** Each step multiplies the error by about -(1 - 2·rate·mean x²) < -1: the loss overflows after some dozens of steps. */
    @Test
    void aDivergingRunStopsAndKeepsTheLastGoodCheckpoint() {
        Model model = Models.parse("input 1x1x1\nfc 2 bias=no init=constant:1\nmse\n", "line");
        Splits data = new Splits(grey(new int[] {255, 255, 255, 255}, 0, 1, 0, 1), grey(new int[] {255}, 1));
        TrainConfig config = TinyRun.config(model, data, new Recipe("sgd", 8, "constant", 0, 2, 100), 1, 0);
        Path folder = temp.resolve("run");
        String message = assertThrows(
                        NeocogException.class, () -> train(model, data, config, folder, TrainListener.none()))
                .getMessage();
        CheckpointStore store = new RunFolder(folder).checkpoints();
        long saved = store.loadLast().step();
        assertTrue(saved >= 2, "some epochs went well");
        assertTrue(
                message.matches("(the loss|the validation loss|a number in fc1.weight) became (Infinity|-Infinity|NaN) at step \\d+ \\(epoch "
                        + "\\d+, batch [12] of 2\\) with the learning rate 8.0: the training diverged; try a smaller one \\(--lr 0.8\\), "
                        + "a warm-up \\(--schedule constant:warmup=1e\\) or another optimizer; the checkpoint of step " + saved
                        + " is kept"),
                message);
        for (HostTensor tensor : store.loadLast().tensors().values()) {
            for (float value : tensor.floats()) {
                assertTrue(Float.isFinite(value));
            }
        }
        assertEquals(saved / 2, new RunFolder(folder).metrics().size());
    }

    /** The loss before the first update is sound; the update itself overflows. */
    @Test
    void weightsThatAreNoNumbersAreNeverSaved() {
        Model model = Models.parse("input 1x1x1\nfc 2 bias=no init=constant:1e10\nmse\n", "line");
        Splits data = new Splits(grey(new int[] {255, 255}, 0, 1), grey(new int[] {255}, 1));
        TrainConfig config = TinyRun.config(model, data, new Recipe("sgd", 1e38, "constant", 0, 1, 1), 1, 1);
        Path folder = temp.resolve("run");
        String message = assertThrows(
                        NeocogException.class, () -> train(model, data, config, folder, TrainListener.none()))
                .getMessage();
        assertTrue(
                message.startsWith("a number in fc1.weight became -Infinity at step 1 (epoch 1, batch 1 of 2) with the learning"
                        + " rate 1.0E38"),
                message);
        assertTrue(message.endsWith("no checkpoint had been written yet"), message);
        assertFalse(new RunFolder(folder).checkpoints().exists());
    }

    @Test
    void whatDoesNotFitTogetherIsRefusedBeforeAnythingIsWritten() {
        Splits data = TinyRun.data();
        Model wide = Models.parse("input 1x6x7\nfc 3\nsoftmax\n", "wide");
        Model two = Models.parse("input 1x6x6\nfc 2\nsoftmax\n", "two");
        Recipe recipe = TinyRun.recipe();
        assertEquals(
                "the model wide takes images of 1x6x7 (channels x height x width), but the data have 1x6x6; --augment can scale and crop them",
                refused(NeocogException.class, wide, data, TinyRun.config(wide, data, recipe, 1, 0)));
        assertEquals(
                "the model two has 2 classes, but the data have 3: top, middle, bottom",
                refused(NeocogException.class, two, data, TinyRun.config(two, data, recipe, 1, 0)));
        assertTrue(refused(NeocogException.class, TinyRun.model(), data,
                        TinyRun.config(new Recipe("adam", 0.1, "constant", 0, 24, 1), 1, 0))
                .startsWith("--batch 24 is larger than the 23 training examples"));
        assertTrue(refused(UsageException.class, TinyRun.model(), data,
                        TinyRun.config(new Recipe("adamax", 0.1, "constant", 0, 5, 1), 1, 0))
                .startsWith("--optimizer adamax"));
        assertTrue(refused(UsageException.class, TinyRun.model(), data,
                        TinyRun.config(new Recipe("adam", 0.1, "linear", 0, 5, 1), 1, 0))
                .startsWith("--schedule linear"));
        refused(IllegalArgumentException.class, two, data, TinyRun.config());
        Splits raw = new Splits(grey(new int[] {1}, 0), grey(new int[] {1}, 0));
        refused(IllegalArgumentException.class, TinyRun.model(), raw, TinyRun.config());
    }

    private String refused(Class<? extends RuntimeException> type, Model model, Splits data, TrainConfig config) {
        Path folder = temp.resolve("refused");
        try (Device device = TinyRun.cpu(1)) {
            String message = assertThrows(type, () -> new Trainer(
                            device, model, data, config, new RunFolder(folder), TrainListener.none()).run())
                    .getMessage();
            assertEquals(0, device.allocatedBytes());
            assertFalse(folder.toFile().exists());
            return message;
        }
    }
}

package org.neocog.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.neocog.NeocogException;
import org.neocog.checkpoint.Checkpoint;
import org.neocog.device.Device;
import org.neocog.nn.Recipe;
import org.neocog.tensor.HostTensor;

/** What is done beside the recipe, each against numbers found in another way. */
final class TechniquesTest {
    private static final TrainingOptions NONE = TrainingOptions.none();

    @TempDir
    private Path temp;

    private static TrainConfig plain(double rate, int epochs, int checkpointSteps) {
        return TinyRun.config(new Recipe("sgd", rate, "constant", 0, TinyRun.BATCH, epochs), 42, checkpointSteps);
    }

    /** Every checkpoint of a run that writes one after each step. */
    private List<Checkpoint> steps(TrainConfig config, String folder) {
        Path path = temp.resolve(folder);
        List<Checkpoint> checkpoints = new ArrayList<>();
        try (Device device = TinyRun.cpu(2)) {
            TinyRun.trainer(device, config, path, new TrainListener() {
                @Override
                public void checkpoint(long step, boolean best) {
                    checkpoints.add(new RunFolder(path).checkpoints().loadLast());
                }
            }).run();
        }
        return checkpoints;
    }

    /** The weights that the run starts with. */
    private static Map<String, HostTensor> start() {
        TrainingGraph graph = TrainingGraph.of(TinyRun.model(), TinyRun.BATCH, new Sgd(0, false), 0);
        return TrainingNetwork.initialVariables(graph, 42);
    }

    /** What plain gradient descent at the rate 1 took off the weights in its first step: the gradients. */
    private Map<String, float[]> firstGradients(TrainingOptions options, String folder) {
        Checkpoint first = steps(plain(1, 1, 1).withTraining(options), folder).getFirst();
        Map<String, float[]> gradients = new LinkedHashMap<>();
        start().forEach((name, before) -> {
            float[] after = first.tensors().get(name).floats();
            float[] gradient = new float[after.length];
            for (int i = 0; i < gradient.length; i++) {
                gradient[i] = before.floats()[i] - after[i];
            }
            gradients.put(name, gradient);
        });
        return gradients;
    }

    private static double norm(Map<String, float[]> gradients) {
        double sum = 0;
        for (float[] gradient : gradients.values()) {
            for (float g : gradient) {
                sum += (double) g * g;
            }
        }
        return Math.sqrt(sum);
    }

    @Test
    void theNormOfAllGradientsTogetherIsBounded() {
        Map<String, float[]> free = firstGradients(NONE, "free");
        Map<String, float[]> clipped = firstGradients(NONE.withClipping(0.25, 0), "clipped");
        double norm = norm(free);
        assertTrue(norm > 0.5, "the gradients are larger than the bound: " + norm);
        assertEquals(0.25, norm(clipped), 1e-5);
        free.forEach((name, gradient) -> {
            for (int i = 0; i < gradient.length; i++) {
                assertEquals(gradient[i] * 0.25 / norm, clipped.get(name)[i], 1e-6, name);
            }
        });
    }

    @Test
    void aBoundThatIsNotReachedChangesNothing() {
        steps(plain(0.1, 2, 0), "free");
        steps(plain(0.1, 2, 0).withTraining(NONE.withClipping(1e6, 1e6)), "bounded");
        assertEquals(
                TinyRun.bits(new RunFolder(temp.resolve("free")).checkpoints().loadLast()),
                TinyRun.bits(new RunFolder(temp.resolve("bounded")).checkpoints().loadLast()));
    }

    @Test
    void eachElementOfAGradientIsBounded() {
        Map<String, float[]> free = firstGradients(NONE, "free");
        Map<String, float[]> clipped = firstGradients(NONE.withClipping(0, 0.01), "clipped");
        int beyond = 0;
        for (String name : free.keySet()) {
            for (int i = 0; i < free.get(name).length; i++) {
                float g = free.get(name)[i];
                beyond += Math.abs(g) > 0.01 ? 1 : 0;
                assertEquals(Math.clamp(g, -0.01f, 0.01f), clipped.get(name)[i], 1e-6, name);
            }
        }
        assertTrue(beyond > 10, "some are larger than the bound: " + beyond);
    }

    @Test
    void averagesFollowTheWeightsAfterEachStep() {
        List<Checkpoint> plain = steps(plain(0.1, 2, 1), "plain");
        List<Checkpoint> averaged = steps(plain(0.1, 2, 1).withTraining(NONE.withAveraging(0.75)), "averaged");
        assertEquals(10, plain.size());
        start().forEach((name, initial) -> {
            double[] average = new double[initial.floats().length];
            Arrays.setAll(average, i -> initial.floats()[i]);
            for (int step = 0; step < 10; step++) {
                float[] weights = plain.get(step).tensors().get(name).floats();
                assertArrayEquals(weights, averaged.get(step).tensors().get(name).floats(), "averaging changes no step");
                float[] found = averaged.get(step).tensors().get("average/" + name).floats();
                for (int i = 0; i < average.length; i++) {
                    average[i] = 0.75 * average[i] + 0.25 * weights[i];
                    assertEquals(average[i], found[i], 1e-6, name + " after step " + (step + 1));
                }
            }
        });
    }

    @Test
    void averagesServeWhereverTheNetworkIsNotTrained() {
        TrainConfig config = plain(0.1, 2, 0).withTraining(NONE.withAveraging(0.9));
        TrainResult result = TinyRun.train(config, temp.resolve("run"));
        Checkpoint last = new RunFolder(temp.resolve("run")).checkpoints().loadLast();
        TrainedModel trained = TrainedModel.load(temp.resolve("run"), CheckpointKind.LAST);
        assertEquals(start().keySet(), trained.weights().keySet());
        trained.weights().forEach((name, weights) ->
                assertArrayEquals(last.tensors().get("average/" + name).floats(), weights.floats(), name));
        try (Device device = TinyRun.cpu(1)) {
            Evaluation evaluation =
                    Evaluator.evaluate(device, TinyRun.model(), last.tensors(), TinyRun.data().heldOut(), TinyRun.BATCH);
            assertEquals(result.epochs().getLast().valLoss(), evaluation.loss());
            assertEquals(result.epochs().getLast().valAccuracy(), evaluation.accuracy());
        }
        TrainResult unaveraged = TinyRun.train(plain(0.1, 2, 0), temp.resolve("other"));
        assertEquals(unaveraged.epochs().getLast().trainLoss(), result.epochs().getLast().trainLoss());
        assertNotEquals(unaveraged.epochs().getLast().valLoss(), result.epochs().getLast().valLoss());
    }

    private double firstLoss(TrainingOptions options, String folder) {
        List<Double> losses = new ArrayList<>();
        try (Device device = TinyRun.cpu(1)) {
            TinyRun.trainer(device, plain(0.1, 1, 0).withTraining(options), temp.resolve(folder), new TrainListener() {
                @Override
                public void step(StepMetrics metrics) {
                    losses.add(metrics.loss());
                }
            }).run();
        }
        return losses.getFirst();
    }

    /** The loss is linear in the targets, so it is in the smoothing. */
    @Test
    void smoothingMovesTheLossTowardsThatOfAllClassesAlike() {
        double none = firstLoss(NONE, "none");
        double little = firstLoss(NONE.withLabelSmoothing(0.15), "little");
        double more = firstLoss(NONE.withLabelSmoothing(0.45), "more");
        assertTrue(Math.abs(little - none) > 1e-3, none + " and " + little);
        assertEquals(3 * (little - none), more - none, 1e-5);
    }

    /** Beta(1e-9, 1e-9) gives 0 or 1: the larger share is 1. */
    @Test
    void mixupWithNothingOfTheOtherImageIsNoMixup() {
        assertEquals(firstLoss(NONE, "none"), firstLoss(NONE.withMixup(1e-9), "tiny"), 1e-6);
        assertNotEquals(firstLoss(NONE, "again"), firstLoss(NONE.withMixup(1), "mixed"), 1e-2);
    }

    @Test
    void theShareIsTheLargerOneAndPartnersAreAPermutation() {
        Mixup mixup = new Mixup(0.4, 3);
        for (int step = 1; step <= 200; step++) {
            float share = mixup.share(step);
            assertTrue(share >= 0.5f && share <= 1, "share " + share);
            int[] partners = mixup.partners(step, 7).ints().clone();
            Arrays.sort(partners);
            assertArrayEquals(IntStream.range(0, 7).toArray(), partners);
        }
        assertNotEquals(mixup.share(1), mixup.share(2));
        assertNotEquals(mixup.share(1), new Mixup(0.4, 4).share(1));
        assertEquals(mixup.share(1), new Mixup(0.4, 3).share(1));
    }

    @Test
    void frozenParametersKeepTheirBits() {
        TrainingOptions options = NONE.withFreeze(List.of("conv1.*")).withAveraging(0.5);
        TrainConfig config = TinyRun.config().withTraining(options);
        TinyRun.train(config, temp.resolve("run"));
        Map<String, HostTensor> after = new RunFolder(temp.resolve("run")).checkpoints().loadLast().tensors();
        start().forEach((name, before) -> {
            boolean frozen = name.startsWith("conv1.");
            assertEquals(frozen, Arrays.equals(before.floats(), after.get(name).floats()), name);
            assertEquals(!frozen, after.containsKey("optimizer/" + name + "/mean"), name);
            assertEquals(!frozen, after.containsKey("average/" + name), name);
        });
    }

    /** A step of 1e-30 changes no weight, so no epoch is better than the first. */
    @Test
    void patienceEndsARunThatGetsNoBetter() {
        TrainConfig config = plain(1e-30, 9, 0).withTraining(NONE.withPatience(2));
        TrainResult result = TinyRun.train(config, temp.resolve("run"));
        assertEquals(3, result.epochs().size());
        assertEquals(1, result.best().orElseThrow().epoch());
        assertFalse(result.stopped());
        assertEquals(result, TinyRun.resume(config, temp.resolve("run")));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void snapshotsAreTheWeightsOfTheirEpochs(boolean averaging) {
        Path path = temp.resolve("run");
        TrainingOptions options = NONE.withSnapshotEvery(2).withAveraging(averaging ? 0.5 : 0);
        TinyRun.train(plain(0.1, 2, 0).withTraining(options), path);
        Map<String, HostTensor> after2 = Weights.toUse(new RunFolder(path).checkpoints().loadLast().tensors());
        TinyRun.resume(plain(0.1, 5, 0).withTraining(options), path);
        assertEquals(
                List.of("epoch-00002", "epoch-00004"),
                new RunFolder(path).snapshots().list().stream().map(p -> p.getFileName().toString()).toList());
        List<TrainedModel> snapshots = TrainedModel.loadSnapshots(path);
        assertEquals(List.of(10L, 20L), snapshots.stream().map(TrainedModel::step).toList());
        assertEquals(after2.keySet(), snapshots.getFirst().weights().keySet());
        after2.forEach((name, tensor) ->
                assertArrayEquals(tensor.floats(), snapshots.getFirst().weights().get(name).floats(), name));
    }

    @Test
    void numbersThatAreNoneAnyMoreEndTheRunWhateverIsDoneToThem() {
        Recipe recipe = new Recipe("sgd", 1e38, "constant", 0, TinyRun.BATCH, 2);
        TrainConfig config = TinyRun.config(recipe, 42, 0).withTraining(TinyRun.withEverything().training());
        String message = assertThrows(NeocogException.class, () -> TinyRun.train(config, temp.resolve("run"))).getMessage();
        assertTrue(message.contains("the training diverged"), message);
        assertFalse(new RunFolder(temp.resolve("run")).checkpoints().exists());
    }

    @Test
    void otherOptionsAreRefusedByName() {
        TinyRun.train(TinyRun.withEverything(), temp.resolve("run"));
        TrainingOptions was = TinyRun.withEverything().training();
        Map<String, TrainingOptions> others = Map.of(
                "clipNorm 0.5, not 0.0", was.withClipping(0, was.clipValue()),
                "clipValue 0.2, not 3.0", was.withClipping(was.clipNorm(), 3),
                "decayAll true, not false", was.withDecayAll(false),
                "averaging 0.8, not 0.9", was.withAveraging(0.9),
                "patience 3, not 4", was.withPatience(4),
                "labelSmoothing 0.1, not 0.0", was.withLabelSmoothing(0),
                "mixup 0.4, not 1.0", was.withMixup(1),
                "snapshotEvery 1, not 2", was.withSnapshotEvery(2),
                "initFrom nothing, not there", was.withInitFrom("there"),
                "freeze [conv1.bias], not []", was.withFreeze(List.of()));
        others.forEach((difference, options) -> assertEquals(
                "cannot resume: the run was started with " + difference + "; resume with the same, or start a new run",
                assertThrows(
                                NeocogException.class,
                                () -> TinyRun.resume(TinyRun.config().withTraining(options), temp.resolve("run")))
                        .getMessage()));
    }
}

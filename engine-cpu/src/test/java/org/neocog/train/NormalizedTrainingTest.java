package org.neocog.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.neocog.device.Device;
import org.neocog.graph.OptimizerUpdate;
import org.neocog.nn.Model;
import org.neocog.nn.Models;
import org.neocog.nn.Recipe;
import org.neocog.tensor.HostTensor;

/** Weight decay, freezing and averages where there is batch normalisation. */
final class NormalizedTrainingTest {
    private static final Model MODEL = Models.parse("""
            input 1x6x6
            conv 4 3x3 pad=same bias=no
            batchnorm name=bn1
            relu
            fc 3
            softmax
            """, "normalized");
    private static final TrainingOptions NONE = TrainingOptions.none();

    @TempDir
    private Path temp;

    private TrainResult train(TrainingOptions options, String folder) {
        TrainConfig config = TinyRun.config(
                        MODEL, TinyRun.data(), new Recipe("adam", 0.02, "constant", 0.01, TinyRun.BATCH, 2), 3, 0)
                .withTraining(options);
        try (Device device = TinyRun.cpu(2)) {
            return new Trainer(
                            device, MODEL, TinyRun.data(), config, new RunFolder(temp.resolve(folder)), TrainListener.none())
                    .run();
        }
    }

    private Map<String, HostTensor> last(String folder) {
        return new RunFolder(temp.resolve(folder)).checkpoints().loadLast().tensors();
    }

    @Test
    void decaySparesBiasesAndNorms() {
        Map<String, Float> decays = new LinkedHashMap<>();
        TrainingGraph.of(MODEL, 4, new Sgd(0, false), 0.5f).graph().outputs().forEach((name, node) -> {
            if (node.op() instanceof OptimizerUpdate update) {
                decays.put(name.substring("update/".length()), update.weightDecay());
            }
        });
        assertEquals(
                Map.of("conv1.weight", 0.5f, "bn1.weight", 0f, "bn1.bias", 0f, "fc1.weight", 0.5f, "fc1.bias", 0f), decays);
    }

    @Test
    void aFrozenNormKeepsItsStatistics() {
        train(NONE.withFreeze(List.of("bn1.*")), "frozen");
        assertArrayEquals(new float[4], last("frozen").get("bn1.running_mean").floats());
        assertArrayEquals(new float[] {1, 1, 1, 1}, last("frozen").get("bn1.running_var").floats());
        train(NONE.withFreeze(List.of("bn1.bias")), "half");
        assertFalse(Arrays.equals(new float[4], last("half").get("bn1.running_mean").floats()), "its weight still learns");
    }

    /** Steps of 1e-30 change no weight that is not 0, so training sees what evaluation sees, if the layer is fixed. */
    @Test
    void aFrozenNormDoesInTrainingWhatItDoesAfterwards() {
        assertEquals(evaluatedLoss(), trainedLoss("bn1.*", "fixed"), 1e-6);
        assertNotEquals(evaluatedLoss(), trainedLoss("bn1.weight", "learning"), 1e-2);
    }

    private double trainedLoss(String frozen, String folder) {
        TrainConfig config = TinyRun.config(
                        MODEL, TinyRun.data(), new Recipe("sgd", 1e-30, "constant", 0, TinyRun.BATCH, 1), 3, 0)
                .withTraining(NONE.withFreeze(List.of(frozen)));
        try (Device device = TinyRun.cpu(1)) {
            return new Trainer(
                            device, MODEL, TinyRun.data(), config, new RunFolder(temp.resolve(folder)), TrainListener.none())
                    .run()
                    .epochs()
                    .getFirst()
                    .trainLoss();
        }
    }

    private double evaluatedLoss() {
        TrainingGraph graph = TrainingGraph.of(MODEL, TinyRun.BATCH, new Sgd(0, false), 0);
        try (Device device = TinyRun.cpu(1)) {
            return Evaluator.evaluate(
                            device, MODEL, TrainingNetwork.initialVariables(graph, 3), TinyRun.data().train(), TinyRun.BATCH)
                    .loss();
        }
    }

    /** The averages are of weights alone; validation takes the running statistics as they are. */
    @Test
    void averagedNetworksUseTheRunningStatistics() {
        TrainResult result = train(NONE.withAveraging(0.5), "averaged");
        Map<String, HostTensor> tensors = last("averaged");
        assertTrue(tensors.containsKey("average/bn1.weight"));
        assertFalse(tensors.containsKey("average/bn1.running_mean"));
        Map<String, HostTensor> used = Weights.toUse(tensors);
        assertArrayEquals(tensors.get("bn1.running_var").floats(), used.get("bn1.running_var").floats());
        assertArrayEquals(tensors.get("average/bn1.weight").floats(), used.get("bn1.weight").floats());
        try (Device device = TinyRun.cpu(1)) {
            assertEquals(
                    result.epochs().getLast().valLoss(),
                    Evaluator.evaluate(device, MODEL, used, TinyRun.data().heldOut(), TinyRun.BATCH).loss());
        }
    }

    @Test
    void aResumedRunHasTheSameStatisticsToTheBit() {
        TrainingOptions options = NONE.withAveraging(0.5).withMixup(1).withClipping(0.5, 0);
        train(options, "whole");
        TrainConfig config = TinyRun.config(
                        MODEL, TinyRun.data(), new Recipe("adam", 0.02, "constant", 0.01, TinyRun.BATCH, 1), 3, 0)
                .withTraining(options);
        TrainConfig longer = TinyRun.config(
                        MODEL, TinyRun.data(), new Recipe("adam", 0.02, "constant", 0.01, TinyRun.BATCH, 2), 3, 0)
                .withTraining(options);
        RunFolder parts = new RunFolder(temp.resolve("parts"));
        try (Device device = TinyRun.cpu(1)) {
            new Trainer(device, MODEL, TinyRun.data(), config, parts, TrainListener.none()).run();
            new Trainer(device, MODEL, TinyRun.data(), longer, parts, TrainListener.none()).resume();
        }
        assertEquals(
                TinyRun.bits(new RunFolder(temp.resolve("whole")).checkpoints().loadLast()),
                TinyRun.bits(parts.checkpoints().loadLast()));
    }
}

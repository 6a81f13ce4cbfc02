package org.neocog.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.neocog.NeocogException;
import org.neocog.device.Device;
import org.neocog.exec.Executor;
import org.neocog.exec.Planner;
import org.neocog.exec.Session;
import org.neocog.graph.BatchNorm;
import org.neocog.graph.Graph;
import org.neocog.nn.BatchNormFolding;
import org.neocog.nn.InferenceGraph;
import org.neocog.nn.Model;
import org.neocog.nn.Recipe;
import org.neocog.random.RandomStream;
import org.neocog.tensor.HostTensor;
import org.neocog.tensor.Shape;

/** Running statistics through a whole training: saved, resumed, used by evaluation and prediction. */
final class BatchNormTrainingTest {
    private static final Model MODEL = new NormalizedModel();

    @TempDir
    private Path temp;

    private static TrainConfig config() {
        return TinyRun.config(MODEL, TinyRun.data(), TinyRun.recipe(), 42, 0);
    }

    private static TrainResult train(Path folder, boolean resume, int stopAfter) {
        AtomicReference<Trainer> trainer = new AtomicReference<>();
        TrainListener listener = new TrainListener() {
            private int seen;

            @Override
            public void step(StepMetrics metrics) {
                if (++seen == stopAfter) {
                    trainer.get().requestStop();
                }
            }
        };
        try (Device device = TinyRun.cpu(2)) {
            trainer.set(new Trainer(device, MODEL, TinyRun.data(), config(), new RunFolder(folder), listener));
            return resume ? trainer.get().resume() : trainer.get().run();
        }
    }

    private SequencedMap<String, HostTensor> trained() {
        train(temp.resolve("run"), false, 0);
        return Weights.toUse(new RunFolder(temp.resolve("run")).checkpoints().loadLast().tensors());
    }

    private static Evaluation evaluate(Map<String, HostTensor> weights, int batch) {
        try (Device device = TinyRun.cpu(1)) {
            return Evaluator.evaluate(device, MODEL, weights, TinyRun.data().heldOut(), batch);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 8, 14})
    void aStoppedAndResumedRunEndsWithTheSameBits(int steps) {
        train(temp.resolve("whole"), false, 0);
        assertTrue(train(temp.resolve("parts"), false, steps).stopped());
        train(temp.resolve("parts"), true, 0);
        assertEquals(TinyRun.traces(temp.resolve("whole")), TinyRun.traces(temp.resolve("parts")));
    }

    @Test
    void theCheckpointHoldsTheRunningStatistics() {
        SequencedMap<String, HostTensor> weights = trained();
        for (String layer : List.of("bn1", "bn2", "bn3", "bn4")) {
            for (float mean : weights.get(layer + ".running_mean").floats()) {
                assertNotEquals(0, mean, layer);
            }
            for (float variance : weights.get(layer + ".running_var").floats()) {
                assertTrue(variance > 0 && variance != 1, layer + " " + variance);
            }
        }
    }

    /** With the batch's own statistics, the loss would depend on who else is in the batch, and one image be an error. */
    @Test
    void evaluationUsesTheRunningStatistics() {
        SequencedMap<String, HostTensor> weights = trained();
        double loss = evaluate(weights, 5).loss();
        assertEquals(loss, evaluate(weights, 1).loss(), 1e-6);
        Map<String, HostTensor> others = new HashMap<>(weights);
        others.put("bn1.running_mean", HostTensor.of(Shape.of(4), new float[] {3, 3, 3, 3}));
        assertNotEquals(loss, evaluate(others, 5).loss(), 1e-3);
    }

    @Test
    void aLastBatchOfOneExampleIsRefusedBeforeTheTrainingStarts() {
        Recipe recipe = new Recipe("adam", 0.02, "constant", 0, 11, 1);
        TrainConfig config = TinyRun.config(MODEL, TinyRun.data(), recipe, 1, 0);
        try (Device device = TinyRun.cpu(1)) {
            Trainer trainer = new Trainer(
                    device, MODEL, TinyRun.data(), config, new RunFolder(temp.resolve("run")), TrainListener.none());
            String message = assertThrows(NeocogException.class, trainer::run).getMessage();
            assertTrue(message.startsWith("bn4: BatchNorm: the statistics of a training batch need more than 1 value"), message);
        }
    }

    private static float[] scores(Device device, Graph graph, Map<String, HostTensor> weights, HostTensor images) {
        try (Session session = new Session(device)) {
            Weights.set(session, weights);
            Executor executor = session.executor(Planner.plan(graph, device));
            executor.feed(InferenceGraph.IMAGES, images);
            executor.run();
            return executor.fetch("scores").floats();
        }
    }

    private static long norms(Graph graph) {
        return graph.nodes().stream().filter(node -> node.op() instanceof BatchNorm).count();
    }

    /** bn2 is behind a pooling and stays. */
    @Test
    void foldedAndUnfoldedScoresAreTheSame() {
        SequencedMap<String, HostTensor> weights = trained();
        Graph graph = InferenceGraph.of(MODEL, 3);
        BatchNormFolding folding = BatchNormFolding.of(graph);
        assertEquals(4, norms(graph));
        assertEquals(1, norms(folding.graph()));
        HostTensor images = HostTensor.of(Shape.of(3, 1, 6, 6), new float[108]);
        RandomStream.named(1, "images").normal(images.floats(), 1);
        try (Device device = TinyRun.cpu(1)) {
            float[] wanted = scores(device, graph, weights, images);
            assertArrayEquals(wanted, scores(device, folding.graph(), folding.weights(weights), images), 2e-6f);
        }
    }

    @Test
    void predictionsAreThoseOfTheEvaluatedNetwork() {
        SequencedMap<String, HostTensor> weights = trained();
        HostTensor images = HostTensor.of(Shape.of(2, 1, 6, 6), new float[72]);
        RandomStream.named(2, "images").uniform(images.floats(), 0, 1);
        HostTensor normalized = HostTensor.of(images.shape(), images.floats().clone());
        for (int i = 0; i < 2; i++) {
            TinyRun.NORMALIZATION.apply(Shape.of(1, 6, 6), normalized.floats(), i * 36);
        }
        float[] scores;
        try (Device device = TinyRun.cpu(1)) {
            scores = scores(device, InferenceGraph.of(MODEL, 2), weights, normalized);
        }
        TrainedModel trained = new TrainedModel(MODEL, config(), weights, 15);
        try (Predictor predictor = Predictor.on(TinyRun.cpu(1), trained, 4)) {
            for (int i = 0; i < 2; i++) {
                float[] probabilities = predictor.predict(images).get(i).probabilities();
                for (int j = 1; j < 3; j++) {
                    double wanted = Math.exp(scores[3 * i + j] - scores[3 * i]);
                    assertEquals(wanted, probabilities[j] / probabilities[0], 1e-5 * wanted);
                }
            }
        }
    }
}

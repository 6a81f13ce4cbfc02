package org.neocog.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.neocog.NeocogException;
import org.neocog.data.Splits;
import org.neocog.device.Device;
import org.neocog.nn.Recipe;

final class TrainerResumeTest {
    @TempDir
    private Path temp;

    private Path whole;
    private Path parts;

    @BeforeEach
    void folders() {
        whole = temp.resolve("whole");
        parts = temp.resolve("parts");
    }

    /** Asks for an end after so many steps of this process. */
    private static TrainResult stopAfter(int steps, TrainConfig config, Path folder, boolean resume) {
        AtomicReference<Trainer> trainer = new AtomicReference<>();
        TrainListener listener = new TrainListener() {
            private int seen;

            @Override
            public void step(StepMetrics metrics) {
                if (++seen == steps) {
                    trainer.get().requestStop();
                }
            }
        };
        try (Device device = TinyRun.cpu(1)) {
            trainer.set(TinyRun.trainer(device, config, folder, listener));
            return resume ? trainer.get().resume() : trainer.get().run();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 5, 6, 9, 10, 11, 14, 15})
    void aStoppedAndResumedRunEndsWithTheSameBits(int steps) {
        TrainResult uninterrupted = TinyRun.train(TinyRun.config(), whole);
        TrainResult stopped = stopAfter(steps, TinyRun.config(), parts, false);
        assertTrue(stopped.stopped());
        assertEquals(steps, stopped.steps());
        assertEquals((steps - 1) / TinyRun.BATCHES, stopped.epochs().size());
        TrainResult resumed = TinyRun.resume(TinyRun.config(), parts);
        assertFalse(resumed.stopped());
        assertEquals(uninterrupted.steps(), resumed.steps());
        assertEquals(3, resumed.epochs().size());
        assertEquals(TinyRun.traces(whole), TinyRun.traces(parts));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 5, 7, 10, 14})
    void soDoesOneWithMixupAveragesClippingAndSnapshots(int steps) {
        TrainConfig config = TinyRun.withEverything();
        TinyRun.train(config, whole);
        assertTrue(stopAfter(steps, config, parts, false).stopped());
        TinyRun.resume(config, parts);
        Map<String, String> traces = TinyRun.traces(whole);
        assertTrue(traces.containsKey("epoch-00003 conv1.weight"), traces.keySet().toString());
        assertTrue(traces.containsKey("last average/conv1.weight"), traces.keySet().toString());
        assertEquals(traces, TinyRun.traces(parts));
    }

    @Test
    void theExampleHasWhatIsHardToResume() {
        TrainResult result = TinyRun.train(TinyRun.config(), whole);
        List<Float> rates = result.epochs().stream().map(EpochMetrics::learningRate).distinct().toList();
        assertTrue(rates.size() > 1, "the plateau lowers the rate: " + rates);
        assertTrue(
                new RunFolder(whole).checkpoints().loadLast().tensors().containsKey("optimizer/fc2.weight/square"),
                "the optimizer remembers");
        assertNotEquals(0, 23 % TinyRun.BATCH, "the last batch is short");
    }

    @Test
    void aRunMayBeStoppedAfterEachStep() {
        TinyRun.train(TinyRun.config(), whole);
        TrainResult result = stopAfter(1, TinyRun.config(), parts, false);
        for (int step = 2; step <= 15; step++) {
            assertTrue(result.stopped());
            result = stopAfter(1, TinyRun.config(), parts, true);
        }
        TinyRun.resume(TinyRun.config(), parts);
        assertEquals(TinyRun.traces(whole), TinyRun.traces(parts));
    }

    @Test
    void checkpointsWithinEpochsChangeNothing() {
        TinyRun.train(TinyRun.config(), whole);
        List<Long> saved = new ArrayList<>();
        try (Device device = TinyRun.cpu(2)) {
            TinyRun.trainer(device, TinyRun.config(TinyRun.recipe(), 42, 2), parts, new TrainListener() {
                @Override
                public void checkpoint(long step, boolean best) {
                    saved.add(step);
                }
            }).run();
        }
        assertEquals(List.of(2L, 4L, 5L, 6L, 8L, 10L, 12L, 14L, 15L), saved);
        Map<String, String> wanted = TinyRun.traces(whole);
        Map<String, String> found = TinyRun.traces(parts);
        for (String state : List.of("last", "best")) {
            wanted.compute(state, (_, text) -> text.replace("\"checkpointSteps\":0", "\"checkpointSteps\":2"));
        }
        assertEquals(wanted, found);
    }

    @Test
    void aFailureGoesOnFromTheLastCheckpoint() {
        TrainConfig config = TinyRun.config(TinyRun.recipe(), 42, 3);
        TinyRun.train(config, whole);
        TrainListener failing = new TrainListener() {
            @Override
            public void step(StepMetrics metrics) {
                if (metrics.epoch() == 2 && metrics.batch() == 3) {
                    throw new IllegalStateException("on purpose");
                }
            }
        };
        try (Device device = TinyRun.cpu(2)) {
            long before = device.allocatedBytes();
            Trainer trainer = TinyRun.trainer(device, config, parts, failing);
            assertThrows(IllegalStateException.class, trainer::run);
            assertEquals(before, device.allocatedBytes());
        }
        assertEquals(6, new RunFolder(parts).checkpoints().loadLast().step());
        TinyRun.resume(config, parts);
        assertEquals(TinyRun.traces(whole), TinyRun.traces(parts));
    }

    @Test
    void aLineOfMetricsThatTheCheckpointDoesNotKnowIsCutOff() throws IOException {
        TinyRun.train(TinyRun.config(), whole);
        stopAfter(7, TinyRun.config(), parts, false);
        Path metrics = parts.resolve("metrics.jsonl");
        String first = Files.readString(metrics);
        Files.writeString(metrics, first + first + "{\"epo");
        TinyRun.resume(TinyRun.config(), parts);
        assertEquals(TinyRun.traces(whole), TinyRun.traces(parts));
    }

    @Test
    void aRunWithoutACheckpointStartsAgain() {
        TinyRun.train(TinyRun.config(), whole);
        TrainListener failing = new TrainListener() {
            @Override
            public void step(StepMetrics metrics) {
                if (metrics.batch() == 3) {
                    throw new IllegalStateException("on purpose");
                }
            }
        };
        try (Device device = TinyRun.cpu(2)) {
            Trainer trainer = TinyRun.trainer(device, TinyRun.config(), parts, failing);
            assertThrows(IllegalStateException.class, trainer::run);
        }
        assertFalse(new RunFolder(parts).checkpoints().exists());
        TinyRun.resume(TinyRun.config(), parts);
        assertEquals(TinyRun.traces(whole), TinyRun.traces(parts));
    }

    @Test
    void aFinishedRunResumesToNothing() {
        TrainResult first = TinyRun.train(TinyRun.config(), parts);
        Map<String, String> traces = TinyRun.traces(parts);
        assertEquals(first, TinyRun.resume(TinyRun.config(), parts));
        assertEquals(traces, TinyRun.traces(parts));
    }

    @Test
    void moreEpochsMayBeAddedToARun() {
        Recipe short1 = new Recipe("momentum", 0.02, "constant", 0, TinyRun.BATCH, 1);
        Recipe long2 = new Recipe("momentum", 0.02, "constant", 0, TinyRun.BATCH, 2);
        TinyRun.train(TinyRun.config(long2, 42, 0), whole);
        TinyRun.train(TinyRun.config(short1, 42, 0), parts);
        TinyRun.resume(TinyRun.config(long2, 42, 0), parts);
        assertEquals(TinyRun.config(long2, 42, 0), new RunFolder(parts).config());
        assertEquals(
                TinyRun.bits(new RunFolder(whole).checkpoints().loadLast()),
                TinyRun.bits(new RunFolder(parts).checkpoints().loadLast()));
    }

    @Test
    void aTrainerIsForOneUse() {
        try (Device device = TinyRun.cpu(1)) {
            Trainer trainer = TinyRun.trainer(device, TinyRun.config(), parts, TrainListener.none());
            trainer.run();
            assertThrows(IllegalStateException.class, trainer::resume);
        }
    }

    @Test
    void anExistingRunIsNotOverwritten() {
        TinyRun.train(TinyRun.config(), parts);
        Map<String, String> traces = TinyRun.traces(parts);
        String message = assertThrows(NeocogException.class, () -> TinyRun.train(TinyRun.config(), parts)).getMessage();
        assertTrue(message.startsWith(parts + ": holds a run already"), message);
        assertEquals(traces, TinyRun.traces(parts));
    }

    @ParameterizedTest
    @CsvSource({
        "optimizer, adam, adamw, 0.02, 5, 42",
        "learningRate, 0.02, 0.03, 0.03, 5, 42",
        "batch, 5, 4, 0.02, 4, 42",
        "seed, 42, 43, 0.02, 5, 43",
    })
    void otherSettingsAreRefusedByName(String setting, String before, String now, double rate, int batch, long seed) {
        stopAfter(2, TinyRun.config(), parts, false);
        Recipe recipe = TinyRun.recipe();
        String optimizer = setting.equals("optimizer") ? now : recipe.optimizer();
        TrainConfig other = TinyRun.config(
                new Recipe(optimizer, rate, recipe.schedule(), recipe.weightDecay(), batch, recipe.epochs()), seed, 0);
        assertEquals(
                "cannot resume: the run was started with " + setting + " " + before + ", not " + now
                        + "; resume with the same, or start a new run",
                assertThrows(NeocogException.class, () -> TinyRun.resume(other, parts)).getMessage());
    }

    @Test
    void otherDataAreRefused() {
        stopAfter(2, TinyRun.config(), parts, false);
        Splits data = TinyRun.data();
        Splits fewer = new Splits(data.train().subset(0, 1, 2, 3, 4, 5), data.heldOut());
        try (Device device = TinyRun.cpu(1)) {
            Trainer trainer = new Trainer(
                    device, TinyRun.model(), fewer, TinyRun.config(), new RunFolder(parts), TrainListener.none());
            assertEquals(
                    "cannot resume: the run had 23 training examples, but the data now have 6; resume with the same data, or"
                            + " start a new run",
                    assertThrows(NeocogException.class, trainer::resume).getMessage());
        }
    }

    @Test
    void aFolderWithoutARunIsRefused() {
        assertEquals(
                parts + ": no run here; the folder of a run holds config.json",
                assertThrows(NeocogException.class, () -> TinyRun.resume(TinyRun.config(), parts)).getMessage());
        assertFalse(Files.exists(parts));
    }
}

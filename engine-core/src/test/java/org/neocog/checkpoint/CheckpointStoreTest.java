package org.neocog.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.neocog.NeocogException;

final class CheckpointStoreTest {
    @TempDir
    Path run;

    private Path folder;
    private CheckpointStore store;

    @BeforeEach
    void open() {
        folder = run.resolve("checkpoints");
        store = new CheckpointStore(folder);
    }

    @Test
    void anEmptyStoreSaysSo() {
        assertFalse(store.exists());
        assertFalse(store.hasBest());
        assertEquals(
                folder + ": holds no last.json: no checkpoint was saved there",
                assertThrows(NeocogException.class, store::loadLast).getMessage());
        assertThrows(NeocogException.class, store::loadBest);
    }

    @Test
    void lastAndBestOfTheSameStepShareAFile() throws IOException {
        store.save(Samples.checkpoint(450, 0), true);
        assertTrue(store.exists() && store.hasBest());
        assertEquals(List.of("best.json", "last.json", "step-00000450.safetensors"), Samples.files(folder));
        Samples.assertSame(Samples.checkpoint(450, 0), store.loadLast());
        Samples.assertSame(Samples.checkpoint(450, 0), store.loadBest());
    }

    @Test
    void filesThatNothingRefersToAreDeletedAndStrangersAreNot() throws IOException {
        store.save(Samples.checkpoint(1, 0), true);
        store.save(Samples.checkpoint(2, 0), false);
        Files.createFile(folder.resolve("notes.txt"));
        Files.createFile(folder.resolve("step-1.safetensors"));
        Files.createFile(folder.resolve("step-00000002.safetensors.01234567-89ab-cdef-0123-456789abcdef.tmp"));
        store.save(Samples.checkpoint(123_456_789_012L, 0), false);
        assertEquals(
                List.of("best.json", "last.json", "notes.txt", "step-00000001.safetensors", "step-1.safetensors",
                        "step-123456789012.safetensors"),
                Samples.files(folder));
        Samples.assertSame(Samples.checkpoint(123_456_789_012L, 0), store.loadLast());
        Samples.assertSame(Samples.checkpoint(1, 0), store.loadBest());
        store.save(Samples.checkpoint(4, 0), true);
        assertEquals(
                List.of("best.json", "last.json", "notes.txt", "step-00000004.safetensors", "step-1.safetensors"),
                Samples.files(folder));
    }

    @Test
    void anotherCheckpointOfTheSameStepDoesNotOverwriteTheBest() throws IOException {
        store.save(Samples.checkpoint(1, 0), true);
        store.save(Samples.checkpoint(1, 1), false);
        Samples.assertSame(Samples.checkpoint(1, 0), store.loadBest());
        Samples.assertSame(Samples.checkpoint(1, 1), store.loadLast());
        store.save(Samples.checkpoint(1, 1), false);
        store.save(Samples.checkpoint(1, 1), true);
        assertEquals(3, Samples.files(folder).size());
        Samples.assertSame(Samples.checkpoint(1, 1), store.loadBest());
    }

    @Test
    void numbersOfTheStateComeBackExactly() {
        JsonObject state = new JsonObject();
        state.addProperty("step", 7);
        state.addProperty("seed", Long.MIN_VALUE + 1);
        state.addProperty("tenth", 0.1);
        state.addProperty("tiny", Double.MIN_VALUE);
        state.addProperty("huge", -Double.MAX_VALUE);
        state.addProperty("third", 1 / 3.0);
        state.addProperty("float", 0.1f);
        state.addProperty("negativeZero", -0.0);
        state.addProperty("nan", Double.NaN);
        state.addProperty("infinite", Float.NEGATIVE_INFINITY);
        state.addProperty("text", "ä <&> \"\n\u2028");
        JsonArray sums = new JsonArray();
        sums.add(Double.POSITIVE_INFINITY);
        sums.add(JsonNull.INSTANCE);
        state.add("sums", sums);
        store.save(new Checkpoint(Map.of(), state), true);

        JsonObject read = store.loadLast().state();
        assertEquals(state.keySet(), read.keySet());
        assertEquals(Long.MIN_VALUE + 1, read.get("seed").getAsLong());
        for (String name : List.of("tenth", "tiny", "huge", "third", "negativeZero", "nan", "infinite")) {
            assertEquals(
                    Double.doubleToLongBits(state.get(name).getAsDouble()),
                    Double.doubleToLongBits(read.get(name).getAsDouble()),
                    name);
        }
        assertEquals(0.1f, read.get("float").getAsFloat());
        assertEquals(state.get("text"), read.get("text"));
        assertEquals(Double.POSITIVE_INFINITY, read.getAsJsonArray("sums").get(0).getAsDouble());
        assertEquals(JsonNull.INSTANCE, read.getAsJsonArray("sums").get(1));
    }

    @Test
    void aCheckpointIsNotChangedByItsMakerAfterwards() {
        JsonObject state = new JsonObject();
        state.addProperty("step", 3);
        Checkpoint checkpoint = new Checkpoint(Map.of(), state);
        state.addProperty("step", 4);
        assertEquals(3, checkpoint.step());
        for (String step : List.of("null", "-1", "1.5", "\"x\"", "[]")) {
            JsonObject bad = Json.parseObject("{\"step\":" + step + "}").orElseThrow();
            assertThrows(IllegalArgumentException.class, () -> new Checkpoint(Map.of(), bad), step);
        }
    }

    @Test
    void anUnwritableFolderIsToldSo() throws IOException {
        Files.createFile(folder);
        String message = assertThrows(NeocogException.class, () -> store.save(Samples.checkpoint(1, 0), false))
                .getMessage();
        assertTrue(message.startsWith(folder + ": cannot be written: "), message);
    }

    @Test
    void weightsThatAreMissingAreToldSo() throws IOException {
        store.save(Samples.checkpoint(1, 0), false);
        byte[] old = Files.readAllBytes(folder.resolve("last.json"));
        store.save(Samples.checkpoint(2, 0), false);
        byte[] current = Files.readAllBytes(folder.resolve("last.json"));
        Files.write(folder.resolve("last.json"), old);
        String message = assertThrows(NeocogException.class, store::loadLast).getMessage();
        assertTrue(message.contains("step-00000001.safetensors: is missing, but last.json refers to it"), message);
        Files.write(folder.resolve("last.json"), current);
        Samples.assertSame(Samples.checkpoint(2, 0), store.loadLast());
    }

    @Test
    void readersMeetOnlyWholeCheckpointsWhileAWriterGoesOn() throws Exception {
        CheckpointStore writer = new CheckpointStore(folder, CutDisk.uncut());
        writer.save(Samples.checkpoint(0, 0), true);
        try (ExecutorService executor = Executors.newSingleThreadExecutor()) {
            Future<?> writing = executor.submit(() -> {
                for (int step = 1; step <= 100; step++) {
                    writer.save(Samples.checkpoint(step, 0), step % 2 == 0);
                }
            });
            long step = 0;
            while (step < 100) {
                boolean finished = writing.isDone();
                Checkpoint last = store.loadLast();
                assertTrue(last.step() >= step, last.step() + " after " + step);
                step = last.step();
                Samples.assertSame(Samples.checkpoint(step, 0), last);
                Checkpoint best = store.loadBest();
                Samples.assertSame(Samples.checkpoint(best.step(), 0), best);
                assertTrue(!finished || step == 100, "the writer stopped early");
            }
            writing.get();
        }
    }
}

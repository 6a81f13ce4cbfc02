package org.neocog.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.neocog.NeocogException;

final class CheckpointDamageTest {
    @TempDir
    Path folder;

    private CheckpointStore store;
    private Path last;
    private Path weights;

    @BeforeEach
    void saveTwo() {
        store = new CheckpointStore(folder);
        store.save(Samples.checkpoint(1, 0), true);
        store.save(Samples.checkpoint(2, 0), false);
        last = folder.resolve("last.json");
        weights = folder.resolve("step-00000002.safetensors");
    }

    @Test
    void everyFlippedByteIsFoundAndTheMessageNamesFileAndRemedy() throws IOException {
        for (Path file : List.of(last, weights)) {
            byte[] whole = Files.readAllBytes(file);
            for (int i = 0; i < whole.length; i++) {
                for (int bit : new int[] {0x01, 0x20, 0x80}) {
                    byte[] damaged = whole.clone();
                    damaged[i] ^= (byte) bit;
                    Files.write(file, damaged);
                    assertDamaged(file, "byte " + i);
                }
            }
            Files.write(file, whole);
        }
        Samples.assertSame(Samples.checkpoint(2, 0), store.loadLast());
    }

    @Test
    void everyOtherLengthIsFound() throws IOException {
        for (Path file : List.of(last, weights)) {
            byte[] whole = Files.readAllBytes(file);
            for (int length = 0; length <= whole.length + 1; length++) {
                if (length != whole.length) {
                    Files.write(file, Arrays.copyOf(whole, length));
                    assertDamaged(file, "length " + length);
                }
            }
            Files.write(file, whole);
        }
    }

    private void assertDamaged(Path file, String how) {
        String message = assertThrows(NeocogException.class, store::loadLast, how).getMessage();
        assertTrue(message.startsWith(file + ": damaged: "), message);
        assertTrue(message.endsWith("best.json has a checksum of its own and may still be whole: copy it over last.json to"
                + " go on from there"), message);
        assertFalse(message.contains("\n"), message);
    }

    @Test
    void theRemedyHelps() throws IOException {
        Files.write(weights, new byte[1]);
        Files.copy(folder.resolve("best.json"), last, StandardCopyOption.REPLACE_EXISTING);
        Samples.assertSame(Samples.checkpoint(1, 0), store.loadLast());
        store.save(Samples.checkpoint(2, 1), false);
        Samples.assertSame(Samples.checkpoint(2, 1), store.loadLast());
        Samples.assertSame(Samples.checkpoint(1, 0), store.loadBest());
    }

    @Test
    void withoutABestThereIsNothingToFallBackOn() throws IOException {
        Files.delete(folder.resolve("best.json"));
        Files.write(weights, new byte[1]);
        String message = assertThrows(NeocogException.class, store::loadLast).getMessage();
        assertTrue(message.endsWith("there is no best.json to fall back on"), message);
    }

    /** The weights might still be saved by hand. */
    @Test
    void whileAManifestIsDamagedNoWeightsAreDeleted() throws IOException {
        Files.write(folder.resolve("best.json"), new byte[1]);
        store.save(Samples.checkpoint(3, 0), false);
        assertTrue(Files.exists(folder.resolve("step-00000001.safetensors")));
        store.save(Samples.checkpoint(4, 0), true);
        assertEquals(List.of("best.json", "last.json", "step-00000004.safetensors"), Samples.files(folder));
    }

    /** A checksum is no proof of good sense. */
    @Test
    void aManifestWithTheRightChecksumAndTheWrongContentIsRefused() throws IOException {
        byte[] whole = Files.readAllBytes(last);
        for (String[] change : new String[][] {
            {"step-00000002.safetensors", "../step-00000002.safetensors"},
            {"\"step-00000002.safetensors\"", "[]"},
            {"\"weights\"", "\"tensors\""},
            {"\"weightsBytes\": ", "\"weightsBytes\": -"},
            {"\"weightsSha256\"", "\"weightsSha1\""},
            {"\"state\"", "\"status\""},
            {"\"step\": 2", "\"step\": 0.5"},
        }) {
            Files.write(last, whole);
            changeLast(change[0], change[1]);
            assertDamaged(last, change[1]);
        }
    }

    private void changeLast(String from, String to) throws IOException {
        String text = Files.readString(last);
        assertTrue(text.contains(from), from);
        String body = text.substring(0, text.lastIndexOf(",\n")).replace(from, to);
        String sha256 = Sha256.of(body.getBytes(StandardCharsets.UTF_8));
        Files.writeString(last, body + ",\n  \"sha256\": \"" + sha256 + "\"\n}\n");
    }

    @Test
    void aCheckpointOfAnotherFormatIsToldSo() throws IOException {
        changeLast("\"format\": 1", "\"format\": 2");
        assertEquals(
                last + ": is a checkpoint of format 2; this version reads format 1",
                assertThrows(NeocogException.class, store::loadLast).getMessage());
    }
}

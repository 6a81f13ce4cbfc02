package org.neocog.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.neocog.NeocogException;

final class JsonLinesTest {
    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("metrics.jsonl");
    }

    @Test
    void eachLineIsThereAtOnceAndReopeningGoesOn() throws IOException {
        try (JsonLines lines = JsonLines.open(file)) {
            assertEquals(0, lines.lines());
            lines.append(epoch(0));
            assertEquals("{\"epoch\":0}\n", Files.readString(file));
        }
        try (JsonLines lines = JsonLines.open(file)) {
            assertEquals(1, lines.lines());
            lines.append(epoch(1));
            assertEquals(2, lines.lines());
        }
        assertEquals(List.of(epoch(0), epoch(1)), JsonLines.read(file).stream().map(JsonLinesTest::asNumbers).toList());
    }

    @Test
    void aTornLastLineIsNotReadAndIsCutOff() throws IOException {
        Files.writeString(file, "{\"epoch\":0}\n{\"epo");
        assertEquals(1, JsonLines.read(file).size());
        try (JsonLines lines = JsonLines.open(file)) {
            lines.append(epoch(1));
        }
        assertEquals("{\"epoch\":0}\n{\"epoch\":1}\n", Files.readString(file));
    }

    @Test
    void resumingCutsOffWhatCameAfterTheCheckpoint() throws IOException {
        for (int keep = 0; keep <= 5; keep++) {
            Files.writeString(file, "{\"epoch\":0}\n{\"epoch\":1}\n{\"epoch\":2}\n{\"ep");
            try (JsonLines lines = JsonLines.open(file, keep)) {
                assertEquals(Math.min(keep, 3), lines.lines());
                lines.append(epoch(9));
            }
            assertEquals(
                    "{\"epoch\":0}\n{\"epoch\":1}\n{\"epoch\":2}\n".substring(0, 12 * Math.min(keep, 3)) + "{\"epoch\":9}\n",
                    Files.readString(file));
        }
    }

    /** Longer than the block in which line ends are sought. */
    @Test
    void linesAreCountedAcrossBlocks() throws IOException {
        String line = "{\"text\":\"" + "x".repeat(50_000) + "\"}\n";
        Files.writeString(file, line.repeat(5));
        try (JsonLines lines = JsonLines.open(file, 4)) {
            assertEquals(4, lines.lines());
        }
        assertEquals(line.repeat(4), Files.readString(file));
    }

    @Test
    void aLossThatIsNoNumberIsStillJson() {
        JsonObject json = new JsonObject();
        json.addProperty("trainLoss", Double.NaN);
        json.addProperty("valLoss", Float.POSITIVE_INFINITY);
        json.addProperty("text", "two\nlines");
        try (JsonLines lines = JsonLines.open(file)) {
            lines.append(json);
        }
        JsonObject read = JsonLines.read(file).getFirst();
        assertEquals("\"NaN\"", read.get("trainLoss").toString());
        assertEquals(Double.NaN, read.get("trainLoss").getAsDouble());
        assertEquals(Float.POSITIVE_INFINITY, read.get("valLoss").getAsFloat());
        assertEquals("two\nlines", read.get("text").getAsString());
    }

    @Test
    void aDamagedLineIsNamed() throws IOException {
        for (String bad : List.of("{\"epoch\":", "", "[]", "{} {}", "{'epoch':1}", "{\"epoch\":NaN}")) {
            Files.writeString(file, "{\"epoch\":0}\n" + bad + "\n");
            assertEquals(
                    file + ": line 2 is no JSON object; delete the line or the file",
                    assertThrows(NeocogException.class, () -> JsonLines.read(file)).getMessage());
        }
    }

    @Test
    void aFileThatCannotBeOpenedIsNamed() {
        assertTrue(assertThrows(NeocogException.class, () -> JsonLines.open(folder)).getMessage()
                .startsWith(folder + ": cannot be written: "));
        assertEquals(
                file + ": cannot be read: no such file or folder",
                assertThrows(NeocogException.class, () -> JsonLines.read(file)).getMessage());
    }

    private static JsonObject epoch(int epoch) {
        JsonObject json = new JsonObject();
        json.addProperty("epoch", epoch);
        return json;
    }

    private static JsonObject asNumbers(JsonObject read) {
        return epoch(read.get("epoch").getAsInt());
    }
}

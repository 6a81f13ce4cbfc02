package org.neocog.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.neocog.NeocogException;

final class AtomicFileTest {
    private static final AtomicFile.Content NEW = channel -> {
        AtomicFile.writeFully(channel, ByteBuffer.wrap("new ".getBytes(StandardCharsets.UTF_8)));
        AtomicFile.writeFully(channel, ByteBuffer.wrap("content".getBytes(StandardCharsets.UTF_8)));
    };

    @TempDir
    Path folder;

    @Test
    void createsAndReplaces() throws IOException {
        Path file = folder.resolve("config.json");
        AtomicFile.writeText(file, "ä");
        assertEquals("ä", Files.readString(file));
        AtomicFile.write(file, NEW);
        assertEquals("new content", Files.readString(file));
        assertEquals(List.of("config.json"), files());
    }

    @Test
    void syncsTheFileBeforeItsRenameAndTheFolderAfter() {
        CutDisk disk = CutDisk.uncut();
        AtomicFile.write(disk, folder.resolve("f"), NEW);
        assertEquals(
                List.of("create", "write", "write", "force", "move f", "sync " + folder.getFileName()), disk.operations());
    }

    @Test
    void anErrorAtAnyOperationLeavesTheOldFileOrTheNewAndNothingElse() throws IOException {
        Path file = folder.resolve("f");
        for (int cut = 0; ; cut++) {
            AtomicFile.writeText(file, "old");
            CutDisk disk = new CutDisk(CutDisk.Cut.ERROR, cut);
            if (cut == 6) {
                AtomicFile.write(disk, file, NEW);
                assertEquals(6, disk.operations().size());
                break;
            }
            String message =
                    assertThrows(NeocogException.class, () -> AtomicFile.write(disk, file, NEW)).getMessage();
            assertTrue(message.startsWith(file + ": cannot be written: No space left on device"), message);
            assertEquals(cut < 5 ? "old" : "new content", Files.readString(file), "cut at " + cut);
            assertEquals(List.of("f"), files(), "cut at " + cut);
        }
    }

    @Test
    void anErrorOfTheContentLeavesTheOldFile() throws IOException {
        Path file = folder.resolve("f");
        AtomicFile.writeText(file, "old");
        assertThrows(IllegalStateException.class, () -> AtomicFile.write(file, channel -> {
            NEW.writeTo(channel);
            throw new IllegalStateException("a mistake in the caller");
        }));
        assertEquals("old", Files.readString(file));
        assertEquals(List.of("f"), files());
    }

    @Test
    void aFolderThatIsNotThereIsToldSo() {
        Path file = folder.resolve("missing").resolve("f");
        String message = assertThrows(NeocogException.class, () -> AtomicFile.writeText(file, "x")).getMessage();
        assertTrue(message.startsWith(file + ": cannot be written: no such file or folder"), message);
    }

    @Test
    void aFileInThePlaceOfTheFolderIsToldSo() throws IOException {
        Path file = Files.createFile(folder.resolve("plain")).resolve("f");
        String message = assertThrows(NeocogException.class, () -> AtomicFile.writeText(file, "x")).getMessage();
        assertTrue(message.contains(": cannot be written: Not a directory"), message);
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}

package org.neocog.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelCacheTest {
    private static final byte[] CODE = "machine code".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    private Path root;

    private final Logger logger = Logger.getLogger(KernelCache.class.getName());
    private final List<String> warnings = new ArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord log) {
            warnings.add(log.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        logger.addHandler(handler);
        logger.setUseParentHandlers(false);
    }

    @AfterEach
    void stopListening() {
        logger.removeHandler(handler);
        logger.setUseParentHandlers(true);
    }

    private Path folder() {
        return root.resolve("neocog/kernels");
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder())) {
            return files.toList();
        }
    }

    @Test
    void givesWhatWasStoredToLaterProcessesToo() throws IOException {
        KernelCache cache = KernelCache.open(folder());
        assertEquals(Optional.empty(), cache.find("a"));
        cache.store("a", CODE);
        assertArrayEquals(CODE, cache.find("a").orElseThrow());
        assertArrayEquals(CODE, KernelCache.open(folder()).find("a").orElseThrow());
        assertEquals(Optional.empty(), cache.find("b"));
        assertEquals(1, files().size());
        assertTrue(warnings.isEmpty(), warnings::toString);
    }

    @Test
    void nobodyElseCanReadOrPlantAFile() throws IOException {
        KernelCache.open(folder()).store("a", CODE);
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder())));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(files().getFirst())));
    }

    @Test
    void aFileCutAnywhereCountsAsNotThereAndIsReplaced() throws IOException {
        KernelCache cache = KernelCache.open(folder());
        cache.store("a", CODE);
        Path file = files().getFirst();
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertEquals(Optional.empty(), cache.find("a"), "cut at " + length);
        }
        cache.store("a", CODE);
        assertArrayEquals(CODE, cache.find("a").orElseThrow());
    }

    @Test
    void aFileWithAnyByteChangedOrOneMoreCountsAsNotThere() throws IOException {
        KernelCache cache = KernelCache.open(folder());
        cache.store("a", CODE);
        Path file = files().getFirst();
        byte[] whole = Files.readAllBytes(file);
        for (int i = 0; i < whole.length; i++) {
            byte[] changed = whole.clone();
            changed[i] ^= 1;
            Files.write(file, changed);
            assertEquals(Optional.empty(), cache.find("a"), "byte " + i);
        }
        Files.write(file, Arrays.copyOf(whole, whole.length + 1));
        assertEquals(Optional.empty(), cache.find("a"));
    }

    @Test
    void withAFolderThatCannotBeWrittenItKeepsNothingAndSaysSoOnce() throws IOException {
        Path file = Files.createFile(root.resolve("file"));
        KernelCache cache = KernelCache.open(file.resolve("kernels"));
        assertFalse(cache.isUsable());
        cache.store("a", CODE);
        assertEquals(Optional.empty(), cache.find("a"));
        assertEquals(1, warnings.size(), warnings::toString);
        assertTrue(warnings.getFirst().startsWith("compiled kernels are not kept, since " + file), warnings::toString);
        assertTrue(warnings.getFirst().contains("neocog.cache"), warnings::toString);
    }

    @Test
    void aFolderThatOthersMayWriteToIsNotTrusted() throws IOException {
        Files.createDirectories(folder());
        Files.setPosixFilePermissions(folder(), PosixFilePermissions.fromString("rwxrwxrwx"));
        assertFalse(KernelCache.open(folder()).isUsable());
        assertTrue(warnings.getFirst().contains("other users may write to"), warnings::toString);
    }

    @Test
    void aFolderThatGoesAwayIsSaidOnceAndTheRunGoesOn() throws IOException {
        KernelCache cache = KernelCache.open(folder());
        Files.delete(folder());
        cache.store("a", CODE);
        cache.store("b", CODE);
        assertEquals(Optional.empty(), cache.find("a"));
        assertEquals(1, warnings.size(), warnings::toString);
    }

    @Test
    void severalProcessesSeeWholeFilesOnly() throws Exception {
        KernelCache cache = KernelCache.open(folder());
        List<ChildProcess> writers = List.of(
                ChildProcess.start(root, Map.of(), KernelCacheWriter.class, folder().toString()),
                ChildProcess.start(root, Map.of(), KernelCacheWriter.class, folder().toString()));
        for (ChildProcess writer : writers) {
            assertEquals(List.of("usable true, wrong 0"), writer.lines());
        }
        for (int key = 0; key < KernelCacheWriter.KEYS; key++) {
            assertArrayEquals(KernelCacheWriter.content(key), cache.find(KernelCacheWriter.key(key)).orElseThrow());
        }
        assertEquals(KernelCacheWriter.KEYS, files().size(), "no part is left");
    }
}

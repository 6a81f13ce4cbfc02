package org.neocog.nativelib;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NativeCacheTest {
    private static final int SIZE = 300_000;

    @TempDir
    private Path temp;

    private byte[] content;
    private PackedResource resource;

    @BeforeEach
    void packALibrary() throws IOException {
        assumeTrue(FileSystems.getDefault().supportedFileAttributeViews().contains("posix"), "needs POSIX permissions");
        content = new byte[SIZE];
        RandomGenerator.of("L64X128MixRandom").nextBytes(content);
        Path jar = temp.resolve("library.jar");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            zip.putNextEntry(new ZipEntry("linux/libx.so.3"));
            zip.write(content);
        }
        resource = PackedResource.of(java.net.URI.create("jar:" + jar.toUri() + "!/linux/libx.so.3").toURL());
    }

    @Test
    void knowsAResourceWithoutUnpackingIt() {
        CRC32 crc = new CRC32();
        crc.update(content);
        assertEquals("libx.so.3", resource.name());
        assertEquals(SIZE, resource.size());
        assertEquals(crc.getValue(), resource.crc());
    }

    @Test
    void knowsAResourceOutsideAJar() throws IOException {
        Path plain = Files.write(temp.resolve("libx.so.3"), content);
        PackedResource other = PackedResource.of(plain.toUri().toURL());
        assertEquals(resource.contentName(), other.contentName());
    }

    @Test
    void placesTheContentInAFolderOfItsOwn() throws IOException {
        Path folder = temp.resolve("a/b");
        try (NativeCache cache = NativeCache.openExactly(folder)) {
            Path file = cache.place(resource);
            assertArrayEquals(content, Files.readAllBytes(file));
            assertEquals(folder, file.getParent());
        }
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)));
        assertEquals(List.of(resource.contentName()), names(folder));
    }

    @Test
    void leavesAWholeFileAlone() throws IOException {
        NativeCache cache = NativeCache.openExactly(temp.resolve("cache"));
        Path file = cache.place(resource);
        FileTime past = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));
        Files.setLastModifiedTime(file, past);
        cache.place(resource);
        assertEquals(past, Files.getLastModifiedTime(file));
    }

    @Test
    void replacesATornFile() throws IOException {
        NativeCache cache = NativeCache.openExactly(temp.resolve("cache"));
        Path file = cache.place(resource);
        byte[] torn = Arrays.copyOf(content, SIZE / 2);
        Files.write(file, torn);
        assertArrayEquals(content, Files.readAllBytes(cache.place(resource)));
    }

    @Test
    void replacesAFileWithOneWrongBit() throws IOException {
        NativeCache cache = NativeCache.openExactly(temp.resolve("cache"));
        byte[] wrong = content.clone();
        wrong[SIZE / 3] ^= 1;
        Files.write(cache.place(resource), wrong);
        assertArrayEquals(content, Files.readAllBytes(cache.place(resource)));
    }

    @Test
    void replacesALinkInsteadOfFollowingIt() throws IOException {
        NativeCache cache = NativeCache.openExactly(temp.resolve("cache"));
        Path elsewhere = Files.write(temp.resolve("elsewhere"), content);
        Path link = Files.createSymbolicLink(cache.folder().resolve(resource.contentName()), elsewhere);
        cache.place(resource);
        assertFalse(Files.isSymbolicLink(link));
    }

    @Test
    void namesAFileByItsContent() {
        PackedResource other = new PackedResource(resource.url(), resource.name(), resource.size(), resource.crc() ^ 1);
        assertNotEquals(resource.contentName(), other.contentName());
    }

    @Test
    void placesNothingWhenTheContentIsNotWhatWasAnnounced() throws IOException {
        NativeCache cache = NativeCache.openExactly(temp.resolve("cache"));
        PackedResource wrong = new PackedResource(resource.url(), resource.name(), resource.size(), resource.crc() ^ 1);
        assertThrows(IOException.class, () -> cache.place(wrong));
        assertEquals(List.of(), names(cache.folder()));
    }

    @Test
    void removesPartsThatWereAbandonedAndOnlyThose() throws IOException {
        NativeCache cache = NativeCache.openExactly(temp.resolve("cache"));
        Path abandoned = Files.createFile(cache.folder().resolve("old.part"));
        Files.setLastModifiedTime(abandoned, FileTime.from(Instant.now().minusSeconds(7200)));
        Path inProgress = Files.createFile(cache.folder().resolve("new.part"));
        cache.place(resource);
        assertFalse(Files.exists(abandoned));
        assertTrue(Files.exists(inProgress));
    }

    @Test
    void letsManyPlaceTheSameFileAtOnce() throws Exception {
        Path folder = temp.resolve("cache");
        try (ExecutorService threads = Executors.newFixedThreadPool(6)) {
            List<Future<byte[]>> contents = new ArrayList<>();
            for (int i = 0; i < 24; i++) {
                contents.add(threads.submit(
                        () -> Files.readAllBytes(NativeCache.openExactly(folder).place(resource))));
            }
            for (Future<byte[]> each : contents) {
                assertArrayEquals(content, each.get());
            }
        }
        assertEquals(List.of(resource.contentName()), names(folder));
    }

    @Test
    void refusesAFolderThatOthersMayWriteTo() throws IOException {
        Path shared = Files.createDirectory(temp.resolve("shared"));
        Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxrwxrwx"));
        IOException e = assertThrows(IOException.class, () -> NativeCache.openExactly(shared));
        assertEquals("other users may write to " + shared, e.getMessage());
        assertEquals(List.of(), names(shared));
    }

    @Test
    void usesATemporaryFolderWhereItCannotWriteAndRemovesIt() throws IOException {
        Path file = Files.createFile(temp.resolve("file"));
        Path folder;
        try (NativeCache cache = NativeCache.open(file.resolve("cache"))) {
            folder = cache.folder();
            assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)));
            assertArrayEquals(content, Files.readAllBytes(cache.place(resource)));
        }
        assertFalse(Files.exists(folder));
    }

    @Test
    void placesFilesTogetherUnderTheirOwnNamesInAFolderNamedByAllOfThem() throws IOException {
        NativeCache cache = NativeCache.openExactly(temp.resolve("cache"));
        PackedBytes other = new PackedBytes("liby.so", new byte[] {1, 2, 3});
        List<Path> files = cache.placeTogether("set", List.of(resource, other));
        assertEquals(List.of("libx.so.3", "liby.so"), files.stream().map(f -> f.getFileName().toString()).toList());
        assertArrayEquals(content, Files.readAllBytes(files.get(0)));
        assertArrayEquals(new byte[] {1, 2, 3}, Files.readAllBytes(files.get(1)));
        Path folder = files.get(0).getParent();
        assertEquals(folder, files.get(1).getParent());
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)));
        assertEquals(files, cache.placeTogether("set", List.of(resource, other)));

        PackedBytes changed = new PackedBytes("liby.so", new byte[] {1, 2, 4});
        assertNotEquals(folder, cache.placeTogether("set", List.of(resource, changed)).get(0).getParent());
    }

    @Test
    void replacesATornFileAmongThoseTogether() throws IOException {
        NativeCache cache = NativeCache.openExactly(temp.resolve("cache"));
        Path file = cache.placeTogether("set", List.of(resource)).getFirst();
        Files.write(file, Arrays.copyOf(content, SIZE - 1));
        assertArrayEquals(content, Files.readAllBytes(cache.placeTogether("set", List.of(resource)).getFirst()));
    }

    @Test
    void removesATemporaryFolderWithTheFoldersInIt() throws IOException {
        Path file = Files.createFile(temp.resolve("file"));
        Path folder;
        try (NativeCache cache = NativeCache.open(file.resolve("cache"))) {
            folder = cache.folder();
            cache.placeTogether("set", List.of(resource));
        }
        assertFalse(Files.exists(folder));
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}

package org.neocog.nativelib;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;

/**
 * A folder, private to this user, that holds native libraries copied out of their jars. A file, or its folder, is named by
 * the checksum of its content, appears by an atomic rename, and is checked before each use, so that several processes may
 * share the folder and a damaged file is replaced. Where no lasting folder can be had, a temporary one serves and
 * {@link #close} deletes it.
 */
public final class NativeCache implements AutoCloseable {
    private static final Set<PosixFilePermission> PRIVATE = PosixFilePermissions.fromString("rwx------");
    private static final String PART = ".part";
    /** A part this old was left by a process that was killed. */
    private static final Duration ABANDONED = Duration.ofHours(1);

    private final Path folder;
    private final boolean temporary;

    private NativeCache(Path folder, boolean temporary) {
        this.folder = folder;
        this.temporary = temporary;
    }

    /**
     * Opens {@code wanted}, creating what is missing of it; where that cannot be written or is not this user's own, a fresh
     * temporary folder.
     *
     * @throws IOException if there is no temporary folder either
     */
    public static NativeCache open(Path wanted) throws IOException {
        try {
            return openExactly(wanted);
        } catch (IOException | UnsupportedOperationException e) {
            return new NativeCache(Files.createTempDirectory("neocog-", privately()), true);
        }
    }

    /**
     * Opens {@code folder}, creating what is missing of it.
     *
     * @throws IOException if it cannot be written, belongs to another user, or others may write to it
     */
    public static NativeCache openExactly(Path folder) throws IOException {
        Files.createDirectories(folder, privately());
        // Whoever creates a file owns it: the surest way to learn who "this user" is, and whether the folder can be written.
        Path probe = Files.createTempFile(folder, "probe", PART);
        try {
            if (!Files.getOwner(folder).equals(Files.getOwner(probe))) {
                throw new IOException(folder + " belongs to another user");
            }
        } finally {
            Files.delete(probe);
        }
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(folder);
        if (permissions.contains(PosixFilePermission.GROUP_WRITE) || permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
            throw new IOException("other users may write to " + folder);
        }
        return new NativeCache(folder, false);
    }

    private static FileAttribute<?> privately() {
        return PosixFilePermissions.asFileAttribute(PRIVATE);
    }

    public Path folder() {
        return folder;
    }

    /** The file with that content under a name of its own, copied if it is not there yet or not whole. */
    public Path place(PackedFile packed) throws IOException {
        return place(packed, folder.resolve(packed.contentName()));
    }

    /**
     * Files with that content under their own names in a folder of their own, for libraries that look for others beside
     * them or are looked for by name.
     *
     * @return the files in the order of {@code packed}
     */
    public List<Path> placeTogether(String label, List<? extends PackedFile> packed) throws IOException {
        CRC32 all = new CRC32();
        packed.forEach(file -> all.update(file.contentName().getBytes(StandardCharsets.UTF_8)));
        NativeCache together = openExactly(folder.resolve("%s-%08x".formatted(label, all.getValue())));
        List<Path> files = new ArrayList<>();
        for (PackedFile file : packed) {
            files.add(together.place(file, together.folder.resolve(file.name())));
        }
        return List.copyOf(files);
    }

    private Path place(PackedFile packed, Path file) throws IOException {
        if (!isWhole(file, packed)) {
            removeAbandonedParts();
            copy(packed, file);
        }
        return file;
    }

    private static boolean isWhole(Path file, PackedFile packed) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) != packed.size()) {
            return false;
        }
        // 90 MB take 10 to 30 ms, little enough to look at every byte on every start.
        CRC32 crc = new CRC32();
        try (FileChannel channel = FileChannel.open(file)) {
            crc.update(channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size()));
        }
        return crc.getValue() == packed.crc();
    }

    private void copy(PackedFile packed, Path file) throws IOException {
        Path part = Files.createTempFile(folder, packed.name(), PART);
        try {
            CRC32 crc = new CRC32();
            try (InputStream in = new CheckedInputStream(packed.open(), crc);
                    FileOutputStream out = new FileOutputStream(part.toFile())) {
                in.transferTo(out);
                out.getFD().sync();
            }
            if (crc.getValue() != packed.crc()) {
                throw new IOException("the copy of " + packed.name() + " in " + folder + " has another checksum");
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private void removeAbandonedParts() throws IOException {
        FileTime limit = FileTime.from(Instant.now().minus(ABANDONED));
        try (DirectoryStream<Path> parts = Files.newDirectoryStream(folder, "*" + PART)) {
            for (Path part : parts) {
                if (isOlder(part, limit)) {
                    Files.deleteIfExists(part);
                }
            }
        }
    }

    private static boolean isOlder(Path part, FileTime limit) throws IOException {
        try {
            return Files.getLastModifiedTime(part, LinkOption.NOFOLLOW_LINKS).compareTo(limit) < 0;
        } catch (NoSuchFileException e) {
            // Whoever was writing it has renamed it in this moment.
            return false;
        }
    }

    /** Deletes the folder if it is a temporary one. A library that is loaded by then stays usable (on Linux). */
    @Override
    public void close() throws IOException {
        if (temporary) {
            delete(folder);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                    delete(entry);
                } else {
                    Files.delete(entry);
                }
            }
        }
        Files.delete(folder);
    }
}

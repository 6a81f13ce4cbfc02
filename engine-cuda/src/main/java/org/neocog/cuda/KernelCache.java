package org.neocog.cuda;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.neocog.nativelib.NativeCache;
import org.neocog.nativelib.UserCache;

/**
 * Compiled kernels on disk, private to this user, since the GPU runs what they say. Several processes may share them: a
 * file appears whole, by an atomic rename, and whoever comes second puts the same content there again. A file that is not
 * whole counts as not there. A cache that cannot be used says so once and keeps nothing.
 */
final class KernelCache {
    private static final Logger LOG = System.getLogger(KernelCache.class.getName());
    private static final int MAGIC = 0x4e434b31;
    private static final int HEADER_BYTES = 2 * Integer.BYTES + Long.BYTES;

    private final Path folder;
    /** Empty if the cache cannot be used. */
    private Optional<Path> usable;

    private KernelCache(Path folder, Optional<Path> usable) {
        this.folder = folder;
        this.usable = usable;
    }

    /** Opens {@code folder}, creating it where it is not there. */
    static KernelCache open(Path folder) {
        KernelCache cache = new KernelCache(folder, Optional.of(folder));
        try {
            NativeCache.openExactly(folder).close();
        } catch (IOException | UnsupportedOperationException e) {
            cache.giveUp(e);
        }
        return cache;
    }

    /** Whether anything is kept. */
    synchronized boolean isUsable() {
        return usable.isPresent();
    }

    /** What was stored under that key, if it is there and whole. */
    synchronized Optional<byte[]> find(String key) {
        if (usable.isEmpty()) {
            return Optional.empty();
        }
        try {
            return unpack(Files.readAllBytes(file(usable.get(), key)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            giveUp(e);
            return Optional.empty();
        }
    }

    /** @param key letters and digits */
    synchronized void store(String key, byte[] content) {
        if (usable.isEmpty()) {
            return;
        }
        try {
            Path part = Files.createTempFile(usable.get(), key, ".part");
            try {
                try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
                    ByteBuffer packed = ByteBuffer.wrap(pack(content));
                    while (packed.hasRemaining()) {
                        channel.write(packed);
                    }
                }
                Files.move(part, file(usable.get(), key), StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            giveUp(e);
        }
    }

    private static Path file(Path folder, String key) {
        return folder.resolve(key + ".kernel");
    }

    /** Magic number, checksum, length, content. */
    private static byte[] pack(byte[] content) {
        return ByteBuffer.allocate(HEADER_BYTES + content.length)
                .putInt(MAGIC)
                .putInt(checksum(content))
                .putLong(content.length)
                .put(content)
                .array();
    }

    private static Optional<byte[]> unpack(byte[] file) {
        if (file.length < HEADER_BYTES) {
            return Optional.empty();
        }
        ByteBuffer header = ByteBuffer.wrap(file);
        int magic = header.getInt();
        int checksum = header.getInt();
        long length = header.getLong();
        byte[] content = Arrays.copyOfRange(file, HEADER_BYTES, file.length);
        boolean whole = magic == MAGIC && length == content.length && checksum == checksum(content);
        return whole ? Optional.of(content) : Optional.empty();
    }

    private static int checksum(byte[] content) {
        CRC32C sum = new CRC32C();
        sum.update(content);
        return (int) sum.getValue();
    }

    private void giveUp(Exception reason) {
        usable = Optional.empty();
        LOG.log(Level.WARNING, "compiled kernels are not kept, since " + folder + " cannot be used: "
                + UserCache.describe(reason) + "; the system property " + UserCache.PROPERTY + " names another folder");
    }
}

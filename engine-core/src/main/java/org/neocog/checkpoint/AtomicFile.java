package org.neocog.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.neocog.NeocogException;

/**
 * Replaces a file so that a reader, a kill or a power cut meets the old content or the new one, never part of either:
 * temporary file in the same folder, sync, rename, sync of the folder.
 */
public final class AtomicFile {
    private AtomicFile() {}

    /** Writes the content, in blocks of moderate size: there is no buffer behind the channel. */
    @FunctionalInterface
    public interface Content {
        void writeTo(WritableByteChannel channel) throws IOException;
    }

    /**
     * Creates or replaces the file. Its folder must be there.
     *
     * @throws NeocogException if it cannot be written (no such folder, no permission, disk full); no temporary file is left,
     *     and the old file is whole and in its place, unless the sync of the folder alone failed: then the new one is
     */
    public static void write(Path file, Content content) {
        write(new RealDisk(), file, content);
    }

    /**
     * Creates or replaces the file with a text in UTF-8.
     *
     * @throws NeocogException as {@link #write(Path, Content)} does
     */
    public static void writeText(Path file, String text) {
        write(file, channel -> writeFully(channel, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8))));
    }

    static void write(Disk disk, Path file, Content content) {
        String name = file.getFileName().toString();
        try (PendingFile pending = new PendingFile(disk, file.toAbsolutePath().getParent(), name)) {
            content.writeTo(pending.channel());
            pending.commit(name);
        } catch (IOException e) {
            throw new NeocogException(
                    file + ": cannot be written: " + IoReason.of(e) + "; no file was left half written", e);
        }
    }

    static void writeFully(WritableByteChannel channel, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }
}

package org.neocog.tensorboard;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32C;
import org.neocog.NeocogException;
import org.neocog.checkpoint.IoReason;

/**
 * A file of scalars over steps that TensorBoard reads. It is a sequence of records: 8 bytes length, 4 bytes checksum of these,
 * the data, 4 bytes checksum of those, all little-endian; the data are {@code Event} messages. Records are whole in the file
 * when {@link #scalars} returns.
 */
public final class EventFile implements Closeable {
    private static final String VERSION = "brain.Event:2";

    private final Path file;
    private final FileChannel channel;

    private EventFile(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Begins a file of a name of its own in the folder, which is made if need be. TensorBoard puts together what the files of
     * a folder hold, so a run that is resumed begins another.
     *
     * @param seconds since 1970, which decides in what order TensorBoard reads the files
     * @throws NeocogException if it cannot be written
     */
    public static EventFile create(Path folder, double seconds) {
        String name = String.format(
                Locale.ROOT, "events.out.tfevents.%010d.neocog.%d", (long) seconds, ProcessHandle.current().pid());
        try {
            Files.createDirectories(folder);
            for (int number = 0; ; number++) {
                Path file = folder.resolve(name + "." + number);
                try {
                    EventFile events = new EventFile(
                            file, FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
                    events.write(new ProtoMessage().float64(1, seconds).text(3, VERSION));
                    return events;
                } catch (FileAlreadyExistsException _) {
                    // Begun in the same second by this process: the next number is free.
                }
            }
        } catch (IOException e) {
            throw new NeocogException(folder + ": event files cannot be written: " + IoReason.of(e), e);
        }
    }

    public Path path() {
        return file;
    }

    /**
     * Adds numbers by name.
     *
     * @param seconds since 1970, when they came to be
     * @param step where on the horizontal axis they stand
     * @throws NeocogException if they cannot be written
     */
    public void scalars(double seconds, long step, Map<String, Float> values) {
        ProtoMessage summary = new ProtoMessage();
        values.forEach((tag, value) -> summary.message(1, new ProtoMessage().text(1, tag).float32(2, value)));
        write(new ProtoMessage().float64(1, seconds).int64(2, step).message(5, summary));
    }

    private void write(ProtoMessage event) {
        byte[] data = event.toByteArray();
        ByteBuffer bytes = ByteBuffer.allocate(16 + data.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(data.length).putInt(masked(bytes.array(), 0, 8)).put(data).putInt(masked(data, 0, data.length)).flip();
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            throw new NeocogException(file + ": cannot be written: " + IoReason.of(e), e);
        }
    }

    /**
     * CRC-32C, rotated and shifted, as the format has it: the checksum of data that hold their own checksum is a poor one.
     */
    private static int masked(byte[] bytes, int offset, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, offset, length);
        return Integer.rotateRight((int) crc.getValue(), 15) + 0xA282EAD8;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new NeocogException(file + ": cannot be written: " + IoReason.of(e), e);
        }
    }
}

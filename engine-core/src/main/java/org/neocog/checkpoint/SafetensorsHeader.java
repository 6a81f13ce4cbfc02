package org.neocog.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.neocog.NeocogException;
import org.neocog.tensor.Shape;

/**
 * What a safetensors file says of itself before the data begin at byte {@code dataStart}: the tensors, in the order of the
 * header, and the free text about them.
 */
record SafetensorsHeader(long dataStart, List<Entry> entries, Map<String, String> metadata) {
    static final int LENGTH_BYTES = 8;
    /** The format's own limit. */
    private static final int MAX_LENGTH = 100_000_000;

    /** One tensor; {@code begin} and {@code end} count bytes from the start of the data, {@code end} being outside. */
    record Entry(String name, StoredType type, Shape shape, long begin, long end) {}

    /** Reads and checks everything that can be wrong before a single number is read. */
    static SafetensorsHeader read(FileChannel channel, Path file) throws IOException {
        long size = channel.size();
        if (size < LENGTH_BYTES) {
            throw new NeocogException(file + ": has " + size + " bytes; a safetensors file begins with 8 bytes that give"
                    + " the length of its header");
        }
        long length = readFully(channel, 0, LENGTH_BYTES, file).order(ByteOrder.LITTLE_ENDIAN).getLong();
        if (length < 0 || length > MAX_LENGTH || length > size - LENGTH_BYTES) {
            throw new NeocogException(file + ": bytes 0 to 7 announce a header of " + Long.toUnsignedString(length)
                    + " bytes, but " + (size - LENGTH_BYTES) + " follow and " + MAX_LENGTH
                    + " is the limit: truncated, or not a safetensors file");
        }
        byte[] json = readFully(channel, LENGTH_BYTES, (int) length, file).array();
        SafetensorsHeader header = SafetensorsHeaderParser.parse(file, json);
        header.checkLayout(file, size);
        return header;
    }

    /** The data must be covered by the tensors exactly: no overlap, no hole, nothing missing, nothing left over. */
    private void checkLayout(Path file, long fileSize) {
        List<Entry> byPosition = entries.stream()
                .sorted(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end))
                .toList();
        long dataSize = fileSize - dataStart;
        Entry previous = null;
        long covered = 0;
        for (Entry entry : byPosition) {
            String tensor = file + ": tensor \"" + entry.name() + "\" ";
            if (entry.end() > dataSize) {
                throw new NeocogException(tensor + "has the data offsets " + entry.begin() + " to " + entry.end()
                        + ", but the file ends at byte " + fileSize + ", " + dataSize + " bytes into its data: truncated");
            }
            if (entry.begin() < covered) {
                throw new NeocogException(tensor + "begins at byte " + (dataStart + entry.begin()) + ", inside tensor \""
                        + previous.name() + "\", which ends at byte " + (dataStart + covered));
            }
            if (entry.begin() > covered) {
                throw new NeocogException(tensor + "begins at byte " + (dataStart + entry.begin())
                        + ", but what is before it ends at byte " + (dataStart + covered) + ": holes are not allowed");
            }
            covered = entry.end();
            previous = entry;
        }
        if (covered < dataSize) {
            throw new NeocogException(file + ": the last tensor ends at byte " + (dataStart + covered)
                    + ", but the file goes on to byte " + fileSize + ": " + (dataSize - covered) + " bytes too many");
        }
    }

    static ByteBuffer readFully(FileChannel channel, long position, int count, Path file) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(count);
        readFully(channel, position, buffer, file);
        return buffer.flip();
    }

    static void readFully(FileChannel channel, long position, ByteBuffer buffer, Path file) throws IOException {
        while (buffer.hasRemaining()) {
            int read = channel.read(buffer, position);
            if (read < 0) {
                throw new NeocogException(file + ": became shorter while it was read; it ends at byte " + position);
            }
            position += read;
        }
    }
}

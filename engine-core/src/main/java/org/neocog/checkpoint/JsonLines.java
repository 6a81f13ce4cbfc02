package org.neocog.checkpoint;

import com.google.gson.JsonObject;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.neocog.NeocogException;

/**
 * A log of JSON objects, one a line, to which lines are only added: {@code metrics.jsonl}. Each line is on the disk when
 * {@link #append} returns, so one a training epoch, not one a step, is what it is made for. A last line without its line end
 * is what a kill left of a write; it is not read, and opening the file for writing cuts it off. NaN and infinities are
 * written as strings that {@code getAsDouble} reads.
 */
public final class JsonLines implements Closeable {
    private final Path file;
    private final FileChannel channel;
    private int lines;

    private JsonLines(Path file, FileChannel channel, int lines) {
        this.file = file;
        this.channel = channel;
        this.lines = lines;
    }

    /**
     * Opens the file to go on after its last whole line; creates it if need be.
     *
     * @throws NeocogException if it cannot be written
     */
    public static JsonLines open(Path file) {
        return open(file, Integer.MAX_VALUE);
    }

    /**
     * Opens the file to go on after its first {@code maxLines} lines and cuts off what follows: what a run noted after the
     * checkpoint from which it is resumed. {@link #lines} tells whether there were as many.
     *
     * @throws NeocogException if it cannot be written
     */
    public static JsonLines open(Path file, int maxLines) {
        try {
            FileChannel channel =
                    FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            try {
                return cut(file, channel, maxLines);
            } catch (IOException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    private static JsonLines cut(Path file, FileChannel channel, int maxLines) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
        int lines = 0;
        long end = 0;
        long position = 0;
        while (lines < maxLines && channel.read(buffer.clear()) >= 0) {
            buffer.flip();
            while (buffer.hasRemaining() && lines < maxLines) {
                position++;
                if (buffer.get() == '\n') {
                    lines++;
                    end = position;
                }
            }
        }
        channel.truncate(end);
        channel.position(end);
        return new JsonLines(file, channel, lines);
    }

    /** Lines in the file. */
    public int lines() {
        return lines;
    }

    /**
     * Adds a line and syncs it to the disk.
     *
     * @throws NeocogException if it cannot be written (disk full); no part of it is left
     */
    public void append(JsonObject line) {
        ByteBuffer bytes = ByteBuffer.wrap((Json.compact(line) + "\n").getBytes(StandardCharsets.UTF_8));
        try {
            long start = channel.position();
            try {
                AtomicFile.writeFully(channel, bytes);
            } catch (IOException e) {
                channel.truncate(start);
                throw e;
            }
            channel.force(false);
            lines++;
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    /**
     * All whole lines.
     *
     * @throws NeocogException if the file cannot be read or a line is no JSON object; the message has its number
     */
    public static List<JsonObject> read(Path file) {
        String text;
        try {
            text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new NeocogException(file + ": cannot be read: " + IoReason.of(e), e);
        }
        List<JsonObject> objects = new ArrayList<>();
        int start = 0;
        for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
            String line = text.substring(start, end);
            int number = objects.size() + 1;
            objects.add(Json.parseObject(line).orElseThrow(() -> new NeocogException(
                    file + ": line " + number + " is no JSON object; delete the line or the file")));
            start = end + 1;
        }
        return objects;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    private static NeocogException unwritable(Path file, IOException e) {
        return new NeocogException(file + ": cannot be written: " + IoReason.of(e), e);
    }
}

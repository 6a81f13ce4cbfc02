package org.neocog.tensorboard;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/** Reads event files field by field, requiring every length and checksum to be right. Shares nothing with the writer. */
final class EventReader {
    record Scalar(long step, String tag, float value) {}

    private EventReader() {}

    static List<Scalar> read(Path file) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        List<Scalar> scalars = new ArrayList<>();
        boolean first = true;
        while (in.hasRemaining()) {
            requireChecksum(in.slice(in.position(), 8), in.getInt(in.position() + 8));
            int length = Math.toIntExact(in.getLong());
            in.getInt();
            ByteBuffer data = in.slice(in.position(), length).order(ByteOrder.LITTLE_ENDIAN);
            requireChecksum(data.duplicate(), in.getInt(in.position() + length));
            in.position(in.position() + length + 4);
            event(data, first, scalars);
            first = false;
        }
        return scalars;
    }

    private static void requireChecksum(ByteBuffer bytes, int stored) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        long value = crc.getValue();
        long masked = ((value >>> 15 | value << 17) + 0xa282ead8L) & 0xFFFFFFFFL;
        assertEquals(masked, stored & 0xFFFFFFFFL);
    }

    private static void event(ByteBuffer in, boolean first, List<Scalar> scalars) {
        long step = 0;
        String version = "";
        List<ByteBuffer> summaries = new ArrayList<>();
        while (in.hasRemaining()) {
            switch ((int) varint(in)) {
                case 0x09 -> in.getDouble();
                case 0x10 -> step = varint(in);
                case 0x1A -> version = text(block(in));
                case 0x2A -> summaries.add(block(in));
                default -> throw new AssertionError("an unknown field before byte " + in.position());
            }
        }
        assertEquals(first ? "brain.Event:2" : "", version);
        for (ByteBuffer summary : summaries) {
            while (summary.hasRemaining()) {
                assertEquals(0x0A, varint(summary));
                scalars.add(scalar(step, block(summary)));
            }
        }
    }

    private static Scalar scalar(long step, ByteBuffer in) {
        assertEquals(0x0A, varint(in));
        String tag = text(block(in));
        assertEquals(0x15, varint(in));
        float value = in.getFloat();
        assertEquals(0, in.remaining());
        return new Scalar(step, tag, value);
    }

    private static ByteBuffer block(ByteBuffer in) {
        int length = (int) varint(in);
        ByteBuffer block = in.slice(in.position(), length).order(ByteOrder.LITTLE_ENDIAN);
        in.position(in.position() + length);
        return block;
    }

    private static String text(ByteBuffer in) {
        return StandardCharsets.UTF_8.decode(in).toString();
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte part = in.get();
            value |= (part & 0x7FL) << shift;
            if (part >= 0) {
                return value;
            }
        }
    }
}

package org.neocog.tensorboard;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A message in Protocol Buffers' wire format: for each field its number and kind, then its value. These five kinds of field
 * are all that scalars need. The library, protobuf-java, is not used: on Java 24 and later it prints warnings on standard
 * error at its first use (it still calls {@code sun.misc.Unsafe}), and it would be 2 MB and generated sources for six fields.
 */
final class ProtoMessage {
    private static final int VARINT = 0;
    private static final int EIGHT_BYTES = 1;
    private static final int LENGTH_AND_BYTES = 2;
    private static final int FOUR_BYTES = 5;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    ProtoMessage int64(int field, long value) {
        varint(field << 3 | VARINT);
        varint(value);
        return this;
    }

    ProtoMessage float64(int field, double value) {
        varint(field << 3 | EIGHT_BYTES);
        bytes.writeBytes(buffer(8).putDouble(value).array());
        return this;
    }

    ProtoMessage float32(int field, float value) {
        varint(field << 3 | FOUR_BYTES);
        bytes.writeBytes(buffer(4).putFloat(value).array());
        return this;
    }

    ProtoMessage text(int field, String value) {
        return block(field, value.getBytes(StandardCharsets.UTF_8));
    }

    ProtoMessage message(int field, ProtoMessage value) {
        return block(field, value.toByteArray());
    }

    byte[] toByteArray() {
        return bytes.toByteArray();
    }

    private ProtoMessage block(int field, byte[] value) {
        varint(field << 3 | LENGTH_AND_BYTES);
        varint(value.length);
        bytes.writeBytes(value);
        return this;
    }

    /** Seven bits a byte, the lowest first; the top bit says that more follow. */
    private void varint(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes.write((int) (rest & 0x7F | 0x80));
            rest >>>= 7;
        }
        bytes.write((int) rest);
    }

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}

package org.neocog.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;

/** Makes PNG files chunk by chunk (PNG specification, third edition, section 5), without javax.imageio. */
final class PngBytes {
    static final int GREY = 0;
    static final int RGB = 2;
    static final int PALETTE = 3;
    static final int GREY_ALPHA = 4;
    static final int RGB_ALPHA = 6;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    PngBytes(int width, int height, int bitDepth, int colourType) {
        out.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10});
        chunk("IHDR", ByteBuffer.allocate(13).putInt(width).putInt(height).put((byte) bitDepth).put((byte) colourType).array());
    }

    PngBytes chunk(String type, byte... data) {
        byte[] name = type.getBytes(StandardCharsets.ISO_8859_1);
        CRC32 crc = new CRC32();
        crc.update(name);
        crc.update(data);
        out.writeBytes(ByteBuffer.allocate(12 + data.length)
                .putInt(data.length).put(name).put(data).putInt((int) crc.getValue()).array());
        return this;
    }

    /** Ends the file with these rows, each the packed bytes of its samples. */
    byte[] rows(int[]... rows) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (DeflaterOutputStream zlib = new DeflaterOutputStream(packed)) {
            for (int[] row : rows) {
                byte[] line = new byte[1 + row.length]; // The first byte says: no filter.
                for (int i = 0; i < row.length; i++) {
                    line[1 + i] = (byte) row[i];
                }
                zlib.write(line);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        chunk("IDAT", packed.toByteArray());
        chunk("IEND");
        return out.toByteArray();
    }
}

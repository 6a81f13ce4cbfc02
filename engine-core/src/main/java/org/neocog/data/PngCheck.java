package org.neocog.data;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.neocog.NeocogException;

/**
 * Walks the chunks of a PNG and checks their lengths and checksums, up to the IEND chunk. The JDK's decoder does not check
 * them, and would give wrong pixels for a file with a flipped bit.
 */
final class PngCheck {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    /** Length, type and checksum of a chunk. */
    private static final int AROUND = 12;

    private PngCheck() {}

    static boolean isPng(byte[] bytes) {
        return Arrays.equals(bytes, 0, Math.min(bytes.length, SIGNATURE.length), SIGNATURE, 0, SIGNATURE.length);
    }

    /** The number of colours in the palette of a sound file, 0 where it has no palette. */
    static int check(Path file, byte[] bytes) {
        ByteBuffer png = ByteBuffer.wrap(bytes);
        int at = SIGNATURE.length;
        int colours = 0;
        String type;
        do {
            if (bytes.length - at < AROUND) {
                throw new NeocogException(file + ": the PNG is cut short: it ends after " + bytes.length
                        + " bytes, before its IEND chunk");
            }
            int length = png.getInt(at);
            type = new String(bytes, at + 4, 4, StandardCharsets.ISO_8859_1).replaceAll("[^A-Za-z]", "?");
            if (length < 0 || length > bytes.length - at - AROUND) {
                throw new NeocogException(file + ": the PNG is cut short: the " + type + " chunk at byte " + at
                        + " announces " + Integer.toUnsignedString(length) + " bytes, " + (bytes.length - at - AROUND)
                        + " are there");
            }
            CRC32 crc = new CRC32();
            crc.update(bytes, at + 4, 4 + length);
            if ((int) crc.getValue() != png.getInt(at + 8 + length)) {
                throw new NeocogException(
                        file + ": the PNG is damaged: wrong checksum of the " + type + " chunk at byte " + at);
            }
            if (type.equals("PLTE")) {
                colours = length / 3;
            }
            at += AROUND + length;
        } while (!type.equals("IEND"));
        return colours;
    }
}

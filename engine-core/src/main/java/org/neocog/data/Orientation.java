package org.neocog.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.neocog.data.augment.PictureSize;

/**
 * How a camera was held: where the rows and columns of an upright picture lie among those stored in the file. The eight ways
 * are the values of tag 0x0112 in Exif 2.32, section 4.6.4; number 1 is upright as stored.
 *
 * @param rowsReversed whether the stored rows run against the direction of the upright picture's axis that they belong to
 * @param columnsReversed the same of the stored columns
 * @param transposed whether stored rows are columns of the upright picture
 */
record Orientation(boolean rowsReversed, boolean columnsReversed, boolean transposed) {
    static final Orientation UPRIGHT = new Orientation(false, false, false);

    /** What an APP1 segment with Exif data begins with; a TIFF file's head and directory follow. */
    private static final String EXIF = "Exif\0\0";

    private static final int TAG = 0x0112;
    private static final int SHORT = 3;
    private static final int ENTRY_BYTES = 12;

    /**
     * What an APP1 segment says. One without Exif data, without the tag or with nonsense in it leaves the picture as it is:
     * the pixels are sound all the same.
     */
    static Orientation of(byte[] segment) {
        if (!new String(segment, StandardCharsets.ISO_8859_1).startsWith(EXIF)) {
            return UPRIGHT;
        }
        ByteBuffer tiff = ByteBuffer.wrap(segment, EXIF.length(), segment.length - EXIF.length()).slice();
        if (tiff.limit() < 8) {
            return UPRIGHT;
        }
        tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int directory = tiff.getInt(4);
        if (directory < 0 || directory > tiff.limit() - 2) {
            return UPRIGHT;
        }
        int entries = Short.toUnsignedInt(tiff.getShort(directory));
        for (int i = 0, at = directory + 2; i < entries && at <= tiff.limit() - ENTRY_BYTES; i++, at += ENTRY_BYTES) {
            if (Short.toUnsignedInt(tiff.getShort(at)) == TAG && tiff.getShort(at + 2) == SHORT) {
                return numbered(tiff.getShort(at + 8));
            }
        }
        return UPRIGHT;
    }

    /** By Exif's number; one that is not 1 to 8 counts as 1. */
    private static Orientation numbered(int number) {
        return switch (number) {
            case 2 -> new Orientation(false, true, false);
            case 3 -> new Orientation(true, true, false);
            case 4 -> new Orientation(true, false, false);
            case 5 -> new Orientation(false, false, true);
            case 6 -> new Orientation(true, false, true);
            case 7 -> new Orientation(true, true, true);
            case 8 -> new Orientation(false, true, true);
            default -> UPRIGHT;
        };
    }

    /** The upright size of a picture that is stored in this one, and the other way about. */
    PictureSize upright(PictureSize stored) {
        return transposed ? new PictureSize(stored.width(), stored.height()) : stored;
    }

    /** Turns {@code planes} pictures that lie one behind the other. */
    byte[] turn(byte[] stored, int planes, PictureSize size) {
        if (equals(UPRIGHT)) {
            return stored;
        }
        byte[] upright = new byte[stored.length];
        walk(size).each(planes, stored.length / planes, (to, from) -> upright[to] = stored[from]);
        return upright;
    }

    /** As {@link #turn(byte[], int, PictureSize)}. */
    float[] turn(float[] stored, int planes, PictureSize size) {
        if (equals(UPRIGHT)) {
            return stored;
        }
        float[] upright = new float[stored.length];
        walk(size).each(planes, stored.length / planes, (to, from) -> upright[to] = stored[from]);
        return upright;
    }

    @FunctionalInterface
    private interface Move {
        void pixel(int to, int from);
    }

    /** In which steps the stored pixels are met when the upright picture is filled row by row. */
    private record Walk(int first, int down, int right, int height, int width) {
        /** @param plane elements of a picture */
        void each(int planes, int plane, Move move) {
            int to = 0;
            for (int p = 0; p < planes; p++) {
                for (int y = 0; y < height; y++) {
                    int from = p * plane + first + y * down;
                    for (int x = 0; x < width; x++) {
                        move.pixel(to++, from + x * right);
                    }
                }
            }
        }
    }

    private Walk walk(PictureSize size) {
        int row = rowsReversed ? -size.width() : size.width();
        int column = columnsReversed ? -1 : 1;
        int first = (rowsReversed ? (size.height() - 1) * size.width() : 0) + (columnsReversed ? size.width() - 1 : 0);
        PictureSize upright = upright(size);
        return transposed
                ? new Walk(first, column, row, upright.height(), upright.width())
                : new Walk(first, row, column, upright.height(), upright.width());
    }
}

package org.neocog.data;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import org.neocog.NeocogException;
import org.neocog.data.augment.PictureSize;

/**
 * What the first bytes of a picture say, found without decoding it: a folder of 50,000 pictures is looked through in a
 * second or two.
 *
 * @param format {@code PNG} or {@code JPEG}
 * @param size that of the upright picture
 * @param components samples of a pixel: 1 or 2 are grey, 3 and 4 colour (4 being alpha or CMYK); a palette counts as 3
 * @param ycck whether the first three of a JPEG's four are not cyan, magenta and yellow, but these as YCbCr
 * @param orientation how the stored pixels have to be turned
 */
record ImageHeader(String format, PictureSize size, int components, boolean ycck, Orientation orientation) {
    private static final int START = 26;
    /** Adobe's segment: its name, 6 bytes, then how the samples were transformed. */
    private static final int ADOBE = 12;

    private static final int YCCK = 2;

    boolean grey() {
        return components < 3;
    }

    /** Whether the samples are cyan, magenta, yellow and black. */
    boolean cmyk() {
        return format.equals("JPEG") && components == 4;
    }

    /**
     * @throws NeocogException if the file cannot be read, is neither PNG nor JPEG, or ends within its header
     */
    static ImageHeader read(Path file) {
        InputFiles.size(file);
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 4096)) {
            return read(file, in);
        } catch (IOException e) {
            throw InputFiles.unreadable(file, e);
        }
    }

    /** As {@link #read(Path)}, from the file's bytes. */
    static ImageHeader read(Path file, InputStream in) throws IOException {
        in.mark(START);
        byte[] start = in.readNBytes(START);
        String format = format(file, start);
        if (format.equals("PNG")) {
            return png(file, start);
        }
        in.reset();
        try {
            return jpeg(file, in);
        } catch (EOFException e) {
            throw new NeocogException(file + ": the JPEG is cut short: it ends before it says how large the picture is", e);
        }
    }

    /** {@code PNG} or {@code JPEG}; anything else is an error. */
    private static String format(Path file, byte[] start) {
        if (PngCheck.isPng(start)) {
            return "PNG";
        }
        if (start.length > 2 && (start[0] & 0xFF) == 0xFF && (start[1] & 0xFF) == 0xD8 && (start[2] & 0xFF) == 0xFF) {
            return "JPEG";
        }
        String other = other(new String(start, StandardCharsets.ISO_8859_1));
        throw new NeocogException(file + ": neither PNG nor JPEG" + (other.isEmpty() ? "" : " but " + other
                + ", which is not read; convert it to PNG") + "; the file begins with the bytes "
                + HexFormat.ofDelimiter(" ").formatHex(Arrays.copyOf(start, Math.min(8, start.length))));
    }

    private static String other(String start) {
        if (start.startsWith("GIF8")) {
            return "GIF (animated or not)";
        }
        if (start.startsWith("RIFF") && start.startsWith("WEBP", 8)) {
            return "WebP";
        }
        if (start.startsWith("BM")) {
            return "BMP";
        }
        if (start.startsWith("II*\0") || start.startsWith("MM\0*")) {
            return "TIFF";
        }
        return start.startsWith("ftyp", 4) ? "HEIF or AVIF" : "";
    }

    /** Signature, then the IHDR chunk: width, height, bits, kind of colour. */
    private static ImageHeader png(Path file, byte[] start) {
        if (start.length < START) {
            throw new NeocogException(file + ": the PNG is cut short: it ends after " + start.length + " bytes");
        }
        int components = switch (start[25]) {
            case 0 -> 1;
            case 4 -> 2;
            case 6 -> 4;
            default -> 3;
        };
        return new ImageHeader("PNG", size(file, number(start, 20, 4), number(start, 16, 4)), components, false,
                Orientation.UPRIGHT);
    }

    /** Segments up to the frame header (SOF): bits, height, width, components. */
    private static ImageHeader jpeg(Path file, InputStream in) throws IOException {
        in.skipNBytes(2);
        int transform = 0;
        Orientation orientation = Orientation.UPRIGHT;
        while (true) {
            int marker = marker(in);
            boolean alone = marker == 0 || marker == 1 || marker >= 0xD0 && marker <= 0xD8;
            if (alone) {
                continue;
            }
            byte[] length = in.readNBytes(2);
            if (length.length < 2 || number(length, 0, 2) < 2) {
                throw new EOFException();
            }
            boolean frame = marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
            if (frame) {
                byte[] body = in.readNBytes(6);
                if (body.length < 6) {
                    throw new EOFException();
                }
                PictureSize size = size(file, number(body, 1, 2), number(body, 3, 2));
                return new ImageHeader(
                        "JPEG", orientation.upright(size), body[5], body[5] == 4 && transform == YCCK, orientation);
            }
            if (marker == 0xD9 || marker == 0xDA) {
                throw new NeocogException(file + ": the JPEG is damaged: it has no frame header");
            }
            int left = number(length, 0, 2) - 2;
            if (marker == 0xE1 && orientation.equals(Orientation.UPRIGHT)) {
                byte[] segment = in.readNBytes(left);
                left -= segment.length;
                orientation = Orientation.of(segment);
            }
            if (marker == 0xEE && left >= ADOBE) {
                byte[] adobe = in.readNBytes(ADOBE);
                left -= adobe.length;
                if (new String(adobe, StandardCharsets.ISO_8859_1).startsWith("Adobe")) {
                    transform = adobe[adobe.length - 1];
                }
            }
            in.skipNBytes(left);
        }
    }

    /** What follows the next run of 0xFF bytes. */
    private static int marker(InputStream in) throws IOException {
        int b = in.read();
        while (b >= 0 && b != 0xFF) {
            b = in.read();
        }
        while (b == 0xFF) {
            b = in.read();
        }
        if (b < 0) {
            throw new EOFException();
        }
        return b;
    }

    private static PictureSize size(Path file, int height, int width) {
        if (height < 1 || width < 1) {
            throw new NeocogException(file + ": the picture is damaged: " + Integer.toUnsignedString(width) + " wide and "
                    + Integer.toUnsignedString(height) + " high");
        }
        return new PictureSize(height, width);
    }

    private static int number(byte[] bytes, int at, int count) {
        int value = 0;
        for (int i = 0; i < count; i++) {
            value = value << 8 | bytes[at + i] & 0xFF;
        }
        return value;
    }
}

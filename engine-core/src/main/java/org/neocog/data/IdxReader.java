package org.neocog.data;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.ZipException;
import org.neocog.NeocogException;
import org.neocog.tensor.Shape;

/**
 * Reads IDX files of unsigned bytes, the format of MNIST and its successors, plain or gzip (told apart by content, whatever
 * the name). A file must hold exactly what its header announces. All methods throw {@link NeocogException} naming the file
 * if it does not, or cannot be read.
 */
public final class IdxReader {
    private static final int GZIP_MAGIC = 0x1F8B;
    /** Deflate makes no more than 1032 bytes of one (zlib's technical details). */
    private static final long MOST_EXPANSION = 1032;

    private IdxReader() {}

    private record Content(int[] dims, byte[] data) {}

    /** Labels: an IDX file of rank 1. */
    public static int[] labels(Path file) {
        byte[] data = read(file, "labels", 1).data();
        int[] labels = new int[data.length];
        for (int i = 0; i < data.length; i++) {
            labels[i] = data[i] & 0xFF;
        }
        return labels;
    }

    /** Images: an IDX file of rank 3, {@code N x H x W}, or of rank 4, {@code N x C x H x W}. */
    public static IdxImages images(Path file) {
        Content content = read(file, "images", 3, 4);
        int[] d = content.dims();
        Shape shape = d.length == 3 ? Shape.of(1, d[1], d[2]) : Shape.of(d[1], d[2], d[3]);
        return new IdxImages(shape, content.data());
    }

    /** Whether a file begins as IDX (with two zero bytes) or gzip does, and not as a picture. */
    public static boolean isIdx(Path file) {
        InputFiles.size(file);
        try (InputStream in = Files.newInputStream(file)) {
            int magic = magic(in.readNBytes(2));
            return magic == 0 || magic == GZIP_MAGIC;
        } catch (IOException e) {
            throw InputFiles.unreadable(file, e);
        }
    }

    private static Content read(Path file, String what, int... ranks) {
        long size = InputFiles.size(file);
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            in.mark(2);
            int magic = magic(in.readNBytes(2));
            in.reset();
            if (magic != GZIP_MAGIC) {
                IdxHeader header = IdxHeader.read(file, in, what, ranks);
                requireLength(file, header, size);
                return body(file, in, header);
            }
            try (InputStream unzipped = new GzipInput(in)) {
                IdxHeader header = IdxHeader.read(file, unzipped, what, ranks);
                if (header.bytes() + header.elements() > size * MOST_EXPANSION) {
                    throw new NeocogException(file + ": announces " + header + " " + what + ", but " + size
                            + " bytes of gzip hold at most " + size * MOST_EXPANSION + " bytes");
                }
                return body(file, unzipped, header);
            }
        } catch (EOFException | ZipException e) {
            throw new NeocogException(file + ": " + InputFiles.reason(e) + "; fetch the file again", e);
        } catch (IOException e) {
            throw InputFiles.unreadable(file, e);
        }
    }

    private static Content body(Path file, InputStream in, IdxHeader header) throws IOException {
        byte[] data = allocate(file, (int) header.elements());
        int found;
        try {
            found = in.readNBytes(data, 0, data.length);
        } catch (EOFException e) {
            throw new NeocogException(file + ": " + InputFiles.reason(e) + ", where " + (header.bytes() + header.elements())
                    + " are expected; fetch the file again", e);
        }
        requireLength(file, header, header.bytes() + (long) found);
        if (in.read() >= 0) {
            throw new NeocogException(
                    file + ": " + announced(header) + ", but the unpacked data go on after them");
        }
        return new Content(Arrays.stream(header.dims()).mapToInt(Math::toIntExact).toArray(), data);
    }

    private static byte[] allocate(Path file, int bytes) {
        try {
            return new byte[bytes];
        } catch (OutOfMemoryError e) {
            throw new NeocogException(file + ": needs " + (bytes >> 20) + " MB of memory, more than Java's heap of "
                    + (Runtime.getRuntime().maxMemory() >> 20) + " MB has free (-Xmx sets its size)", e);
        }
    }

    private static void requireLength(Path file, IdxHeader header, long found) {
        long expected = header.bytes() + header.elements();
        if (found != expected) {
            throw new NeocogException(file + ": " + announced(header) + ", " + found + " found"
                    + (found < expected ? "; the file is cut short" : ""));
        }
    }

    private static String announced(IdxHeader header) {
        return header.bytes() + header.elements() + " bytes expected (a header of " + header.bytes() + ", then " + header
                + ")";
    }

    private static int magic(byte[] b) {
        return b.length < 2 ? -1 : (b[0] & 0xFF) << 8 | (b[1] & 0xFF);
    }
}

package org.neocog.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.neocog.NeocogException;

/**
 * The head of an IDX file: the magic number (0, 0, element type, rank), then the dimensions, each 32 bits, big-endian. The
 * format is described at MNIST's home page.
 */
record IdxHeader(long[] dims) {
    private static final int UNSIGNED_BYTES = 8;
    private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

    /**
     * @param content what the file should hold ("labels"), for errors
     * @param ranks the ranks accepted
     */
    static IdxHeader read(Path file, InputStream in, String content, int... ranks) throws IOException {
        int magic = (int) number(file, in);
        int rank = magic & 0xFF;
        if (magic >>> 8 != UNSIGNED_BYTES || IntStream.of(ranks).noneMatch(r -> r == rank)) {
            throw new NeocogException(String.format("%s: begins with 0x%08x%s; IDX %s begin with %s", file, magic,
                    meaning(magic), content,
                    IntStream.of(ranks).mapToObj(r -> String.format("0x%08x", UNSIGNED_BYTES << 8 | r))
                            .collect(Collectors.joining(" or "))));
        }
        long[] dims = new long[rank];
        for (int i = 0; i < rank; i++) {
            dims[i] = number(file, in);
        }
        IdxHeader header = new IdxHeader(dims);
        if (Arrays.stream(dims).anyMatch(d -> d == 0)) {
            throw new NeocogException(file + ": announces " + header + " " + content + ", that is none");
        }
        if (header.elements() > LARGEST_ARRAY) {
            throw new NeocogException(file + ": announces " + header + " bytes of " + content + "; at most "
                    + LARGEST_ARRAY + " can be read");
        }
        return header;
    }

    /** Bytes of the header itself. */
    int bytes() {
        return 4 + 4 * dims.length;
    }

    /** Product of the dimensions, or {@code Long.MAX_VALUE} where it is larger. */
    long elements() {
        long product = 1;
        for (long dim : dims) {
            product = dim != 0 && product > Long.MAX_VALUE / dim ? Long.MAX_VALUE : product * dim;
        }
        return product;
    }

    @Override
    public String toString() {
        return Arrays.stream(dims).mapToObj(Long::toString).collect(Collectors.joining("x"));
    }

    private static String meaning(int magic) {
        return switch (magic) {
            case UNSIGNED_BYTES << 8 | 1 -> " (IDX labels)";
            case UNSIGNED_BYTES << 8 | 3 -> " (IDX images)";
            default -> "";
        };
    }

    private static long number(Path file, InputStream in) throws IOException {
        byte[] b = in.readNBytes(4);
        if (b.length < 4) {
            throw new NeocogException(file + ": the file ends within the IDX header");
        }
        return (b[0] & 0xFFL) << 24 | (b[1] & 0xFF) << 16 | (b[2] & 0xFF) << 8 | (b[3] & 0xFF);
    }
}

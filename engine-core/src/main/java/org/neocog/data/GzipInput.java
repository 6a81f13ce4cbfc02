package org.neocog.data;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;

/**
 * One gzip member (RFC 1952) and nothing after it. {@code java.util.zip.GZIPInputStream} lets rubbish behind the data pass;
 * here the end of the stream is reported only once checksum, length and end of file have been found right.
 */
final class GzipInput extends InflaterInputStream {
    private static final int HEADER_CRC = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;
    private static final int RESERVED = 0xE0;

    private final CRC32 crc = new CRC32();
    private boolean finished;

    GzipInput(InputStream file) throws IOException {
        super(file, new Inflater(true), 1 << 16);
        readHeader();
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (finished) {
            return -1;
        }
        int count = inflate(target, offset, length);
        if (count > 0) {
            crc.update(target, offset, count);
        } else if (count < 0) {
            readTrailer();
            finished = true;
        }
        return count;
    }

    private int inflate(byte[] target, int offset, int length) throws IOException {
        try {
            return super.read(target, offset, length);
        } catch (EOFException e) {
            throw cutShort("after " + inf.getBytesWritten() + " unpacked bytes");
        } catch (ZipException e) {
            throw new ZipException("the gzip data are damaged after " + inf.getBytesWritten() + " unpacked bytes ("
                    + InputFiles.reason(e) + ")");
        }
    }

    @Override
    public void close() throws IOException {
        inf.end();
        super.close();
    }

    private void readHeader() throws IOException {
        CheckedInputStream header = new CheckedInputStream(in, new CRC32());
        if (byteOf(header) != 0x1F || byteOf(header) != 0x8B || byteOf(header) != 8) {
            throw new ZipException("no gzip header");
        }
        int flags = byteOf(header);
        if ((flags & RESERVED) != 0) {
            throw new ZipException("unknown flags in the gzip header");
        }
        header.skipNBytes(6);
        if ((flags & EXTRA) != 0) {
            header.skipNBytes(byteOf(header) | byteOf(header) << 8);
        }
        for (int text : new int[] {NAME, COMMENT}) {
            while ((flags & text) != 0 && byteOf(header) != 0) {}
        }
        int sum = (int) header.getChecksum().getValue() & 0xFFFF;
        if ((flags & HEADER_CRC) != 0 && (byteOf(header) | byteOf(header) << 8) != sum) {
            throw new ZipException("wrong checksum of the gzip header");
        }
    }

    /** Checksum and length, little-endian, partly in what the inflater has fetched already; then the end. */
    private void readTrailer() throws IOException {
        long written = inf.getBytesWritten();
        int position = len - inf.getRemaining();
        byte[] trailer = new byte[8];
        int buffered = Math.min(trailer.length, len - position);
        System.arraycopy(buf, position, trailer, 0, buffered);
        if (in.readNBytes(trailer, buffered, trailer.length - buffered) < trailer.length - buffered) {
            throw cutShort("within their checksum");
        }
        if (littleEndian(trailer, 0) != (int) crc.getValue()) {
            throw new ZipException("the gzip data are damaged: wrong checksum");
        }
        if (littleEndian(trailer, 4) != (int) written) {
            throw new ZipException("the gzip data are damaged: wrong length at their end");
        }
        long extra = len - position - buffered + in.transferTo(OutputStream.nullOutputStream());
        if (extra > 0) {
            throw new ZipException(extra + " bytes follow the end of the gzip data");
        }
    }

    private static int littleEndian(byte[] b, int at) {
        return (b[at] & 0xFF) | (b[at + 1] & 0xFF) << 8 | (b[at + 2] & 0xFF) << 16 | (b[at + 3] & 0xFF) << 24;
    }

    private static int byteOf(InputStream stream) throws IOException {
        int b = stream.read();
        if (b < 0) {
            throw cutShort("within their header");
        }
        return b;
    }

    private static EOFException cutShort(String where) {
        return new EOFException("the gzip data end too soon, " + where);
    }
}

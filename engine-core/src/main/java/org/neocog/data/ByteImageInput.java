package org.neocog.data;

import javax.imageio.stream.ImageInputStreamImpl;

/** Bytes in memory for {@code javax.imageio}, whose own stream copies them piece by piece and takes most of a decoding. */
final class ByteImageInput extends ImageInputStreamImpl {
    private final byte[] bytes;

    ByteImageInput(byte[] bytes) {
        this.bytes = bytes;
    }

    @Override
    public int read() {
        bitOffset = 0;
        return streamPos < bytes.length ? bytes[(int) streamPos++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        bitOffset = 0;
        if (streamPos >= bytes.length) {
            return -1;
        }
        int count = (int) Math.min(length, bytes.length - streamPos);
        System.arraycopy(bytes, (int) streamPos, target, offset, count);
        streamPos += count;
        return count;
    }

    @Override
    public long length() {
        return bytes.length;
    }
}

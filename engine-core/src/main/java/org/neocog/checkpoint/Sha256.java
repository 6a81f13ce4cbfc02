package org.neocog.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 in lower-case hexadecimal, of bytes in memory or passing by. */
final class Sha256 {
    static final int HEX_LENGTH = 64;
    private static final int BLOCK = 1 << 18;

    private Sha256() {}

    static String of(byte[] bytes) {
        return HexFormat.of().formatHex(digest().digest(bytes));
    }

    /** Of everything that the channel has left to read. */
    static String of(ReadableByteChannel channel) throws IOException {
        MessageDigest digest = digest();
        ByteBuffer buffer = ByteBuffer.allocate(BLOCK);
        while (channel.read(buffer.clear()) >= 0) {
            digest.update(buffer.flip());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Passes bytes on to another channel, counting and digesting those that it took. Closing is left to the owner. */
    static final class Channel implements WritableByteChannel {
        private final WritableByteChannel target;
        private final MessageDigest digest = digest();
        private long bytes;

        Channel(WritableByteChannel target) {
            this.target = target;
        }

        @Override
        public int write(ByteBuffer source) throws IOException {
            ByteBuffer taken = source.duplicate();
            int written = target.write(source);
            digest.update(taken.limit(source.position()));
            bytes += written;
            return written;
        }

        long bytes() {
            return bytes;
        }

        /** The sum of all that was written; ends the digest, so it is asked for once. */
        String hex() {
            return HexFormat.of().formatHex(digest.digest());
        }

        @Override
        public boolean isOpen() {
            return target.isOpen();
        }

        @Override
        public void close() {}
    }
}

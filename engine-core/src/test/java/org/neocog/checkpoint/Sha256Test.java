package org.neocog.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class Sha256Test {
    /** FIPS 180-2's example of one block. */
    private static final byte[] ABC = "abc".getBytes(StandardCharsets.US_ASCII);
    private static final String OF_ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @Test
    void givesThePublishedExample() throws IOException {
        assertEquals(OF_ABC, Sha256.of(ABC));
        assertEquals(OF_ABC, Sha256.of(Channels.newChannel(new ByteArrayInputStream(ABC))));
    }

    /** A channel may take less than it is offered: what it left must not be digested twice. */
    @Test
    void countsWhatTheTargetTook() throws IOException {
        ByteArrayOutputStream taken = new ByteArrayOutputStream();
        Sha256.Channel channel = new Sha256.Channel(new OneByteAtATime(taken));
        AtomicFile.writeFully(channel, ByteBuffer.wrap(ABC));
        assertEquals("abc", taken.toString(StandardCharsets.US_ASCII));
        assertEquals(3, channel.bytes());
        assertEquals(OF_ABC, channel.hex());
    }

    private record OneByteAtATime(ByteArrayOutputStream taken) implements WritableByteChannel {
        @Override
        public int write(ByteBuffer source) {
            taken.write(source.get());
            return 1;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }
}

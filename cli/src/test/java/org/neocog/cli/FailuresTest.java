package org.neocog.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import org.junit.jupiter.api.Test;
import org.neocog.NeocogException;
import org.neocog.UsageException;

class FailuresTest {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final PrintStream stream = new PrintStream(err, true, StandardCharsets.UTF_8);

    private int failed(Throwable e, boolean debug) {
        return new Failures(new Console(stream, stream, false, 80), debug).failed(e);
    }

    private String printed() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void whatTheUserCanMendIsOneLine() {
        assertEquals(1, failed(new NeocogException("a.png: damaged\n  at byte 7", new IOException()), false));
        assertEquals("neocog: a.png: damaged; at byte 7\n", printed());
    }

    @Test
    void wrongSettingsAreUsage() {
        assertEquals(2, failed(new UsageException("--lr 0"), false));
    }

    @Test
    void defectsAskToBeReportedWithoutAStackTrace() {
        assertEquals(1, failed(new IllegalStateException("no buffer"), false));
        assertEquals(1, printed().lines().count());
        assertTrue(printed().contains("report") && printed().contains("--debug") && printed().contains("no buffer"));
    }

    @Test
    void debugShowsTheStackTrace() {
        failed(new IllegalStateException("no buffer"), true);
        assertTrue(printed().contains("\tat org.neocog.cli.FailuresTest"), printed());
    }

    @Test
    void outOfMemorySaysWhatHelps() {
        assertEquals(1, failed(new OutOfMemoryError("Java heap space"), false));
        assertTrue(printed().contains("--batch") && printed().contains("NEOCOG_JAVA_OPTS=-Xmx"), printed());
    }

    @Test
    void ioErrorsNameTheFile() {
        failed(new UncheckedIOException(new AccessDeniedException("runs/x")), false);
        assertEquals("neocog: runs/x: access denied\n", printed());
    }

    @Test
    void aReaderThatStopsEarlyIsNoFailureButAFullDiskIs() {
        assertTrue(complete("Broken pipe"));
        assertEquals("", printed());
        assertTrue(!complete("No space left on device"));
        assertTrue(printed().contains("No space left on device"), printed());
    }

    private boolean complete(String reason) {
        ResultStream results = new ResultStream(new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException(reason);
            }
        });
        byte[] result = new byte[100_000];
        results.write(result, 0, result.length);
        results.flush();
        return results.complete(stream);
    }
}

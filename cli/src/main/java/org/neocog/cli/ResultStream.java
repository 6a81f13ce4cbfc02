package org.neocog.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;

/** Standard output that remembers why writing failed, which {@link PrintStream} does not. */
final class ResultStream extends OutputStream {
    private final OutputStream target;
    private IOException failure;

    ResultStream(OutputStream target) {
        this.target = new BufferedOutputStream(target);
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        if (failure == null) {
            try {
                target.write(bytes, offset, length);
            } catch (IOException e) {
                failure = e;
            }
        }
    }

    @Override
    public void flush() {
        if (failure == null) {
            try {
                target.flush();
            } catch (IOException e) {
                failure = e;
            }
        }
    }

    /**
     * Whether the results arrived as far as somebody wanted them; says so on {@code err} if they did not. A reader that
     * stopped early ({@code neocog … | head -1}) is no failure.
     */
    boolean complete(PrintStream err) {
        if (failure == null || String.valueOf(failure.getMessage()).contains("Broken pipe")) {
            return true;
        }
        err.println("neocog: the result could not be written to standard output: " + failure.getMessage());
        return false;
    }
}

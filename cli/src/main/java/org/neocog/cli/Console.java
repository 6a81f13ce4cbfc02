package org.neocog.cli;

import com.google.gson.JsonElement;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/**
 * Where a command prints: results to {@code out}, progress and messages to {@code err}.
 *
 * @param interactive whether {@code err} is a terminal, where a progress bar may be drawn
 * @param width the terminal's columns
 */
record Console(PrintStream out, PrintStream err, boolean interactive, int width) {
    static final int DEFAULT_WIDTH = 80;

    /** A line of the result. */
    void print(String line) {
        out.print(line + "\n");
    }

    /** The whole result as one JSON document on one line. */
    void print(JsonElement document) {
        print(Json.text(document));
    }

    /** A line about progress, or a message. */
    void say(String line) {
        err.print(line + "\n");
        err.flush();
    }

    PrintWriter outWriter() {
        return new PrintWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), true);
    }

    PrintWriter errWriter() {
        return new PrintWriter(new OutputStreamWriter(err, StandardCharsets.UTF_8), true);
    }
}

package org.neocog.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Runs a command line in this JVM and keeps what it prints. */
final class Cli {
    private Cli() {}

    record Outcome(int exitCode, String out, String err) {
        /** Requires success; the result as JSON, which must be all of standard output and one line. */
        JsonElement json() {
            succeeded();
            assertEquals(out.length() - 1, out.indexOf('\n'), "one line: " + out);
            return JsonParser.parseString(out);
        }

        Outcome succeeded() {
            assertEquals(ExitCode.DONE, exitCode, err);
            return this;
        }

        /** Requires one line on standard error with these parts, nothing on standard output, and exit code 1. */
        void failedWith(String... parts) {
            assertEquals(ExitCode.FAILED, exitCode, err);
            assertEquals("", out);
            assertEquals(1, err.lines().count(), err);
            requireParts(err, parts);
        }

        /** Requires a line on standard error with these parts, a line that says where help is, and exit code 2. */
        void wrongUsageOf(String command, String... parts) {
            assertEquals(ExitCode.USAGE, exitCode, err);
            assertEquals("", out);
            assertEquals(2, err.lines().count(), err);
            assertEquals("try '" + command + " --help'", err.lines().toList().getLast());
            requireParts(err.lines().toList().getFirst(), parts);
        }

        private static void requireParts(String line, String... parts) {
            assertTrue(line.startsWith("neocog: "), line);
            for (String part : parts) {
                assertTrue(line.contains(part), "'" + part + "' is not in: " + line);
            }
        }
    }

    static Outcome run(Object... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exitCode;
        try (PrintStream outStream = new PrintStream(out, true, StandardCharsets.UTF_8);
                PrintStream errStream = new PrintStream(err, true, StandardCharsets.UTF_8)) {
            exitCode = Main.run(
                    Arrays.stream(args).map(Object::toString).toArray(String[]::new),
                    new Console(outStream, errStream, false, Console.DEFAULT_WIDTH),
                    new Interruption());
        }
        return new Outcome(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** A file or folder of the repository, from whichever module's folder the tests run in. */
    static Path repository(String path) {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.exists(at.resolve(path))) {
                return at.resolve(path);
            }
        }
        throw new IllegalStateException("no " + path + " above " + Path.of("").toAbsolutePath());
    }
}

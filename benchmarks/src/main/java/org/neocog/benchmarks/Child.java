package org.neocog.benchmarks;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The process of one engine, seen from the comparison. */
final class Child implements AutoCloseable {
    private final Process process;
    private final BufferedReader answers;
    private final PrintStream orders;
    private final JsonObject about;

    /**
     * Starts the process and waits until it has warmed up.
     *
     * @throws IOException if it ends before; what it said of that went to stderr
     */
    Child(List<String> command, int threads) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("OMP_NUM_THREADS", "" + threads);
        process = builder.start();
        answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        orders = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        about = answer();
    }

    /** Negative if the engine does not say. */
    long parameters() {
        return about.get("parameters").getAsLong();
    }

    String about() {
        return about.get("versions").isJsonPrimitive()
                ? about.get("versions").getAsString()
                : about.get("versions").toString();
    }

    /** Has it run for so many seconds; the milliseconds of each step. */
    double[] run(double seconds) throws IOException {
        orders.println(seconds);
        JsonArray times = answer().getAsJsonArray("times");
        return times.asList().stream().mapToDouble(time -> time.getAsDouble()).toArray();
    }

    private JsonObject answer() throws IOException {
        for (String line = answers.readLine(); line != null; line = answers.readLine()) {
            if (line.startsWith("{")) {
                return JsonParser.parseString(line).getAsJsonObject();
            }
        }
        throw new IOException("it ended without an answer");
    }

    /** The largest resident set that the process had, in bytes; empty where there is no /proc. */
    Optional<Long> peakMemory() {
        try {
            return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                    .filter(line -> line.startsWith("VmHWM:"))
                    .map(line -> 1024 * Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        orders.close();
        try {
            if (!process.waitFor(10, java.util.concurrent.TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}

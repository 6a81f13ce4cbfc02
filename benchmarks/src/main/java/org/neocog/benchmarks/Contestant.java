package org.neocog.benchmarks;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.neocog.device.DeviceOptions;
import org.neocog.device.Precision;

/**
 * A process of one engine. Warms up, writes a line about itself, and then for each line that it reads, a number of seconds,
 * runs that long and writes a line with the milliseconds of each step. Between turns it waits for input, so that the engines
 * do not disturb each other.
 */
final class Contestant {
    private static final double WARM_UP_SECONDS = 4;
    private static final double MOST_WARM_UP_SECONDS = 20;
    private static final int WARM_UP_STEPS = 20;

    private Contestant() {}

    public static void main(String[] args) throws IOException {
        boolean training = args[2].equals("train");
        int batch = Integer.parseInt(args[3]);
        int threads = Integer.parseInt(args[4]);
        try (Runner runner = switch (args[0]) {
            case "neocog" -> new NeocogRunner(
                    args[1], training, batch, new DeviceOptions(threads).withPrecision(
                            args[6].equals("bf16") ? Precision.BF16 : Precision.FP32));
            case "djl" -> new DjlRunner(args[1], training, batch);
            case "onnxruntime" -> new OnnxRunner(Path.of(args[5]), args[1], batch, threads);
            default -> throw new IllegalArgumentException("no engine " + args[0]);
        }) {
            serve(runner);
        }
    }

    private static void serve(Runner runner) throws IOException {
        warmUp(runner);
        JsonObject about = new JsonObject();
        about.addProperty("parameters", runner.parameters());
        about.addProperty("versions", runner.about());
        System.out.println(about);
        Gson gson = new Gson();
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            JsonObject answer = new JsonObject();
            answer.add("times", gson.toJsonTree(run(runner, Double.parseDouble(line))));
            System.out.println(answer);
        }
    }

    private static List<Double> run(Runner runner, double seconds) {
        List<Double> times = new ArrayList<>();
        long before = System.nanoTime();
        long end = before + (long) (1e9 * seconds);
        while (times.isEmpty() || before < end) {
            runner.step();
            long now = System.nanoTime();
            times.add(1e-6 * (now - before));
            before = now;
        }
        return times;
    }

    /** Long enough for just-in-time compilers and for engines that try several ways first. */
    private static void warmUp(Runner runner) {
        long start = System.nanoTime();
        double taken = 0;
        for (int steps = 0; (steps < WARM_UP_STEPS || taken < WARM_UP_SECONDS) && taken < MOST_WARM_UP_SECONDS; steps++) {
            runner.step();
            taken = 1e-9 * (System.nanoTime() - start);
        }
    }
}

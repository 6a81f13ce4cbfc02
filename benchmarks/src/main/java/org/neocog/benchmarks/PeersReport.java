package org.neocog.benchmarks;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/** The comparison as a table and as JSON. */
final class PeersReport {
    private final Settings settings;
    private final SequencedMap<Work, List<Result>> results;

    PeersReport(Settings settings, SequencedMap<Work, List<Result>> results) {
        this.settings = settings;
        this.results = results;
    }

    String markdown() {
        StringBuilder text = new StringBuilder();
        text.append("Images per second, ").append(LocalDate.now()).append(", ").append(processor()).append(", ")
                .append(settings.threads()).append(" threads, float32; medians of ").append(settings.rounds())
                .append(" rounds of ").append(settings.seconds()).append(" s in which the engines took turns. ×: Neocog's")
                .append(" speed divided by the engine's. Memory: largest resident set.\n\n");
        text.append("| work | Neocog | DJL + PyTorch | × | ONNX Runtime | × | PyTorch | × | goal | memory: Neocog / PyTorch |\n");
        text.append("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- | --- |\n");
        results.forEach((work, row) -> {
            Optional<Result> neocog = of(row, Engine.NEOCOG);
            text.append("| `").append(work.model()).append("` ").append(work.mode()).append(", batch ").append(work.batch())
                    .append(work.half() ? ", Neocog in bfloat16" : "").append(" | ").append(speed(neocog));
            for (Engine engine : List.of(Engine.DJL, Engine.ONNXRUNTIME, Engine.PYTORCH)) {
                Optional<Result> peer = of(row, engine);
                text.append(" | ").append(speed(peer)).append(" | ").append(times(neocog, peer));
            }
            text.append(String.format(Locale.ROOT, " | ≥ %.1f × %s", work.goal(), work.peer()));
            text.append(" | ").append(memory(neocog)).append(" / ").append(memory(of(row, Engine.PYTORCH))).append(" |\n");
        });
        text.append('\n').append(engines()).append('\n');
        return text.toString();
    }

    private String engines() {
        return results.values().stream()
                .flatMap(List::stream)
                .map(result -> result.engine().word() + ": " + result.about())
                .distinct()
                .collect(Collectors.joining("; "));
    }

    private static Optional<Result> of(List<Result> row, Engine engine) {
        return row.stream().filter(result -> result.engine() == engine).findFirst();
    }

    private static String speed(Optional<Result> result) {
        return result.map(found -> {
            double speed = found.imagesPerSecond();
            return String.format(Locale.ROOT, speed < 100 ? "%.1f" : "%,.0f", speed);
        }).orElse("–");
    }

    private static String times(Optional<Result> neocog, Optional<Result> peer) {
        return neocog.flatMap(mine -> peer.map(other -> String.format(Locale.ROOT, "%.2f", mine.times(other)))).orElse("–");
    }

    private static String memory(Optional<Result> result) {
        return result.flatMap(Result::peakMemory)
                .map(bytes -> String.format(Locale.ROOT, "%,d MiB", bytes >> 20))
                .orElse("–");
    }

    String json() {
        JsonArray rows = new JsonArray();
        for (Map.Entry<Work, List<Result>> entry : results.entrySet()) {
            Work work = entry.getKey();
            JsonObject row = new JsonObject();
            row.addProperty("model", work.model());
            row.addProperty("mode", work.mode());
            row.addProperty("batch", work.batch());
            row.addProperty("neocogPrecision", work.half() ? "bf16" : "fp32");
            JsonObject engines = new JsonObject();
            Optional<Result> neocog = of(entry.getValue(), Engine.NEOCOG);
            for (Result result : entry.getValue()) {
                JsonObject engine = new JsonObject();
                engine.addProperty("imagesPerSecond", result.imagesPerSecond());
                engine.addProperty("msPerStepMedian", result.milliseconds());
                neocog.ifPresent(mine -> engine.addProperty("neocogTimes", mine.times(result)));
                result.peakMemory().ifPresent(bytes -> engine.addProperty("peakMemoryBytes", bytes));
                engine.addProperty("about", result.about());
                engines.add(result.engine().word(), engine);
            }
            row.add("engines", engines);
            rows.add(row);
        }
        JsonObject json = new JsonObject();
        json.addProperty("date", LocalDate.now().toString());
        json.addProperty("processor", processor());
        json.addProperty("threads", settings.threads());
        json.addProperty("rounds", settings.rounds());
        json.addProperty("secondsPerTurn", settings.seconds());
        json.add("results", rows);
        return new GsonBuilder().setPrettyPrinting().create().toJson(json) + "\n";
    }

    private static String processor() {
        try {
            return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                    .filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        } catch (IOException e) {
            return System.getProperty("os.arch");
        }
    }
}

package org.neocog.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import org.neocog.nn.Models;

/**
 * Neocog beside its peers: for each comparison every engine is started and warmed up, then they take turns for some rounds.
 * Writes peers.md and peers.json to a folder.
 *
 * <pre>Peers [--only NAME,NAME…] [--threads N] [--rounds N] [--seconds S] [--python FILE] [--out DIR] --scripts DIR</pre>
 */
final class Peers {
    private final Settings settings;
    private final Path scratch;

    private Peers(Settings settings, Path scratch) {
        this.settings = settings;
        this.scratch = scratch;
    }

    public static void main(String[] args) throws IOException {
        Map<String, String> options = options(args);
        int threads = Integer.parseInt(
                options.getOrDefault("--threads", "" + Runtime.getRuntime().availableProcessors()));
        Settings settings = new Settings(
                threads,
                Integer.parseInt(options.getOrDefault("--rounds", "5")),
                Double.parseDouble(options.getOrDefault("--seconds", "3")),
                options.getOrDefault("--python", "python3"),
                Path.of(options.get("--scripts")));
        Path out = Files.createDirectories(Path.of(options.getOrDefault("--out", ".")));
        List<String> only = Arrays.stream(options.getOrDefault("--only", "").split(","))
                .filter(name -> !name.isEmpty())
                .toList();
        List<String> names = Work.ALL.stream().map(Work::name).toList();
        for (String name : only) {
            if (!names.contains(name)) {
                System.err.println("peers: --only " + name + ": there is no such comparison; there are " + names);
                System.exit(2);
            }
        }
        Path scratch = Files.createTempDirectory("neocog-peers");
        SequencedMap<Work, List<Result>> all = new LinkedHashMap<>();
        try {
            Peers peers = new Peers(settings, scratch);
            for (Work work : Work.ALL) {
                if (!Models.names().contains(work.model())) {
                    System.err.println(work.name() + ": Neocog has no such network yet");
                } else if (only.isEmpty() || only.contains(work.name())) {
                    all.put(work, peers.compare(work));
                }
            }
        } finally {
            deleteAll(scratch);
        }
        PeersReport report = new PeersReport(settings, all);
        Files.writeString(out.resolve("peers.md"), report.markdown());
        Files.writeString(out.resolve("peers.json"), report.json());
        System.out.print(report.markdown());
    }

    private static Map<String, String> options(String[] args) {
        List<String> known = List.of("--only", "--threads", "--rounds", "--seconds", "--python", "--out", "--scripts");
        Map<String, String> options = new LinkedHashMap<>();
        for (int i = 0; i < args.length; i += 2) {
            if (!known.contains(args[i]) || i + 1 == args.length) {
                System.err.println("peers: " + args[i] + " is no option with a value; there are " + known);
                System.exit(2);
            }
            options.put(args[i], args[i + 1]);
        }
        return options;
    }

    /** An engine that cannot start is left out, and says why on stderr. */
    private List<Result> compare(Work work) throws IOException {
        Path onnx = scratch.resolve(work.name() + ".onnx");
        boolean exported = work.training() || export(work, onnx);
        List<Result> results = new ArrayList<>();
        List<Child> children = new ArrayList<>();
        try {
            for (Engine engine : Engine.values()) {
                if (!engine.takes(work) || engine == Engine.ONNXRUNTIME && !exported) {
                    continue;
                }
                System.err.println(work.name() + ": starting " + engine.word());
                try {
                    Child child = new Child(engine.command(work, settings, onnx), settings.threads());
                    Result result = new Result(engine, work.batch());
                    result.started(child);
                    children.add(child);
                    results.add(result);
                } catch (IOException e) {
                    System.err.println(work.name() + ": " + engine.word() + " is left out: " + e.getMessage());
                }
            }
            requireSameNetwork(work, results);
            for (int round = 0; round < settings.rounds(); round++) {
                for (int i = 0; i < children.size(); i++) {
                    results.get(i).round(children.get(i).run(settings.seconds()));
                }
            }
            for (int i = 0; i < children.size(); i++) {
                results.get(i).ended(children.get(i));
            }
        } finally {
            children.forEach(Child::close);
            Files.deleteIfExists(onnx);
        }
        return results;
    }

    private static void requireSameNetwork(Work work, List<Result> results) {
        String counts = results.stream()
                .filter(result -> result.parameters() >= 0)
                .map(result -> result.engine().word() + " " + result.parameters())
                .collect(Collectors.joining(", "));
        long different = results.stream().mapToLong(Result::parameters).filter(count -> count >= 0).distinct().count();
        if (different > 1) {
            throw new IllegalStateException(work.name() + ": the networks have different numbers of parameters: " + counts);
        }
    }

    private boolean export(Work work, Path onnx) throws IOException {
        Process process = new ProcessBuilder(
                        settings.python(), settings.scripts().resolve("export_onnx.py").toString(), work.model(),
                        "" + work.batch(), onnx.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            return process.waitFor() == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void deleteAll(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            files.sorted(java.util.Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.delete(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}

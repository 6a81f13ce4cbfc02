package org.neocog.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.neocog.NeocogException;
import org.neocog.checkpoint.AtomicFile;
import org.neocog.checkpoint.CheckpointStore;
import org.neocog.checkpoint.IoReason;
import org.neocog.checkpoint.Json;
import org.neocog.checkpoint.JsonLines;

/**
 * The folder of a run: {@code config.json} (the settings), {@code metrics.jsonl} (a line for each epoch),
 * {@code checkpoints/} (the last and the best), {@code snapshots/} (weights kept on the way, if asked for),
 * {@code lock} (held by the process that trains).
 */
public final class RunFolder {
    private static final String CONFIG = "config.json";
    private static final String METRICS = "metrics.jsonl";
    private static final String CHECKPOINTS = "checkpoints";
    private static final String SNAPSHOTS = "snapshots";

    private final Path path;

    /** Does not touch the disk. */
    public RunFolder(Path path) {
        this.path = path;
    }

    public Path path() {
        return path;
    }

    /** Whether a run was begun here. */
    public boolean exists() {
        return Files.exists(path.resolve(CONFIG));
    }

    /**
     * The settings of the run.
     *
     * @throws NeocogException if there is no run here, or its settings cannot be read
     */
    public TrainConfig config() {
        Path file = path.resolve(CONFIG);
        if (!Files.exists(file)) {
            throw new NeocogException(path + ": no run here; the folder of a run holds " + CONFIG);
        }
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            throw new NeocogException(file + ": cannot be read: " + IoReason.of(e), e);
        }
        return ConfigJson.read(
                file.toString(),
                Json.parseObject(text).orElseThrow(() -> new NeocogException(file + ": is not a JSON object")));
    }

    /** Where the run's checkpoints are. */
    public CheckpointStore checkpoints() {
        return new CheckpointStore(path.resolve(CHECKPOINTS));
    }

    /** Where the weights are that were kept on the way. */
    Snapshots snapshots() {
        return new Snapshots(path.resolve(SNAPSHOTS));
    }

    /**
     * The epochs so far; empty if none has ended.
     *
     * @throws NeocogException if the file cannot be read
     */
    public List<EpochMetrics> metrics() {
        Path file = path.resolve(METRICS);
        List<EpochMetrics> epochs = new ArrayList<>();
        if (Files.exists(file)) {
            for (var line : JsonLines.read(file)) {
                epochs.add(EpochMetrics.read(new StrictObject(file + ": line " + (epochs.size() + 1), line)));
            }
        }
        return List.copyOf(epochs);
    }

    /**
     * @throws NeocogException if the folder holds a run already
     */
    void requireNew() {
        for (String name : List.of(CONFIG, METRICS, CHECKPOINTS, SNAPSHOTS)) {
            if (Files.exists(path.resolve(name))) {
                throw new NeocogException(path + ": holds a run already (there is a " + name
                        + "); resume it, or choose another folder");
            }
        }
    }

    void write(TrainConfig config) {
        AtomicFile.writeText(path.resolve(CONFIG), Json.pretty(ConfigJson.write(config)) + "\n");
    }

    /**
     * Opens the metrics to go on after so many epochs.
     *
     * @throws NeocogException if there are fewer lines, or they cannot be written
     */
    JsonLines openMetrics(int epochs) {
        JsonLines lines = JsonLines.open(path.resolve(METRICS), epochs);
        if (lines.lines() < epochs) {
            lines.close();
            throw new NeocogException(path.resolve(METRICS) + ": has " + lines.lines() + " lines, but the last checkpoint was"
                    + " taken after " + epochs + " epochs; put the missing lines back");
        }
        return lines;
    }

    /**
     * @throws NeocogException if someone is training here, or the folder cannot be made or written
     */
    RunLock lock() {
        return RunLock.take(path);
    }
}

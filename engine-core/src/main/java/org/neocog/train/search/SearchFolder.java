package org.neocog.train.search;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.neocog.NeocogException;
import org.neocog.checkpoint.AtomicFile;
import org.neocog.checkpoint.Json;
import org.neocog.checkpoint.JsonLines;
import org.neocog.train.RunFolder;

/**
 * The folder of a search: {@code search.json} (what is searched, and how), {@code results.jsonl} (a line for each trial that
 * is done), and the run of each trial.
 */
public final class SearchFolder {
    private static final String QUESTION = "search.json";
    private static final String RESULTS = "results.jsonl";

    private final Path path;

    /** Does not touch the disk. */
    public SearchFolder(Path path) {
        this.path = path;
    }

    public Path path() {
        return path;
    }

    public RunFolder run(Trial trial) {
        return new RunFolder(path.resolve(trial.folder()));
    }

    /**
     * Begins the search, or checks that what was begun here is the same search.
     *
     * @param question everything that the trials depend on, by name
     * @throws NeocogException if another search was begun here (the message names the first difference), or the folder cannot
     *     be written
     */
    public void open(JsonObject question) {
        Path file = path.resolve(QUESTION);
        if (Files.exists(file)) {
            requireSame(file, question);
            return;
        }
        try {
            Files.createDirectories(path);
        } catch (IOException e) {
            throw new NeocogException(path + ": cannot be made: " + e.getMessage(), e);
        }
        AtomicFile.writeText(file, Json.pretty(question) + "\n");
    }

    private void requireSame(Path file, JsonObject question) {
        JsonObject before;
        try {
            before = Json.parseObject(Files.readString(file))
                    .orElseThrow(() -> new NeocogException(file + ": is not a JSON object"));
        } catch (IOException e) {
            throw new NeocogException(file + ": cannot be read: " + e.getMessage(), e);
        }
        for (Map.Entry<String, JsonElement> part : question.entrySet()) {
            JsonElement was = before.get(part.getKey());
            if (!part.getValue().equals(was)) {
                throw new NeocogException(path + ": another search was begun here, with " + part.getKey() + " " + text(was)
                        + ", not " + text(part.getValue()) + "; go on with the same, or choose another folder");
            }
        }
    }

    private static String text(JsonElement value) {
        String text = value == null ? "nothing" : value.isJsonPrimitive() ? value.getAsString() : value.toString();
        return text.strip().replaceAll("\\s*\\R\\s*", " / ");
    }

    /**
     * The trials that are done, in the order in which they ended.
     *
     * @throws NeocogException if the file cannot be read
     */
    public List<TrialResult> results() {
        Path file = path.resolve(RESULTS);
        List<TrialResult> results = new ArrayList<>();
        if (Files.exists(file)) {
            for (JsonObject line : JsonLines.read(file)) {
                results.add(TrialResult.read(file + ": line " + (results.size() + 1), line));
            }
        }
        return results;
    }

    /**
     * @throws NeocogException if the result cannot be written
     */
    public void add(TrialResult result) {
        try (JsonLines lines = JsonLines.open(path.resolve(RESULTS))) {
            lines.append(result.toJson());
        }
    }
}

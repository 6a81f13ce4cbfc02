package org.neocog.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SearchCommandTest {
    @TempDir
    private Path folder;

    private Path data;
    private Path net;
    private Path search;

    @BeforeEach
    void write() throws IOException {
        data = SmallData.write(folder.resolve("data"));
        net = SmallData.writeNet(folder);
        search = folder.resolve("search");
    }

    private Cli.Outcome search(Path run, Object... more) {
        return Cli.run(Stream.concat(
                        Stream.of("search", "--model", net, "--data", data, "--run", run, "--epochs", 2), Stream.of(more))
                .toArray());
    }

    @Test
    void aGridIsTriedAndSortedByValidationAccuracy() throws IOException {
        // The test data are never touched: there need be none.
        Files.delete(data.resolve("t10k-images-idx3-ubyte"));
        Files.delete(data.resolve("t10k-labels-idx1-ubyte"));
        JsonObject json = search(search, "--grid", "--space", "lr=0.01|1e-20|1e30,optimizer=sgd|adam", "--json")
                .json()
                .getAsJsonObject();
        assertFalse(json.get("stopped").getAsBoolean());
        JsonArray trials = json.getAsJsonArray("trials");
        assertEquals(6, trials.size());
        double before = Double.POSITIVE_INFINITY;
        List<Integer> failed = new ArrayList<>();
        for (JsonElement element : trials) {
            JsonObject trial = element.getAsJsonObject();
            assertEquals(
                    List.of("trial", "run", "settings", "epochs", "bestEpoch", "valAccuracy", "valLoss", "failure"),
                    List.copyOf(trial.keySet()));
            if (trial.get("failure").isJsonNull()) {
                assertTrue(failed.isEmpty(), "what failed comes last");
                assertTrue(trial.get("valAccuracy").getAsDouble() <= before, trials.toString());
                before = trial.get("valAccuracy").getAsDouble();
                assertEquals(2, trial.get("epochs").getAsInt());
            } else {
                assertTrue(trial.get("failure").getAsString().contains("diverged"));
                failed.add(trial.get("trial").getAsInt());
            }
        }
        assertTrue(failed.contains(5), "a rate of 1e30 diverges: " + failed);
        JsonObject best = trials.get(0).getAsJsonObject();
        assertEquals("0.01", best.getAsJsonObject("settings").get("lr").getAsString());
        String config = Files.readString(Path.of(best.get("run").getAsString()).resolve("config.json"));
        assertTrue(config.contains("\"validationSplit\": 0.1"), config);
        assertTrue(config.contains("\"learningRate\": 0.01"), config);
    }

    @Test
    void theTableHasALineForEachTrial() {
        Cli.Outcome outcome = search(search, "--trials", 2, "--seed", 3, "--space", "lr=log:1e-3:1e-1,label-smoothing=0|0.1")
                .succeeded();
        assertTrue(
                outcome.out().matches("(?s)trial  val accuracy  val loss  epoch +lr  label-smoothing\n"
                        + "( +\\d +\\d+\\.\\d\\d % +\\d\\.\\d{4} +\\d +0\\.\\S+ +0(\\.1)?\n){2}"),
                outcome.out());
        assertTrue(outcome.err().contains("trial 1 of 2: lr=0."), outcome.err());
    }

    @Test
    void whatIsDoneIsNotDoneAgainAndWhatIsNotGoesOn() throws IOException {
        Object[] options = {"--trials", 3, "--space", "lr=log:1e-3:1e-1", "--ema", 0.9, "--json"};
        JsonElement whole = search(folder.resolve("whole"), options).json();
        // Only the first trial, then the second one up to its first epoch: as after a kill.
        search(search, "--trials", 1, "--space", "lr=log:1e-3:1e-1", "--ema", 0.9).succeeded();
        Path second = search.resolve("trial-002");
        String rate = whole.toString().replaceAll(".*\"trial\":2,[^}]*\"lr\":\"([^\"]+)\".*", "$1");
        Cli.run("train", "--model", net, "--data", data, "--val-split", 0.1, "--out", second, "--lr", rate, "--ema", 0.9,
                        "--epochs", 1)
                .succeeded();
        byte[] first = Files.readAllBytes(search.resolve("trial-001/checkpoints/last.json"));
        Cli.Outcome rest = search(search, options);
        assertEquals(
                whole.toString().replace(folder.resolve("whole").toString(), search.toString()),
                rest.json().toString());
        assertFalse(rest.err().contains("trial 1 of 3"), rest.err());
        assertTrue(rest.err().contains("trial 2 of 3: lr=" + rate + "\nepoch 2/2"), rest.err());
        assertArrayEquals(first, Files.readAllBytes(search.resolve("trial-001/checkpoints/last.json")));
        Cli.Outcome again = search(search, options);
        assertEquals("", again.err());
        assertEquals(rest.out(), again.out());
    }

    @Test
    void ctrlCStopsTheTrialAndTheSearch() {
        Interruption interruption = new Interruption();
        Thread signal = Thread.ofPlatform().daemon().unstarted(interruption::stop);
        ByteArrayOutputStream err = new ByteArrayOutputStream() {
            @Override
            public synchronized void write(byte[] bytes, int offset, int length) {
                super.write(bytes, offset, length);
                if (signal.getState() == Thread.State.NEW && toString(StandardCharsets.UTF_8).contains("epoch 1/")) {
                    signal.start();
                }
            }
        };
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int exitCode = Main.run(
                new String[] {
                    "search", "--model", net.toString(), "--data", data.toString(), "--run", search.toString(), "--epochs",
                    "100000", "--grid", "--space", "lr=1e-4|1e-5"
                },
                new Console(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        false,
                        Console.DEFAULT_WIDTH),
                interruption);
        interruption.finished();
        String said = err.toString(StandardCharsets.UTF_8);
        assertEquals(ExitCode.INTERRUPTED, exitCode, said);
        assertTrue(said.endsWith("stopped; the same command again goes on\n"), said);
        assertEquals("", out.toString(StandardCharsets.UTF_8), "there is nothing to compare yet");
        assertFalse(said.contains("trial 2 of 2"), said);
        assertTrue(Files.exists(search.resolve("trial-001/checkpoints/last.json")));
        assertFalse(Files.exists(search.resolve("results.jsonl")));
    }

    @Test
    void anotherSearchInTheSameFolderIsRefused() {
        search(search, "--trials", 1, "--space", "lr=0.1|0.2").succeeded();
        search(search, "--trials", 1, "--space", "lr=0.1|0.3")
                .failedWith("another search was begun here, with space lr=0.1|0.2, not lr=0.1|0.3");
        search(search, "--grid", "--space", "lr=0.1|0.2").failedWith("with kind random, not grid");
        search(search, "--trials", 1, "--space", "lr=0.1|0.2", "--mixup", 0.5).failedWith("with mixup 0.0, not 0.5");
        search(search, "--trials", 1, "--space", "lr=0.1|0.2", "--batch", 7).failedWith("with batch ", ", not 7");
    }

    @Test
    void wrongUsageIsTaught() {
        search(search, "--trials", 1, "--space", "").wrongUsageOf("neocog search", "there is nothing to search", "lr=log:1e-4");
        search(search, "--space", "lr=0.1").wrongUsageOf("neocog search", "either --trials N", "or --grid");
        search(search, "--space", "lr=0.1", "--grid", "--trials", 1).wrongUsageOf("neocog search", "either --trials N");
        search(search, "--space", "lr=log:1:2", "--grid").wrongUsageOf("neocog search", "--grid needs a number of points for lr");
        search(search, "--space", "lr=0.1", "--grid", "--lr", 0.3)
                .wrongUsageOf("neocog search", "--lr is given, but --space has values for it, too");
        search(search, "--space", "lr=0.1", "--grid", "--val-split", 0).wrongUsageOf("neocog search", "--val-split 0.0");
        assertFalse(Files.exists(search));
    }
}

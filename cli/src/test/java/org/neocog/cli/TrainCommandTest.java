package org.neocog.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainCommandTest {
    @TempDir
    private Path folder;

    private Path data;
    private Path net;

    @BeforeEach
    void write() throws IOException {
        data = SmallData.write(folder.resolve("data"));
        net = SmallData.writeNet(folder);
    }

    private Cli.Outcome train(Path run, Object... more) {
        return Cli.run(Stream.concat(
                        Stream.of("train", "--model", net, "--data", data, "--out", run), Stream.of(more))
                .toArray());
    }

    @Test
    void printsALineForEachEpochOnStandardErrorAndTheResultOnStandardOutput() {
        Path run = folder.resolve("run");
        Cli.Outcome outcome = train(run).succeeded();
        List<String> epochs = outcome.err().lines().toList();
        assertEquals(3, epochs.size(), outcome.err());
        assertTrue(
                epochs.get(2).matches("epoch 3/3  train loss \\d\\.\\d{4} accuracy \\d+\\.\\d\\d %"
                        + "  validation loss \\d\\.\\d{4} accuracy \\d+\\.\\d\\d %"
                        + "  lr 0\\.0100  [\\d,]+ images/s  \\d+\\.\\d s(  \\d+ % waiting for images)?"),
                epochs.get(2));
        assertTrue(outcome.out().matches("(?s)run +\\Q" + run + "\\E\nbest epoch +\\d\nvalidation accuracy +\\S+ %\n"
                + "validation loss +\\S+\ncheckpoint +\\Q" + run.resolve("checkpoints/best.json") + "\\E\n"), outcome.out());
        assertTrue(Files.exists(run.resolve("config.json")));
        assertTrue(Files.exists(run.resolve("metrics.jsonl")));
        assertTrue(Files.exists(run.resolve("checkpoints/last.json")));
    }

    @Test
    void aPatternTakesImagesAndClassesFromTheDataAndTheRunKeepsItWrittenOut() throws IOException {
        Path run = folder.resolve("run");
        Cli.run("train", "--model", "pattern:n=1,m=2,k=1,filters=2,width=5", "--data", data, "--out", run, "--epochs", 1,
                        "--batch", 20)
                .succeeded();
        JsonObject config = JsonParser.parseString(Files.readString(run.resolve("config.json"))).getAsJsonObject();
        assertEquals("pattern-n1-m2-k1", config.get("modelName").getAsString());
        String model = config.get("model").getAsString();
        assertTrue(model.contains("input 1x8x8\n") && model.contains("fc 5\nrelu\nfc 2\n"), model);
        Cli.run("train", "--resume", run, "--epochs", 2).succeeded();
    }

    @Test
    void inputAndClassesAreForNewRuns() {
        Path run = folder.resolve("run");
        train(run, "--classes", 3).failedWith("3 classes", "2");
        train(run, "--input", "2x8x8").failedWith("2x8x8", "1x8x8");
        train(run).succeeded();
        Cli.run("train", "--resume", run, "--input", "1x8x8", "--classes", 2)
                .wrongUsageOf("neocog train", "--input, --classes cannot be given with --resume");
    }

    @Test
    void validationChangesNothingWhereTheDevicesAgree() throws IOException {
        train(folder.resolve("plain")).succeeded();
        train(folder.resolve("validated"), "--validate").succeeded();
        assertArrayEquals(
                Files.readAllBytes(folder.resolve("plain/checkpoints/step-00000012.safetensors")),
                Files.readAllBytes(folder.resolve("validated/checkpoints/step-00000012.safetensors")));
    }

    @Test
    void aTerminalShowsABarWithImagesPerSecondAndTheTimeLeftAndThenTakesItAway() {
        Cli.Outcome outcome = Cli.runOnTerminal(
                        "train", "--model", net, "--data", data, "--out", folder.resolve("run"), "--epochs", 2)
                .succeeded();
        List<String> drawn = List.of(outcome.err().split("[\r\n]"));
        assertTrue(
                drawn.getFirst().matches("\\d+ parameters, 40 images to train on and 20 to validate with, .*"), outcome.err());
        assertEquals(2, drawn.stream().filter(line -> line.startsWith("epoch ")).count(), outcome.err());
        List<String> bars = drawn.stream().filter(line -> line.startsWith("training")).toList();
        assertTrue(bars.stream().allMatch(line -> line.length() < Console.DEFAULT_WIDTH), outcome.err());
        String last = bars.getLast();
        assertTrue(last.matches("training 100% \\[=+] 80/80 images \\(\\d+:\\d\\d:\\d\\d / .*\\) .*images/s.*"), last);
        assertTrue(outcome.err().endsWith("\r" + " ".repeat(last.stripTrailing().length()) + "\r"), outcome.err());
    }

    @Test
    void tensorBoardsFilesBeginWhenAskedForAndWhereTheyCannotNothingIsTrained() throws IOException {
        train(folder.resolve("run"), "--tensorboard", folder.resolve("board")).succeeded();
        for (String part : List.of("train", "validation")) {
            try (Stream<Path> files = Files.list(folder.resolve("board").resolve(part))) {
                List<Path> all = files.toList();
                assertEquals(1, all.size());
                assertTrue(Files.size(all.getFirst()) > 200, all.toString());
            }
        }
        train(folder.resolve("other"), "--tensorboard", net).failedWith(net.toString());
        assertFalse(Files.exists(folder.resolve("other")));
    }

    @Test
    void jsonHasTheKeysThatScriptsRelyOn() {
        Path run = folder.resolve("run");
        JsonObject json = train(run, "--json").json().getAsJsonObject();
        assertEquals(
                List.of("run", "model", "device", "seed", "epochs", "best", "steps", "stopped", "checkpoint",
                        "skipped"),
                List.copyOf(json.keySet()));
        JsonArray epochs = json.getAsJsonArray("epochs");
        assertEquals(3, epochs.size());
        assertEquals(
                List.of("epoch", "trainLoss", "trainAccuracy", "valLoss", "valAccuracy", "learningRate", "seconds",
                        "imagesPerSecond", "dataWait"),
                List.copyOf(epochs.get(0).getAsJsonObject().keySet()));
        // The two halves are told apart by a linear rule.
        assertEquals(1, epochs.get(2).getAsJsonObject().get("valAccuracy").getAsDouble());
        assertEquals(12, json.get("steps").getAsInt());
        assertFalse(json.get("stopped").getAsBoolean());
        assertTrue(Files.exists(Path.of(json.get("checkpoint").getAsString())));
    }

    @Test
    void givenOptionsTakeThePlaceOfTheRecipe() throws IOException {
        Path run = folder.resolve("run");
        train(run, "--epochs", 1, "--batch", 7, "--optimizer", "nesterov:momentum=0.8", "--lr", 0.02, "--schedule",
                        "exponential:factor=0.6", "--weight-decay", 0.001, "--seed", 5, "--threads", 1)
                .succeeded();
        String config = Files.readString(run.resolve("config.json"));
        for (String part : List.of("\"epochs\": 1", "\"batch\": 7", "nesterov:momentum=0.8", "0.02",
                "exponential:factor=0.6", "0.001", "\"seed\": 5", "\"threads\": 1")) {
            assertTrue(config.contains(part), part + " is not in " + config);
        }
    }

    @Test
    void imagesAreNormalisedUnlessTheRecipeOrTheCommandSaysNo() throws IOException {
        train(folder.resolve("usual")).succeeded();
        train(folder.resolve("raw"), "--no-normalize").succeeded();
        assertFalse(deviation(folder.resolve("usual")) == 1);
        assertEquals(1, deviation(folder.resolve("raw")));
    }

    private static double deviation(Path run) throws IOException {
        return JsonParser.parseString(Files.readString(run.resolve("config.json"))).getAsJsonObject()
                .getAsJsonObject("data").getAsJsonArray("std").get(0).getAsDouble();
    }

    @Test
    void aValidationSplitNeedsNoTestData() throws IOException {
        Files.delete(data.resolve("t10k-images-idx3-ubyte"));
        Files.delete(data.resolve("t10k-labels-idx1-ubyte"));
        train(folder.resolve("run"), "--val-split", 0.25).succeeded();
        train(folder.resolve("other")).failedWith(data.toString(), "test images are missing");
        assertFalse(Files.exists(folder.resolve("other")));
    }

    @Test
    void aResumedRunEndsWithTheSameBitsAsAnUninterruptedOne() throws IOException {
        Path whole = folder.resolve("whole");
        Path parts = folder.resolve("parts");
        train(whole, "--epochs", 3).succeeded();
        train(parts, "--epochs", 1).succeeded();
        JsonObject json =
                Cli.run("train", "--resume", parts, "--epochs", 3, "--threads", 1, "--json").json().getAsJsonObject();
        assertEquals(3, json.getAsJsonArray("epochs").size());
        String weights = "checkpoints/step-00000012.safetensors";
        assertArrayEquals(Files.readAllBytes(whole.resolve(weights)), Files.readAllBytes(parts.resolve(weights)));
    }

    @Test
    void aRunFolderIsNeverWrittenOver() {
        Path run = folder.resolve("run");
        train(run, "--epochs", 1).succeeded();
        train(run).failedWith(run.toString(), "holds a run already");
    }

    @Test
    void resumingWhereThereIsNoRunSaysSo() {
        Cli.run("train", "--resume", folder.resolve("none")).failedWith("none", "no run here");
    }

    @Test
    void resumeFindsDataThatHaveMoved() throws IOException {
        Path run = folder.resolve("run");
        train(run, "--epochs", 1).succeeded();
        Path moved = Files.move(data, folder.resolve("moved"));
        Cli.run("train", "--resume", run, "--epochs", 2).failedWith(data.toString(), "no such folder");
        Cli.run("train", "--resume", run, "--epochs", 2, "--data", moved).succeeded();
    }

    @Test
    void aResumedRunComputesAsItDidBefore() throws IOException {
        Path run = folder.resolve("run");
        train(run, "--epochs", 1, "--precision", "tf32", "--conv", "im2col", "--deterministic").succeeded();
        String numerics = "\"numerics\": {\n    \"conv\": \"im2col\",\n    \"precision\": \"tf32\",\n    \"deterministic\": true";
        assertTrue(Files.readString(run.resolve("config.json")).contains(numerics));
        Cli.run("train", "--resume", run, "--epochs", 2).succeeded();
        Cli.run("train", "--resume", run, "--epochs", 3, "--precision", "tf32").succeeded();
        assertTrue(Files.readString(run.resolve("config.json")).contains(numerics));
        Cli.run("train", "--resume", run, "--epochs", 4, "--precision", "fp32")
                .failedWith("cannot resume: the run was started with precision tf32, not fp32");
        Cli.run("train", "--resume", run, "--epochs", 4, "--conv", "auto")
                .failedWith("cannot resume: the run was started with conv im2col, not auto");
    }

    @Test
    void aRunIsNotMadeDeterministicHalfWay() {
        Path run = folder.resolve("run");
        train(run, "--epochs", 1).succeeded();
        Cli.run("train", "--resume", run, "--epochs", 2, "--deterministic")
                .failedWith("cannot resume: the run was started with deterministic false, not true");
    }
}

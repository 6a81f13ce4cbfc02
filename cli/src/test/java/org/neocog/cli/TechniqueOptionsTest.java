package org.neocog.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.neocog.train.Transfer;

class TechniqueOptionsTest {
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
    void everyOptionIsKeptInTheRunAndGoesOnWithIt() throws IOException {
        Path whole = folder.resolve("whole");
        Path parts = folder.resolve("parts");
        Object[] options = {
            "--clip-norm", 2, "--clip-value", 0.5, "--decay-all", "--ema", 0.9, "--patience", 7, "--label-smoothing", 0.1,
            "--mixup", 0.2, "--snapshot-every", 2, "--freeze", "conv1.bias", "--freeze", "fc1.b*"
        };
        train(whole, options).succeeded();
        train(parts, Stream.concat(Stream.of("--epochs", 1), Stream.of(options)).toArray()).succeeded();
        JsonObject config = JsonParser.parseString(Files.readString(parts.resolve("config.json"))).getAsJsonObject();
        assertEquals(
                JsonParser.parseString("""
                        {"clipNorm": 2.0, "clipValue": 0.5, "decayAll": true, "averaging": 0.9, "patience": 7,
                         "labelSmoothing": 0.1, "mixup": 0.2, "snapshotEvery": 2, "freeze": ["conv1.bias", "fc1.b*"]}"""),
                config.get("training"));
        Cli.run("train", "--resume", parts, "--epochs", 3).succeeded();
        for (String weights : new String[] {
            "checkpoints/step-00000012.safetensors", "snapshots/epoch-00002/step-00000008.safetensors"
        }) {
            assertArrayEquals(Files.readAllBytes(whole.resolve(weights)), Files.readAllBytes(parts.resolve(weights)));
        }
    }

    @Test
    void aRunWithoutPatienceLeftSaysWhyItEnded() {
        Cli.Outcome outcome =
                train(folder.resolve("run"), "--optimizer", "sgd", "--lr", 1e-30, "--epochs", 50, "--patience", 2);
        assertTrue(
                outcome.succeeded().err().endsWith("ended after epoch 3: none of the last 2 was better than epoch 1\n"),
                outcome.err());
        Cli.Outcome again = Cli.run("train", "--resume", folder.resolve("run"), "--epochs", 60, "--json");
        assertEquals(3, again.json().getAsJsonObject().getAsJsonArray("epochs").size());
    }

    @Test
    void whatIsTakenFromAnotherRunIsTold() throws IOException {
        train(folder.resolve("first"), "--epochs", 1).succeeded();
        Path other = Files.writeString(folder.resolve("other.net"), SmallData.NET.replace("maxpool 2x2", "maxpool 4x4"));
        Cli.Outcome outcome = Cli.run(
                        "train", "--model", other, "--data", data, "--out", folder.resolve("second"), "--epochs", 1,
                        "--init-from", folder.resolve("first"), "--freeze", "conv*")
                .succeeded();
        assertEquals(
                "3 of 4 tensors are those of " + folder.resolve("first")
                        + "; initialised afresh: fc1.weight (2x16:f32 here, 2x64:f32 there)",
                outcome.err().lines().findFirst().orElseThrow());
    }

    @Test
    void ofManyTensorsThatAreNotTakenTheFirstAreListed() {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console = new Console(
                new PrintStream(OutputStream.nullOutputStream()),
                new PrintStream(err, true, StandardCharsets.UTF_8), false, Console.DEFAULT_WIDTH);
        List<String> names = IntStream.range(0, 40).mapToObj(i -> "t" + i).toList();
        try (TrainProgress progress = new TrainProgress(console)) {
            progress.transferred(new Transfer("elsewhere", List.of("a"), List.of(), names));
            progress.transferred(new Transfer("elsewhere", List.of("a"), List.of(), names.subList(0, 12)));
        }
        assertEquals(
                """
                1 of 1 tensors are those of elsewhere; not used: t0, t1, t2, t3, t4, t5, t6, t7, t8, t9, t10, t11 and 28 more
                1 of 1 tensors are those of elsewhere; not used: t0, t1, t2, t3, t4, t5, t6, t7, t8, t9, t10, t11
                """,
                err.toString(StandardCharsets.UTF_8));
    }

    @Test
    void whatCannotBeFrozenIsToldSo() {
        train(folder.resolve("run"), "--freeze", "features*")
                .wrongUsageOf("neocog train", "--freeze features*: matches none of the model's parameters",
                        "conv1.weight, conv1.bias, fc1.weight, fc1.bias");
        train(folder.resolve("run"), "--freeze", "*").failedWith("nothing to train: every parameter of the model is frozen");
        assertFalse(Files.exists(folder.resolve("run")));
    }

    @Test
    void aRunFromNowhereIsToldSo() {
        train(folder.resolve("run"), "--init-from", folder.resolve("none"))
                .failedWith("--init-from " + folder.resolve("none") + ": is neither a run nor a safetensors file");
        assertFalse(Files.exists(folder.resolve("run/config.json")));
    }
}

package org.neocog.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnsembleTest {
    @TempDir
    private Path folder;

    private Path data;
    private Path net;

    @BeforeEach
    void write() throws IOException {
        data = SmallData.write(folder.resolve("data"));
        net = SmallData.writeNet(folder);
    }

    /** A net that has learnt next to nothing, each seed in another way. */
    private Path train(int seed, Object... more) {
        Path run = folder.resolve("run" + seed);
        Cli.run(Stream.concat(
                                Stream.of("train", "--model", net, "--data", data, "--out", run, "--seed", seed, "--optimizer",
                                        "sgd", "--lr", 1e-4, "--epochs", 1),
                                Stream.of(more))
                        .toArray())
                .succeeded();
        return run;
    }

    private JsonObject eval(Object... options) {
        return Cli.run(Stream.concat(Stream.of("eval", "--data", data, "--json"), Stream.of(options)).toArray())
                .json()
                .getAsJsonObject();
    }

    /** The probabilities of each class that 'predict' gives for every test image. */
    private List<double[]> probabilities(Path run) {
        JsonArray answers =
                Cli.run("predict", "--run", run, "--json", data.resolve("t10k-images-idx3-ubyte")).json().getAsJsonArray();
        List<double[]> probabilities = new ArrayList<>();
        for (JsonElement answer : answers) {
            double[] row = new double[2];
            for (JsonElement guess : answer.getAsJsonObject().getAsJsonArray("top")) {
                row[guess.getAsJsonObject().get("index").getAsInt()] = guess.getAsJsonObject().get("probability").getAsDouble();
            }
            probabilities.add(row);
        }
        return probabilities;
    }

    @Test
    void theMeanOfTheProbabilitiesAnswers() {
        List<Path> runs = List.of(train(1), train(2), train(3));
        JsonObject together = eval("--run", runs.get(0), "--run", runs.get(1), "--run", runs.get(2));
        List<List<double[]>> all = runs.stream().map(this::probabilities).toList();
        double loss = 0;
        int correct = 0;
        for (int image = 0; image < SmallData.TEST; image++) {
            double[] mean = new double[2];
            for (List<double[]> one : all) {
                mean[0] += one.get(image)[0] / 3;
                mean[1] += one.get(image)[1] / 3;
            }
            int label = image % 2;
            loss -= Math.log(mean[label]) / SmallData.TEST;
            correct += mean[label] > mean[1 - label] ? 1 : 0;
        }
        assertEquals(loss, together.get("loss").getAsDouble(), 1e-6);
        assertEquals((double) correct / SmallData.TEST, together.get("accuracy").getAsDouble());
        JsonArray members = together.getAsJsonArray("members");
        for (int i = 0; i < 3; i++) {
            JsonObject alone = eval("--run", runs.get(i));
            JsonObject member = members.get(i).getAsJsonObject();
            assertEquals(runs.get(i).toString(), member.get("run").getAsString());
            assertEquals(alone.get("accuracy"), member.get("accuracy"));
            assertEquals(alone.get("loss").getAsDouble(), member.get("loss").getAsDouble(), 1e-6);
        }
    }

    @Test
    void theSnapshotsOfARunAreAnEnsemble() {
        Path run = train(1, "--snapshot-every", 1);
        Cli.run("train", "--resume", run, "--epochs", 3).succeeded();
        JsonArray members = eval("--run", run, "--snapshots").getAsJsonArray("members");
        assertEquals(3, members.size());
        assertEquals(12, members.get(2).getAsJsonObject().get("step").getAsInt());
        assertEquals(
                eval("--run", run, "--checkpoint", "last").get("loss").getAsDouble(),
                members.get(2).getAsJsonObject().get("loss").getAsDouble(),
                1e-6);
        String text = Cli.run("eval", "--run", run, "--snapshots", "--data", data).succeeded().out();
        assertTrue(text.matches("(?s) +accuracy +loss\n(\\Q" + run + "\\E step \\d+ +\\S+ % +\\S+\n){3}together +\\S+ % +\\S+\n\n"
                + "examples  20\n.*confusion.*"), text);
    }

    @Test
    void whatCannotAnswerTogetherIsToldSo() throws IOException {
        Path run = train(1);
        Cli.run("eval", "--run", run, "--run", folder.resolve(".").resolve("run1"), "--data", data)
                .wrongUsageOf("neocog eval", "stands there twice");
        Cli.run("eval", "--run", run, "--snapshots", "--data", data)
                .failedWith(run + ": has no snapshots; 'neocog train --snapshot-every N' keeps some");
        Cli.run("eval", "--run", run, "--snapshots", "--checkpoint", "last", "--data", data)
                .wrongUsageOf("neocog eval", "--snapshots and --checkpoint cannot be given together");
        Path kept = train(2, "--snapshot-every", 1);
        Path weights = kept.resolve("snapshots/epoch-00001/step-00000004.safetensors");
        byte[] bytes = Files.readAllBytes(weights);
        bytes[bytes.length - 1] ^= 1;
        Files.write(weights, bytes);
        Cli.run("eval", "--run", kept, "--snapshots", "--data", data).failedWith(weights.toString(), "damaged");
    }
}

package org.neocog.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data, nets and settings that cannot be trained with: one line that says why, and nothing left behind. */
class BadInputTest {
    @TempDir
    private Path folder;

    private Path data;
    private Path net;
    private Path run;

    @BeforeEach
    void write() throws IOException {
        data = SmallData.write(folder.resolve("data"));
        net = SmallData.writeNet(folder);
        run = folder.resolve("run");
    }

    private Cli.Outcome train(Path data) {
        return Cli.run("train", "--model", net, "--data", data, "--out", run);
    }

    private void trainFailsWith(String... parts) {
        train(data).failedWith(parts);
        assertFalse(Files.exists(run), "nothing is left behind");
    }

    private void modelFailsWith(String text, String... parts) throws IOException {
        Path file = Files.writeString(folder.resolve("bad.net"), text);
        Cli.run("train", "--model", file, "--data", data, "--out", run).failedWith(parts);
        Cli.run("summary", "--model", file).failedWith(parts);
        assertFalse(Files.exists(run), "nothing is left behind");
    }

    @Test
    void missingDataFolder() {
        train(folder.resolve("nowhere")).failedWith("nowhere", "no such folder");
    }

    @Test
    void emptyDataFolder() throws IOException {
        train(Files.createDirectory(folder.resolve("empty"))).failedWith("empty", "train-images-idx3-ubyte");
    }

    @Test
    void truncatedGzip() throws IOException {
        Files.delete(data.resolve("train-images-idx3-ubyte"));
        byte[] packed = SmallData.gzip(SmallData.images(SmallData.TRAIN));
        Files.write(data.resolve("train-images-idx3-ubyte.gz"), Arrays.copyOf(packed, packed.length / 2));
        trainFailsWith("train-images-idx3-ubyte.gz");
    }

    @Test
    void wrongMagic() throws IOException {
        Files.write(data.resolve("train-images-idx3-ubyte"), SmallData.idx(0x903, new byte[64], 1, 8, 8));
        trainFailsWith("train-images-idx3-ubyte", "903");
    }

    @Test
    void imagesAndLabelsThatDisagreeInNumber() throws IOException {
        Files.write(data.resolve("train-labels-idx1-ubyte"), SmallData.labels(39));
        trainFailsWith("40 images", "39 labels");
    }

    @Test
    void labelsOutsideTheClasses() throws IOException {
        Files.writeString(data.resolve("labels.txt"), "left\nright\n");
        byte[] labels = new byte[SmallData.TRAIN];
        labels[7] = 2;
        Files.write(data.resolve("train-labels-idx1-ubyte"), SmallData.idx(0x801, labels, labels.length));
        trainFailsWith("train-labels-idx1-ubyte", "label 2", "7");
    }

    @Test
    void imagesOfAnotherSize() {
        Cli.run("train", "--model", "mnist-cnn", "--data", data, "--out", run).failedWith("1x28x28", "1x8x8");
        assertFalse(Files.exists(run));
    }

    @Test
    void imagesOfAnotherChannelCount() throws IOException {
        Files.writeString(net, SmallData.NET.replace("1x8x8", "3x8x8"));
        trainFailsWith("3x8x8", "1x8x8");
    }

    @Test
    void anotherNumberOfClasses() throws IOException {
        Files.writeString(net, SmallData.NET.replace("fc 2", "fc 5"));
        trainFailsWith("5 classes", "2");
    }

    @Test
    void aNetWithAnUnknownLayer() throws IOException {
        modelFailsWith("input 1x8x8\nconvv 4 3x3\nfc 2\nsoftmax\n", "bad.net:2", "convv", "conv");
    }

    @Test
    void aNetWhoseShapesDoNotFit() throws IOException {
        modelFailsWith("input 1x7x7\nconv 4 3x3 stride=3\nfc 2\nsoftmax\n", "bad.net:2", "conv1", "3", "7", "2.33");
    }

    @Test
    void aNetWithoutOutput() throws IOException {
        modelFailsWith("input 1x8x8\n", "bad.net");
        modelFailsWith("input 1x8x8\nconv 4 3x3\nfc 2\n", "bad.net", "softmax");
    }

    @Test
    void aBatchLargerThanTheData() {
        Cli.run("train", "--model", net, "--data", data, "--out", run, "--batch", 41).failedWith("--batch 41", "40");
        assertFalse(Files.exists(run));
    }

    /** With squared error and plain gradient descent the weights grow by the same factor in each step, so it takes some. */
    @Test
    void aLearningRateThatMakesTheLossNaNStopsAndKeepsTheLastGoodCheckpoint() throws IOException {
        Files.writeString(net, "input 1x8x8\nfc 2\nmse\n");
        Cli.Outcome outcome = Cli.run("train", "--model", net, "--data", data, "--out", run, "--optimizer", "sgd",
                "--lr", 100, "--batch", 10, "--epochs", 100);
        assertEquals(ExitCode.FAILED, outcome.exitCode());
        assertEquals("", outcome.out());
        String message = outcome.err().lines().toList().getLast();
        Matcher parts = Pattern.compile("neocog: the loss became (?:NaN|Infinity) at step (\\d+) .* learning rate 100\\.0: .*"
                        + "the checkpoint of step (\\d+) is kept").matcher(message);
        assertTrue(parts.matches(), message);
        int step = Integer.parseInt(parts.group(1));
        assertEquals((step - 1) / 4 * 4, Integer.parseInt(parts.group(2)), "the end of the epoch before");
        assertTrue(Cli.run("eval", "--run", run, "--data", data).succeeded().out().startsWith("examples  20"));
    }

    @Test
    void anOutputFolderThatCannotBeMade() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        Cli.run("train", "--model", net, "--data", data, "--out", file.resolve("run")).failedWith(file.toString());
        Cli.run("train", "--model", net, "--data", data, "--out", file).failedWith(file.toString());
    }

    @Test
    void aDeviceThatIsNotThere() {
        for (String device : new String[] {"cuda", "cuda:0"}) {
            Cli.run("train", "--model", net, "--data", data, "--out", run, "--device", device)
                    .failedWith("'" + device + "' cannot be used");
            Cli.run("bench", "--model", "softmax", "--device", device).failedWith("'" + device + "' cannot be used");
            Cli.run("check", "--device", device).failedWith("'" + device + "' cannot be used");
        }
        assertFalse(Files.exists(run));
    }
}

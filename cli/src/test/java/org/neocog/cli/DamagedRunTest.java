package org.neocog.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Run folders whose files are not what was written: every command that reads them says which file, in one line. */
class DamagedRunTest {
    private static final String WEIGHTS = "checkpoints/step-00000012.safetensors";

    @TempDir
    private Path folder;

    private Path data;
    private Path run;

    @BeforeEach
    void train() throws IOException {
        data = SmallData.write(folder.resolve("data"));
        run = folder.resolve("run");
        Cli.run("train", "--model", SmallData.writeNet(folder), "--data", data, "--out", run).succeeded();
        // So that the best checkpoint, which eval and predict read, is the last one as well, which resume reads.
        Files.copy(run.resolve("checkpoints/last.json"), run.resolve("checkpoints/best.json"),
                StandardCopyOption.REPLACE_EXISTING);
    }

    private void everyCommandFailsWith(String... parts) {
        Cli.run("eval", "--run", run, "--data", data).failedWith(parts);
        Cli.run("predict", "--run", run, data.resolve("t10k-images-idx3-ubyte")).failedWith(parts);
        Cli.run("train", "--resume", run, "--epochs", 5).failedWith(parts);
    }

    private void change(String file, Change change) throws IOException {
        Files.write(run.resolve(file), change.apply(Files.readAllBytes(run.resolve(file))));
    }

    private interface Change {
        byte[] apply(byte[] bytes);
    }

    @Test
    void aFlippedByteInTheWeights() throws IOException {
        change(WEIGHTS, bytes -> {
            bytes[bytes.length - 5] ^= 1;
            return bytes;
        });
        everyCommandFailsWith(WEIGHTS, "damaged", "checksum");
    }

    @Test
    void truncatedWeights() throws IOException {
        change(WEIGHTS, bytes -> Arrays.copyOf(bytes, bytes.length - 100));
        everyCommandFailsWith(WEIGHTS, "damaged");
    }

    @Test
    void missingWeights() throws IOException {
        Files.delete(run.resolve(WEIGHTS));
        everyCommandFailsWith(WEIGHTS, "missing");
    }

    @Test
    void anAbsurdHeaderLength() throws IOException {
        change(WEIGHTS, bytes -> {
            ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(0, Long.MAX_VALUE);
            return bytes;
        });
        everyCommandFailsWith(WEIGHTS, "damaged");
    }

    @Test
    void aFlippedByteInTheState() throws IOException {
        for (String name : new String[] {"last.json", "best.json"}) {
            change("checkpoints/" + name, bytes -> {
                bytes[bytes.length / 2] ^= 1;
                return bytes;
            });
        }
        everyCommandFailsWith(".json", "damaged", "checksum");
    }

    @Test
    void weightsOfOtherShapes() throws IOException {
        Path other = folder.resolve("other");
        Path net = Files.writeString(folder.resolve("wide.net"), SmallData.NET.replace("conv 4", "conv 6"));
        Cli.run("train", "--model", net, "--data", data, "--out", other).succeeded();
        Files.copy(other.resolve("config.json"), run.resolve("config.json"), StandardCopyOption.REPLACE_EXISTING);
        Cli.run("eval", "--run", run, "--data", data).failedWith("conv1.weight", "4x1x3x3", "6x1x3x3");
        Cli.run("train", "--resume", run, "--epochs", 5).failedWith("cannot resume", "model");
    }

    @Test
    void settingsThatAreNoJson() throws IOException {
        Files.writeString(run.resolve("config.json"), "{\"format\": 1,");
        everyCommandFailsWith("config.json", "JSON");
    }

    @Test
    void noRunAtAll() {
        Cli.run("eval", "--run", folder, "--data", data).failedWith(folder.toString(), "no run here");
    }
}

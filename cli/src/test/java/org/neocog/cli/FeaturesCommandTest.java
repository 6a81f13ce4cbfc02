package org.neocog.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.neocog.tensor.Shape;
import org.neocog.visual.Picture;

class FeaturesCommandTest {
    @TempDir
    private Path folder;

    private Path data;

    @BeforeEach
    void write() throws IOException {
        data = SmallData.write(folder.resolve("data"));
    }

    private Path net(String loss) throws IOException {
        return Files.writeString(
                folder.resolve(loss + ".net"), "input 1x8x8\nfc 2\n" + loss + "\nrecipe optimizer=adam lr=0.01 batch=10 epochs=2\n");
    }

    /** Left bright or right bright: the edge is the same, so what tells them apart is where the words and levels are not. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "hog:cell=2|softmax|144",
        "bovw:words=5|svm|5",
        "histogram:bins=7|softmax|7",
        "bovw:words=5,patch=6,stride=3+histogram:bins=7|svm|12"
    })
    void trainEvalAndPredictTakeTheSameFeatures(String features, String loss, int size) throws IOException {
        Path run = folder.resolve("run");
        Cli.run("train", "--model", net(loss), "--data", data, "--features", features, "--out", run).succeeded();
        String config = Files.readString(run.resolve("config.json"));
        assertTrue(config.contains("input " + size + "x1x1"), config);
        assertTrue(config.contains(features), config);
        JsonObject eval = Cli.run("eval", "--run", run, "--data", data, "--json").json().getAsJsonObject();
        Path test = data.resolve("t10k-images-idx3-ubyte");
        JsonArray predicted = Cli.run("predict", "--run", run, "--json", test).json().getAsJsonArray();
        int right = 0;
        for (int i = 0; i < predicted.size(); i++) {
            JsonObject best = predicted.get(i).getAsJsonObject().getAsJsonArray("top").get(0).getAsJsonObject();
            right += best.get("index").getAsInt() == i % 2 ? 1 : 0;
        }
        assertEquals(eval.get("accuracy").getAsDouble(), right / 20.0, 1e-9);
    }

    @Test
    void aResumedRunTakesTheFeaturesThatItBeganWith() throws IOException {
        Path whole = folder.resolve("whole");
        Path parts = folder.resolve("parts");
        Path net = net("softmax");
        Cli.run("train", "--model", net, "--data", data, "--features", "bovw:words=6", "--out", whole).succeeded();
        Cli.run("train", "--model", net, "--data", data, "--features", "bovw:words=6", "--epochs", 1, "--out", parts)
                .succeeded();
        Cli.run("train", "--resume", parts, "--features", "hog").wrongUsageOf("neocog train", "--features cannot be given");
        Cli.run("train", "--resume", parts, "--epochs", 2).succeeded();
        String weights = "checkpoints/step-00000008.safetensors";
        assertArrayEquals(Files.readAllBytes(whole.resolve(weights)), Files.readAllBytes(parts.resolve(weights)));
    }

    @Test
    void whatDoesNotSuitIsSaidBeforeAnythingIsWritten() throws IOException {
        Path run = folder.resolve("run");
        Cli.run("train", "--model", net("svm"), "--data", data, "--features", "sift", "--out", run)
                .wrongUsageOf("neocog train", "--features sift", "histogram, hog, bovw");
        Cli.run("train", "--model", net("svm"), "--data", data, "--features", "hog:cell=9", "--out", run)
                .wrongUsageOf("neocog train", "hog", "does not fit");
        Cli.run("train", "--model", "lenet5", "--data", data, "--features", "hog:cell=4", "--out", run)
                .failedWith("avgpool1", "a row of 36 numbers", "as softmax");
        Cli.run("train", "--model", "softmax", "--data", data, "--features", "hog:cell=4", "--out", run)
                .failedWith("10 classes, but the data have 2", "--classes 2");
        assertFalse(Files.exists(run));
        Cli.run("train", "--model", "softmax", "--classes", 2, "--data", data, "--features", "hog:cell=4", "--batch", 4,
                        "--epochs", 1, "--out", folder.resolve("two"))
                .succeeded();
        Cli.run("train", "--model", net("svm"), "--data", data, "--features", "hog:cell=4", "--out", run).succeeded();
        Path large = folder.resolve("large.png");
        Picture.of(Shape.of(1, 9, 9), new float[81]).writePng(large);
        Cli.run("predict", "--run", run, large).failedWith("9 wide and 9 high", "8 wide and 8 high");
    }

    @Test
    void aDamagedCodebookIsNamed() throws IOException {
        Path run = folder.resolve("run");
        Cli.run("train", "--model", net("svm"), "--data", data, "--features", "bovw:words=4", "--out", run).succeeded();
        Path config = run.resolve("config.json");
        String text = Files.readString(config);
        Files.writeString(config, text.replaceFirst("\"codebook\": \"[^\"]*\"", "\"codebook\": \"AAAA\""));
        Cli.run("eval", "--run", run, "--data", data).failedWith(config.toString(), "codebook");
        Files.writeString(config, text.replaceFirst("\"codebook\": \"[^\"]*\"", "\"codebook\": \"?\""));
        Cli.run("eval", "--run", run, "--data", data).failedWith(config.toString());
    }
}

package org.neocog.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Training, tests and predictions on folders of pictures. */
class PictureFolderTest {
    private static final String NET = """
            input 3x8x8
            conv 4 3x3 pad=same
            relu
            maxpool 2x2
            fc 2
            softmax
            recipe optimizer=adam lr=0.01 batch=8 epochs=3
            """;

    @TempDir
    private Path folder;

    private Path net;
    private Path data;

    @BeforeEach
    void writeTheData() throws IOException {
        net = Files.writeString(folder.resolve("small.net"), NET);
        data = folder.resolve("data");
        for (int i = 0; i < 16; i++) {
            picture("train/red/" + i, 10 + i % 3, 10, 0xC00000 + 16 * i);
            picture("train/sea/" + i, 10, 10 + i % 4, 0x0000C0 + 4096 * i);
        }
        for (int i = 0; i < 4; i++) {
            picture("test/red/" + i, 11, 10, 0xD00000 + i);
            picture("test/sea/" + i, 10, 12, 0x0000D0 + i);
        }
    }

    private Path picture(String name, int height, int width, int colour) throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < height * width; i++) {
            image.setRGB(i % width, i / width, colour);
        }
        Path file = data.resolve(name + ".png");
        Files.createDirectories(file.getParent());
        ImageIO.write(image, "png", file.toFile());
        return file;
    }

    private Object[] train(Path run, String... more) {
        List<Object> args = new ArrayList<>(List.of("train", "--model", net, "--data", data, "--out", run));
        args.addAll(List.of(more));
        return args.toArray();
    }

    @Test
    void aFolderOfPicturesIsLearntMeasuredAndPredicted() throws IOException {
        Path run = folder.resolve("run");
        JsonObject trained = Cli.run(train(run, "--augment", "scale=9:11,crop=8,flip", "--workers", "2", "--json"))
                .json()
                .getAsJsonObject();
        assertEquals("[]", trained.getAsJsonArray("skipped").toString());
        assertEquals(1, trained.getAsJsonObject("best").get("valAccuracy").getAsDouble());
        JsonObject config = JsonParser.parseString(Files.readString(run.resolve("config.json"))).getAsJsonObject();
        assertEquals(
                "scale=9:11,crop=8,flip",
                config.getAsJsonObject("data").getAsJsonObject("options").get("augmentation").getAsString());

        JsonObject once = Cli.run("eval", "--run", run, "--data", data, "--json").json().getAsJsonObject();
        assertEquals(8, once.get("examples").getAsInt());
        assertFalse(once.has("views"));
        JsonObject often = Cli.run(
                        "eval", "--run", run, "--data", data, "--crops", 10, "--scales", "8,9,12", "--json", "--workers", 2)
                .json()
                .getAsJsonObject();
        assertEquals(30, often.get("views").getAsInt());
        assertEquals("[[4,0],[0,4]]", often.get("confusion").toString());
        assertEquals(1, often.get("accuracy").getAsDouble());

        Path large = picture("large", 50, 70, 0xC80000);
        JsonArray guess = Cli.run("predict", "--run", run, "--json", large).json().getAsJsonArray();
        assertEquals("red", guess.get(0).getAsJsonObject().getAsJsonArray("top").get(0).getAsJsonObject().get("label")
                .getAsString());
        Cli.run("eval", "--run", run, "--data", data, "--crops", 3).wrongUsageOf("neocog eval", "--crops 3");
        Cli.run("eval", "--run", run, "--data", data, "--scales", "7").failedWith("--scales 7", "too small for the 8");
    }

    @Test
    void aResumedRunKeepsItsAugmentationAndMayHaveOtherWorkers() {
        Path run = folder.resolve("run");
        Cli.run(train(run, "--augment", "resize=8,flip", "--epochs", "1")).succeeded();
        Cli.run("train", "--resume", run, "--epochs", 2, "--workers", 3).succeeded();
        Cli.run("train", "--resume", run, "--augment", "flip", "--skip-bad")
                .wrongUsageOf("neocog train", "--augment, --skip-bad cannot be given with --resume");
    }

    @Test
    void badPicturesAreNamedOrLeftOut() throws IOException {
        Path bad = data.resolve("train/red/3.png");
        byte[] bytes = Files.readAllBytes(bad);
        bytes[bytes.length / 2] ^= 4;
        Files.write(bad, bytes);
        Path run = folder.resolve("run");
        Cli.run(train(run, "--augment", "resize=8")).failedWith(bad.toString(), "the PNG is damaged");
        assertFalse(Files.exists(run));

        Cli.Outcome outcome = Cli.run(train(run, "--augment", "resize=8", "--skip-bad", "--epochs", "1", "--json"));
        JsonArray skipped = outcome.json().getAsJsonObject().getAsJsonArray("skipped");
        assertEquals(1, skipped.size());
        assertTrue(skipped.get(0).getAsString().startsWith(bad + ": the PNG is damaged"));
        assertTrue(outcome.err().contains(data + ": left out 1 picture that cannot be read:\n  " + bad), outcome.err());
        Cli.run("train", "--resume", run, "--epochs", 2).succeeded();

        Files.writeString(data.resolve("test/sea/1.png"), "no picture");
        JsonObject json = Cli.run("eval", "--run", run, "--data", data, "--json").json().getAsJsonObject();
        assertEquals(7, json.get("examples").getAsInt());
        assertEquals(1, json.getAsJsonArray("skipped").size());
    }

    @Test
    void picturesThatDoNotFitAreExplained() throws IOException {
        Path run = folder.resolve("run");
        Cli.run(train(run)).failedWith("train/red/0.png is 10 wide and 10 high", "give --augment scale=SIDE,crop=SIDE");
        Cli.run(train(run, "--augment", "crop=9"))
                .failedWith("takes images of 3x8x8", "the data have 3x9x9", "--augment", "--input 3x9x9");
        Cli.run("train", "--model", "unet", "--data", data, "--augment", "resize=16", "--out", run)
                .failedWith("unet tells the classes of pixels apart", "one class for each image");
        Cli.run("train", "--model", "lenet5", "--data", data, "--augment", "resize=8", "--out", run)
                .failedWith("takes images of 1x28x28", "--input 1x8x8");
        Cli.run(train(run, "--augment", "flop")).wrongUsageOf("neocog train", "--augment flop: 'flop' is unknown");
        Cli.run(train(run, "--workers", "0")).wrongUsageOf("neocog train", "--workers 0");
        Files.delete(data.resolve("test/sea/0.png"));
        for (int i = 1; i < 4; i++) {
            Files.delete(data.resolve("test/sea/" + i + ".png"));
        }
        Cli.run(train(run, "--augment", "resize=8")).failedWith("test/sea: the class folder holds no picture");
        Files.delete(data.resolve("test/sea"));
        picture("test/sky/1", 8, 8, 1);
        Cli.run(train(run, "--augment", "resize=8")).failedWith("the classes differ", "train: sea", "test: sky");
        assertFalse(Files.exists(run));
    }

    @Test
    void benchTimesTheLoadingAndTheTrainingOnIt() {
        JsonObject json = Cli.run(
                        "bench", "--data", data, "--augment", "resize=8,flip", "--model", net, "--batch", 8, "--seconds", 0.2,
                        "--workers", 2, "--json")
                .json()
                .getAsJsonObject();
        assertEquals(32, json.get("images").getAsInt());
        assertEquals("[3,8,8]", json.get("imageShape").toString());
        for (String part : List.of("fromFiles", "fromMemory", "training")) {
            JsonObject rate = json.getAsJsonObject(part);
            assertTrue(rate.get("imagesPerSecond").getAsDouble() > 0, part);
            JsonElement work = rate.get("imagesPerProcessorSecond");
            assertTrue(work.isJsonNull() || work.getAsDouble() > 0, part);
            double wait = rate.get("dataWait").getAsDouble();
            assertTrue(wait >= 0 && wait <= 1, part);
        }
        String text = Cli.run("bench", "--data", data, "--augment", "resize=8", "--batch", 8, "--seconds", 0.1)
                .succeeded()
                .out();
        assertTrue(text.contains("32 images that come out as 3x8x8") && text.contains("images/s from files"), text);
        Cli.run("bench").wrongUsageOf("neocog bench", "--model NAME|FILE is missing");
        Cli.run("bench", "--data", data, "--profile").wrongUsageOf("neocog bench", "leave out --profile");
        Cli.run("bench", "--data", data, "--augment", "resize=9", "--model", net, "--batch", 8)
                .failedWith("takes images of 3x8x8", "3x9x9");
    }
}

package org.neocog.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvalPredictTest {
    @TempDir
    private static Path folder;

    private static Path data;
    private static Path run;

    @BeforeAll
    static void train() throws IOException {
        data = SmallData.write(folder.resolve("data"));
        run = folder.resolve("run");
        Cli.run("train", "--model", SmallData.writeNet(folder), "--data", data, "--out", run).succeeded();
        picture("left.png", true);
        picture("right.png", false);
    }

    private static Path picture(String name, boolean left) throws IOException {
        BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < 64; i++) {
            image.getRaster().setSample(i % 8, i / 8, 0, (i % 8 < 4) == left ? 220 : 40);
        }
        Path file = folder.resolve(name);
        ImageIO.write(image, "png", file.toFile());
        return file;
    }

    @Test
    void evalGivesLossAccuracyAndConfusion() {
        JsonObject json = Cli.run("eval", "--run", run, "--data", data, "--json").json().getAsJsonObject();
        assertEquals(List.of("accuracy", "loss", "examples", "labels", "confusion", "skipped"), List.copyOf(json.keySet()));
        assertEquals(1, json.get("accuracy").getAsDouble());
        assertEquals(20, json.get("examples").getAsInt());
        assertEquals("[[10,0],[0,10]]", json.get("confusion").toString());
    }

    @Test
    void evalPrintsTheConfusionAsATable() {
        String out = Cli.run("eval", "--run", run, "--data", data, "--batch", 7).succeeded().out();
        assertTrue(out.startsWith("examples  20\naccuracy  100.00 %\nloss      0."), out);
        assertTrue(out.endsWith("    0   1\n0  10   .\n1   .  10\n"), out);
    }

    @Test
    void theLastCheckpointCanBeChosen() {
        Cli.run("eval", "--run", run, "--data", data, "--checkpoint", "last").succeeded();
        Cli.run("eval", "--run", run, "--data", data, "--checkpoint", "worst").wrongUsageOf("neocog eval", "worst");
    }

    @Test
    void evalRefusesDataOfOtherClasses() throws IOException {
        Path other = SmallData.write(folder.resolve("other-classes"));
        Files.writeString(other.resolve("labels.txt"), "cat\ndog\n");
        Cli.run("eval", "--run", run, "--data", other).failedWith(other.toString(), "cat, dog", "0, 1");
    }

    @Test
    void predictAnswersInTheOrderOfTheFiles() {
        JsonArray json = Cli.run(
                        "predict", "--run", run, "--json", folder.resolve("right.png"), folder.resolve("left.png"))
                .json()
                .getAsJsonArray();
        assertEquals(2, json.size());
        JsonObject right = json.get(0).getAsJsonObject();
        assertEquals(List.of("file", "image", "top"), List.copyOf(right.keySet()));
        assertEquals(folder.resolve("right.png").toString(), right.get("file").getAsString());
        JsonObject best = right.getAsJsonArray("top").get(0).getAsJsonObject();
        assertEquals(List.of("label", "index", "probability"), List.copyOf(best.keySet()));
        assertEquals("1", best.get("label").getAsString());
        assertEquals(1, best.get("index").getAsInt());
        assertTrue(best.get("probability").getAsDouble() > 0.5);
        assertEquals(2, right.getAsJsonArray("top").size());
        JsonObject left = json.get(1).getAsJsonObject();
        assertEquals("0", left.getAsJsonArray("top").get(0).getAsJsonObject().get("label").getAsString());
    }

    @Test
    void predictTakesEachImageOfAnIdxFile() {
        Path file = data.resolve("t10k-images-idx3-ubyte");
        List<String> lines = Cli.run("predict", "--run", run, file).succeeded().out().lines().toList();
        assertEquals(20, lines.size());
        for (int i = 0; i < 20; i++) {
            assertTrue(
                    lines.get(i).matches("\\Q" + file + "[" + i + "]\\E +" + i % 2 + " \\d+\\.\\d\\d %  .*"), lines.get(i));
        }
        JsonArray json = Cli.run("predict", "--run", run, "--json", file).json().getAsJsonArray();
        assertEquals(19, json.get(19).getAsJsonObject().get("image").getAsInt());
    }

    @Test
    void oneBadFileIsNamedAndNothingIsPrinted() throws IOException {
        Path text = Files.writeString(folder.resolve("notes.txt"), "no picture");
        Cli.run("predict", "--run", run, "--json", folder.resolve("left.png"), text).failedWith(text.toString());
        Cli.run("predict", "--run", run, folder.resolve("left.png"), text).failedWith(text.toString());
        Cli.run("predict", "--run", run, folder.resolve("none.png")).failedWith("none.png", "no such file");
    }

    @Test
    void aPictureOfAnotherSizeSaysBothSizes() {
        Path digit = Cli.repository("test-data/images/digit-3.png");
        Cli.run("predict", "--run", run, digit).failedWith(digit.toString(), "28 wide and 28 high", "8 wide and 8 high");
    }
}

package org.neocog.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.neocog.NeocogException;
import org.neocog.tensor.Shape;
import org.neocog.visual.Picture;

class ViewTest {
    @TempDir
    private static Path folder;

    private static Path data;
    private static Path run;
    private static Path picture;

    @BeforeAll
    static void train() throws IOException {
        data = SmallData.write(folder.resolve("data"));
        run = folder.resolve("run");
        Cli.run("train", "--model", SmallData.writeNet(folder), "--data", data, "--out", run).succeeded();
        picture = folder.resolve("left.png");
        float[] left = new float[64];
        for (int i = 0; i < 64; i++) {
            left[i] = i % 8 < 4 ? 0.85f : 0.15f;
        }
        Picture.of(Shape.of(1, 8, 8), left).writePng(picture);
    }

    private static BufferedImage read(Path file) throws IOException {
        BufferedImage image = ImageIO.read(file.toFile());
        assertTrue(image != null, file + " is no picture");
        return image;
    }

    @Test
    void trainingWritesItsCurves() throws IOException {
        BufferedImage curves = read(run.resolve("curves.png"));
        assertEquals(1120, curves.getWidth());
        assertTrue(has(curves, 0x0072B2), "the training curve's blue");
        assertTrue(has(curves, 0xD55E00), "the validation curve's red");
    }

    private static boolean has(BufferedImage image, int colour) {
        for (int i = 0; i < image.getWidth() * image.getHeight(); i++) {
            if ((image.getRGB(i % image.getWidth(), i / image.getWidth()) & 0xFFFFFF) == colour) {
                return true;
            }
        }
        return false;
    }

    @Test
    void curvesThatCannotBeWrittenAreSaidOnceAndEndNoTraining() throws IOException {
        Path other = folder.resolve("other");
        Files.createDirectories(other.resolve("curves.png"));
        Cli.Outcome outcome = Cli.run(
                        "train", "--model", folder.resolve("small.net"), "--data", data, "--out", other)
                .succeeded();
        assertEquals(4, outcome.err().lines().count(), outcome.err());
        List<String> said = outcome.err().lines().filter(line -> line.startsWith("the curves are not drawn: ")).toList();
        assertEquals(1, said.size(), outcome.err());
        assertTrue(said.getFirst().contains(other.resolve("curves.png").toString()), outcome.err());
    }

    @Test
    void curvesAsTextHaveABarForEachEpoch() {
        List<String> lines = Cli.run("view", "curves", "--run", run).succeeded().out().lines().toList();
        assertEquals(5, lines.size());
        assertTrue(lines.getFirst().matches("epochs 1 to 3 +first +last +best"), lines.getFirst());
        assertTrue(
                lines.get(1).matches("training loss +[▁-█]{3} +\\d\\.\\d{4} +\\d\\.\\d{4} +\\d\\.\\d{4} \\(\\d\\)"),
                lines.get(1));
        assertTrue(lines.get(4).endsWith("100.00 %  100.00 % (" + lines.get(4).charAt(lines.get(4).length() - 2) + ")"));
    }

    @Test
    void barsGoFromTheSmallestToTheLargestAndAreMeansWhereThereIsNoRoom() {
        assertEquals("▁▄█", CurvesText.bars(new double[] {1, 2, 3.2}, 3).replace('▅', '▄'));
        assertEquals("▁█", CurvesText.bars(new double[] {1, 1, 0, 9, 9, 9}, 2));
        assertEquals("▁▁", CurvesText.bars(new double[] {4, 4}, 2));
    }

    @Test
    void curvesAsJsonAreTheMetrics() throws IOException {
        Path out = folder.resolve("curves.png");
        JsonObject json =
                Cli.run("view", "curves", "--run", run, "--out", out, "--json").json().getAsJsonObject();
        assertEquals(out.toString(), json.get("picture").getAsString());
        assertEquals(3, json.getAsJsonArray("epochs").size());
        read(out);
    }

    @Test
    void confusionIsThatOfEval() throws IOException {
        Path out = folder.resolve("confusion.png");
        JsonObject json = Cli.run("view", "confusion", "--run", run, "--data", data, "--out", out, "--json")
                .json()
                .getAsJsonObject();
        assertEquals("[[10,0],[0,10]]", json.get("confusion").toString());
        BufferedImage image = read(out);
        assertTrue(has(image, 0x08519C), "a full cell");
        String text = Cli.run("view", "confusion", "--run", run, "--data", data).succeeded().out();
        assertEquals("    0   1\n0  10   .\n1   .  10\n", text);
    }

    @Test
    void filtersAreWrittenInTheirColours() throws IOException {
        Path out = Files.writeString(folder.resolve("filters.png"), "replaced");
        JsonObject json =
                Cli.run("view", "filters", "--run", run, "--out", out, "--json").json().getAsJsonObject();
        assertEquals(4, json.get("filters").getAsInt());
        assertEquals("1x3x3", json.get("shape").getAsString());
        // Two by two tiles of 3 by 3 weights, each 133 pixels wide, with lines of 2 between and around.
        BufferedImage image = read(out);
        assertEquals(2 + 2 * (3 * 133 + 2), image.getWidth());
        assertEquals(0xFF203A5C, image.getRGB(0, 0));
        assertEquals(image.getRGB(2, 2), image.getRGB(134, 134));
    }

    @Test
    void templatesNeedALinearClassifier() throws IOException {
        Path out = folder.resolve("templates.png");
        Cli.run("view", "templates", "--run", run, "--out", out).failedWith("conv1, relu1, maxpool1, fc1");
        assertFalse(Files.exists(out));
        Path net = Files.writeString(folder.resolve("linear.net"), "input 1x8x8\nfc 2\nsvm\n");
        String text = Cli.run("view", "templates", "--model", net, "--out", out).succeeded().out();
        assertTrue(text.endsWith("classes  0, 1\n"), text);
        read(out);
    }

    @Test
    void saliencyIsOfTheClassAskedFor() throws IOException {
        Path out = folder.resolve("saliency.png");
        JsonObject json = Cli.run("view", "saliency", "--run", run, "--class", 1, "--out", out, "--json", picture)
                .json()
                .getAsJsonObject();
        assertEquals("0", json.get("predicted").getAsString());
        assertEquals("1", json.get("class").getAsString());
        assertTrue(json.get("largestDerivative").getAsDouble() > 0);
        read(out);
        Cli.run("view", "saliency", "--run", run, "--class", "cat", "--out", out, picture)
                .wrongUsageOf("neocog view saliency", "--class cat", "0, 1");
    }

    @Test
    void activationsDreamsAndNeighboursAreDrawn() throws IOException {
        Path out = folder.resolve("drawn.png");
        Cli.run("view", "activations", "--run", run, "--layer", "relu1", "--out", out, picture).succeeded();
        assertEquals(2 + 2 * (8 * 50 + 2), read(out).getWidth());
        Cli.run("view", "dream", "--run", run, "--layer", "conv1", "--octaves", 1, "--out", out, picture).succeeded();
        assertEquals(8, read(out).getWidth());
        JsonObject json = Cli.run("view", "neighbours", "--run", run, "--data", data, "--layer", "maxpool1", "--top", 3,
                        "--out", out, "--json", picture)
                .json()
                .getAsJsonObject();
        assertEquals(3, json.getAsJsonArray("nearest").size());
        json.getAsJsonArray("nearest").forEach(one -> assertTrue(one.getAsString().endsWith(":0"), one.getAsString()));
    }

    @Test
    void styleSaysTheLossOnTheWayAndTakesRandomWeights() throws IOException {
        Path out = folder.resolve("style.png");
        Cli.Outcome outcome = Cli.run("view", "style", "--model", folder.resolve("small.net"), "--seed", 3, "--content",
                        picture, "--style", picture, "--steps", 20, "--from-noise", "--out", out)
                .succeeded();
        assertEquals(10, outcome.err().lines().count());
        assertTrue(outcome.err().startsWith("step 2/20  loss "), outcome.err());
        assertEquals(8, read(out).getWidth());
    }

    @ParameterizedTest
    @CsvSource({"conv9", "pool"})
    void anUnknownLayerListsTheLayers(String layer) {
        Cli.run("view", "activations", "--run", run, "--layer", layer, "--out", folder.resolve("none.png"), picture)
                .wrongUsageOf("neocog view activations", layer, "conv1, relu1, maxpool1, fc1");
        assertFalse(Files.exists(folder.resolve("none.png")));
    }

    @Test
    void badInputIsNamed() {
        Path out = folder.resolve("none.png");
        Path digit = Cli.repository("test-data/images/digit-3.png");
        Cli.run("view").wrongUsageOf("neocog view", "curves, confusion");
        Cli.run("view", "curves", "--run", folder.resolve("nowhere")).failedWith("nowhere", "no run here");
        Cli.run("view", "saliency", "--run", run, "--out", out, digit)
                .failedWith(digit.toString(), "28 wide and 28 high", "8 wide and 8 high");
        Cli.run("view", "filters", "--out", out).wrongUsageOf("neocog view filters", "--run RUN is missing");
        Cli.run("view", "filters", "--run", run, "--model", "mlp", "--out", out)
                .wrongUsageOf("neocog view filters", "cannot be given together");
        Cli.run("view", "filters", "--run", run, "--out", folder.resolve("no/where.png")).failedWith("no/where.png");
        Cli.run("view", "dream", "--run", run, "--layer", "conv1", "--out", folder.resolve("no/where.png"), picture)
                .failedWith("no/where.png: there is no folder " + folder.resolve("no"));
        for (String what : new String[] {"filters", "curves"}) {
            Cli.run("view", what, "--run", run, "--out", folder.resolve("none.jpg"))
                    .wrongUsageOf("neocog view " + what, "--out", "should end in .png", "none.jpg");
        }
        assertFalse(Files.exists(folder.resolve("none.jpg")));
        Cli.run("view", "filter", "--run", run).wrongUsageOf("neocog view", "there is no 'filter'", "confusion, filters");
        Cli.run("view", "filters", "--model", folder.resolve("small.net"), "--weights", picture, "--out", out)
                .failedWith(picture.toString());
        Cli.run("view", "dream", "--run", run, "--layer", "conv1", "--rate", 0, "--out", out, picture)
                .wrongUsageOf("neocog view dream", "--rate 0");
        assertFalse(Files.exists(out));
    }

    @Test
    void aNetworkThatSeesFeaturesHasNoPictures() throws IOException {
        Path net = Files.writeString(folder.resolve("one-layer.net"), "input 1x8x8\nfc 2\nsvm\n");
        Path other = folder.resolve("hog");
        Cli.run("train", "--model", net, "--data", data, "--features", "hog:cell=4", "--batch", 10, "--out", other)
                .succeeded();
        Cli.run("view", "templates", "--run", other, "--out", folder.resolve("none.png"))
                .failedWith(other.toString(), "hog:cell=4,bins=9");
    }

    @Test
    void withoutFontsTheErrorSaysWhatToInstall() {
        String message = assertThrows(
                        NeocogException.class,
                        () -> Drawing.withText(() -> {
                            throw new InternalError("Fontconfig head is null, check your fonts or fonts configuration");
                        }))
                .getMessage();
        assertTrue(message.contains("fontconfig"), message);
    }
}

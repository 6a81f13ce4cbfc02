package org.neocog.features;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.neocog.NeocogException;
import org.neocog.UsageException;
import org.neocog.data.ByteDataset;
import org.neocog.data.Dataset;
import org.neocog.data.Normalization;
import org.neocog.random.RandomStream;
import org.neocog.tensor.Shape;

class FeaturesTest {
    private static float[] compute(Features features, float... image) {
        float[] target = new float[features.size() + 2];
        target[0] = 7;
        target[target.length - 1] = 7;
        features.compute(image, target, 1);
        assertEquals(7, target[0]);
        assertEquals(7, target[target.length - 1]);
        return Arrays.copyOfRange(target, 1, target.length - 1);
    }

    @Test
    void orientedGradientsAreScikitImages() throws IOException {
        List<JsonElement> cases;
        try (Reader in = new InputStreamReader(
                Objects.requireNonNull(FeaturesTest.class.getResourceAsStream("hog.json")), StandardCharsets.UTF_8)) {
            cases = JsonParser.parseReader(in).getAsJsonObject().getAsJsonArray("cases").asList();
        }
        assertEquals(4, cases.size());
        for (JsonElement element : cases) {
            JsonObject one = element.getAsJsonObject();
            Shape shape = Shape.of(one.get("channels").getAsInt(), one.get("height").getAsInt(), one.get("width").getAsInt());
            float[] expected = new float[one.getAsJsonArray("values").size()];
            for (int i = 0; i < expected.length; i++) {
                expected[i] = one.getAsJsonArray("values").get(i).getAsFloat();
            }
            Features hog = new OrientedGradients(shape, one.get("cell").getAsInt(), one.get("bins").getAsInt());
            assertEquals(expected.length, hog.size());
            assertArrayEquals(expected, compute(hog, pattern(shape)), 1e-6f, one.get("height").toString());
        }
    }

    /** The images that {@code hog.py} makes. */
    private static float[] pattern(Shape shape) {
        float[] image = new float[shape.elements()];
        for (int i = 0; i < image.length; i++) {
            int x = i % shape.dim(2);
            int y = i / shape.dim(2) % shape.dim(1);
            int c = i / (shape.dim(1) * shape.dim(2));
            image[i] = (7 * x + 13 * y + 5 * c + x * y + c * x * x) % 33 / 32f;
        }
        return image;
    }

    /** The lecture's number. */
    @Test
    void orientedGradientsOfA320By240ImageAre10800Numbers() {
        Features hog = new OrientedGradients(Shape.of(3, 240, 320), 8, 9);
        assertEquals(40 * 30 * 9, hog.size());
        assertEquals(Shape.of(10_800, 1, 1), hog.shape());
        assertEquals(10_800, compute(hog, new float[3 * 240 * 320]).length);
    }

    @Test
    void anEdgeIsOneDirection() {
        float[] image = new float[64];
        for (int i = 0; i < 64; i++) {
            image[i] = i % 8 < 4 ? 0 : 1;
        }
        float[] upright = compute(new OrientedGradients(Shape.of(1, 8, 8), 8, 9), image);
        assertArrayEquals(new float[] {1, 0, 0, 0, 0, 0, 0, 0, 0}, upright, 1e-6f);
        float[] flat = compute(new OrientedGradients(Shape.of(1, 8, 8), 8, 9), new float[64]);
        assertArrayEquals(new float[9], flat);
    }

    @Test
    void aColourCountsByItsHueAndChroma() {
        Features histogram = new ColorHistogram(Shape.of(3, 1, 4), 6);
        // Red; half-saturated green; grey; blue with a little red, of hue 4.25/6 and chroma 0.8.
        float[] shares = compute(histogram, 1, 0.5f, 0.3f, 0.2f, 0, 1, 0.3f, 0, 0, 0.5f, 0.3f, 0.8f);
        assertArrayEquals(new float[] {0.25f, 0, 0.125f, 0, 0.2f, 0, 0.425f}, shares, 1e-6f);
    }

    @Test
    void greyCountsByItsBrightness() {
        float[] shares = compute(new ColorHistogram(Shape.of(1, 2, 2), 4), 0, 0.24f, 0.5f, 1);
        assertArrayEquals(new float[] {0.5f, 0, 0.25f, 0.25f}, shares);
    }

    private static Dataset stripes() {
        byte[] pixels = new byte[12 * 64];
        for (int i = 0; i < pixels.length; i++) {
            int place = i / 64 % 2 == 0 ? i % 8 : i % 64 / 8;
            pixels[i] = (byte) (place % 4 < 2 ? 0 : 255);
        }
        return new ByteDataset(Shape.of(1, 8, 8), pixels, new int[] {0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1}, List.of("a", "b"));
    }

    @Test
    void wordsOfUprightStripesAreOthersThanOfLevelOnes() {
        // Stripes two wide under patches of four: 4 patches of each direction and nothing else.
        Features words = FeatureText.parse("bovw:words=8,patch=4,stride=1").learn(stripes(), 3);
        assertEquals(8, words.size());
        FeatureDataset data = new FeatureDataset(stripes(), words, false);
        float[] upright = new float[8];
        float[] level = new float[8];
        data.read(0, upright, 0);
        data.read(1, level, 0);
        double common = 0;
        double sum = 0;
        int used = 0;
        for (int i = 0; i < 8; i++) {
            common += Math.min(upright[i], level[i]);
            sum += upright[i];
            used += upright[i] > 0 ? 1 : 0;
        }
        assertEquals(0, common);
        assertEquals(1, sum, 1e-6);
        assertEquals(4, used);
        assertEquals(Shape.of(8, 1, 1), data.imageShape());
        assertEquals(1, data.label(1));
    }

    @Test
    void aCodebookDependsOnTheSeedAndNothingElse() {
        FeatureText text = FeatureText.parse("bovw:words=3,patch=4");
        assertEquals(text.learn(stripes(), 5), text.learn(stripes(), 5));
        assertTrue(!text.learn(stripes(), 5).equals(text.learn(stripes(), 6)));
    }

    @Test
    void kMeansFindsTheMeansOfClustersThatAreApart() {
        // Two kinds of 1x1 images of three channels: around (0.8, 0.5, 0.2) and around (0.2, 0.5, 0.8).
        float[] noise = new float[300];
        RandomStream.named(1, "noise").uniform(noise, -0.02f, 0.02f);
        byte[] pixels = new byte[300];
        List<float[]> normalised = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            float[] image = new float[3];
            for (int c = 0; c < 3; c++) {
                int level = Math.round(255 * (0.5f + (i % 2 == 0 ? 0.3f : -0.3f) * (1 - c) + noise[3 * i + c]));
                pixels[3 * i + c] = (byte) level;
                image[c] = level / 255f;
            }
            float[] values = new float[3];
            VisualWords.read(Shape.of(3, 1, 1), image, 0, 0, 1, values, 0);
            normalised.add(values);
        }
        Dataset data = new ByteDataset(Shape.of(3, 1, 1), pixels, new int[100], List.of("a", "b"));
        float[] codebook = Codebook.learn(data, 2, 1, 1, 0);
        int even = codebook[0] > 0 ? 0 : 3;
        for (int c = 0; c < 3; c++) {
            int channel = c;
            double mean = normalised.stream().mapToDouble(v -> v[0] > 0 ? v[channel] : v[2 - channel]).average().orElseThrow();
            assertEquals(mean, codebook[even + c], 0.05);
            assertEquals(codebook[even + 2 - c], codebook[3 - even + c], 0.05);
        }
    }

    @Test
    void tooFewDifferentPatchesAreAnError() {
        Dataset blank = new ByteDataset(Shape.of(1, 8, 8), new byte[128], new int[2], List.of("a", "b"));
        String message = assertThrows(NeocogException.class, () -> FeatureText.parse("bovw").learn(blank, 0)).getMessage();
        assertTrue(message.contains("no more than 1 different patches"), message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "hogs|unknown features \"hogs\"; allowed: histogram, hog, bovw",
        "hog:cells=8|\"cells=8\"",
        "hog:cell|\"cell\"",
        "hog:cell=0|\"cell=0\"",
        "hog:cell=8,|\"\"",
        "histogram:bins=1e3|\"bins=1e3\"",
        "bovw:words=20000|\"words=20000\"",
        "hog+|unknown features \"\"",
        "hog:cell=8+histogram:words=3|\"words=3\"",
        "bovw+hog+bovw:words=3|bovw can be taken once only"
    })
    void whatMakesNoSenseIsQuoted(String text, String part) {
        String message = assertThrows(UsageException.class, () -> FeatureText.parse(text)).getMessage();
        assertTrue(message.startsWith("--features " + text + ": ") && message.contains(part), message);
    }

    @Test
    void imagesThatDoNotSuitAreRefused() {
        assertThrows(UsageException.class, () -> FeatureText.parse("hog:cell=9").learn(stripes(), 0));
        assertThrows(UsageException.class, () -> FeatureText.parse("bovw:patch=9").learn(stripes(), 0));
        assertThrows(IllegalArgumentException.class, () -> new ColorHistogram(Shape.of(2, 4, 4), 3));
        Dataset normalised = stripes().normalized(new Normalization(List.of(0.5), List.of(0.5)));
        Features features = new ColorHistogram(Shape.of(1, 8, 8), 3);
        assertThrows(IllegalArgumentException.class, () -> new FeatureDataset(normalised, features, false));
    }

    @Test
    void severalFeaturesLieOneBehindTheOther() {
        Features hog = FeatureText.parse("hog:cell=4").learn(stripes(), 0);
        Features words = FeatureText.parse("bovw:words=3,patch=4").learn(stripes(), 0);
        Features both = FeatureText.parse("hog:cell=4+bovw:words=3,patch=4").learn(stripes(), 0);
        assertEquals("hog:cell=4,bins=9+bovw:words=3,patch=4,stride=3", both.text());
        assertEquals(Shape.of(36 + 3, 1, 1), both.shape());
        float[] image = new float[64];
        stripes().read(1, image, 0);
        float[] found = new float[40];
        both.compute(image, found, 1);
        float[] wanted = new float[40];
        hog.compute(image, wanted, 1);
        words.compute(image, wanted, 37);
        assertArrayEquals(wanted, found);
        assertEquals(both, FeatureText.parse(both.text()).of(both.imageShape(), both.codebook()));
    }

    @Test
    void theTextGivesTheFeaturesAgain() {
        Shape shape = Shape.of(1, 8, 8);
        for (String text : List.of("histogram:bins=5", "hog:cell=4,bins=7")) {
            Features features = FeatureText.parse(text).learn(stripes(), 0);
            assertEquals(text, features.text());
            assertEquals(features, FeatureText.parse(features.text()).of(shape, new float[0]));
        }
        VisualWords words = (VisualWords) FeatureText.parse("bovw:words=3,patch=4").learn(stripes(), 0);
        assertEquals("bovw:words=3,patch=4,stride=3", words.text());
        assertEquals(words, FeatureText.parse(words.text()).of(shape, words.codebook().clone()));
    }
}

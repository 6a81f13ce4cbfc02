package org.neocog.data.augment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.neocog.UsageException;
import org.neocog.random.RandomStream;

class AugmentationTest {
    private static final float[] MEAN = {0.9f, 0.8f, 0.7f};

    private static Picture train(String text, Picture in, int stream) {
        return Augmentation.parse(text).train(in, new RandomStream(11, stream), MEAN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "none", "flip", "shift=4,flip", "resize=32", "resize=24x32,crop=24x30", "scale=256:480,crop=224,flip,vflip",
                "scale=40,crop=32,shift=2,flip,jitter=0.4,cutout=8", "jitter=0.1:0.2:0.0"
            })
    void theTextComesBack(String text) {
        assertEquals(text, Augmentation.parse(text).toString());
        assertEquals(Augmentation.parse(text), Augmentation.parse(Augmentation.parse(text).toString()));
    }

    @Test
    void orderAndBlanksDoNotMatter() {
        assertEquals(Augmentation.parse("shift=4,flip"), Augmentation.parse(" flip , shift = 4 "));
        assertTrue(Augmentation.parse("").isNone());
        assertTrue(Augmentation.parse(" none ").isNone());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        "flop             | 'flop' is unknown; known are resize, scale, crop",
        "flip,            | '' is unknown",
        "flip=1           | flip takes no value",
        "crop             | crop needs a value, as crop=224",
        "shift=4,shift=4  | shift is given twice",
        "shift=x          | shift is a whole number from 0 to 65535, not 'x'",
        "shift=-1         | not '-1'",
        "crop=3x4x5       | '3x4x5' is no size",
        "crop=0           | a size is at least 1, not 0",
        "scale=1:2:3      | '1:2:3' is no range",
        "scale=9:8,crop=4 | from 9 to 8",
        "scale=8:9        | scale=8:9 gives pictures of many sizes; add crop=SIZE",
        "scale=8,crop=9   | begin at scale=9",
        "scale=8,resize=9 | resize and scale exclude each other",
        "resize=8,crop=9  | resize=8 is smaller than crop=9",
        "jitter=a         | 'a' is no number",
        "jitter=1:2       | BRIGHTNESS:CONTRAST:SATURATION",
        "jitter=-1        | a strength is 0 or above",
        "jitter=NaN       | a strength is 0 or above",
    })
    void textsThatMakeNoSenseAreUsageErrors(String text, String part) {
        String message = assertThrows(UsageException.class, () -> Augmentation.parse(text)).getMessage();
        assertTrue(message.startsWith("--augment " + text) && message.contains(part), message);
        assertEquals(1, message.lines().count());
    }

    @Test
    void theSameStreamGivesTheSamePictureAndAnotherAnother() {
        Picture in = Pictures.counting(3, 12, 15);
        String all = "scale=8:14,crop=7,shift=2,flip,vflip,jitter=0.4,cutout=3";
        assertArrayEquals(train(all, in, 5).values(), train(all, in, 5).values());
        assertNotEquals(Arrays.toString(train(all, in, 5).values()), Arrays.toString(train(all, in, 6).values()));
        assertArrayEquals(Pictures.counting(3, 12, 15).values(), in.values());
    }

    @Test
    void aShiftMovesByUpToItsPixelsEachWayAndBlackComesIn() {
        Picture in = Pictures.counting(1, 6, 7);
        Set<String> moves = new HashSet<>();
        for (int stream = 0; stream < 2000; stream++) {
            Picture out = train("shift=2", in, stream);
            int found = 0;
            for (int down = -2; down <= 2; down++) {
                for (int right = -2; right <= 2; right++) {
                    if (isShifted(in, out, down, right)) {
                        moves.add(down + " " + right);
                        found++;
                    }
                }
            }
            assertEquals(1, found);
        }
        assertEquals(25, moves.size());
    }

    private static boolean isShifted(Picture in, Picture out, int down, int right) {
        for (int y = 0; y < in.height(); y++) {
            for (int x = 0; x < in.width(); x++) {
                int fromY = y - down;
                int fromX = x - right;
                boolean inside = fromY >= 0 && fromY < in.height() && fromX >= 0 && fromX < in.width();
                if (Pictures.at(out, 0, y, x) != (inside ? Pictures.at(in, 0, fromY, fromX) : 0)) {
                    return false;
                }
            }
        }
        return true;
    }

    @Test
    void aFlipMirrorsEverySecondPicture() {
        Picture in = Pictures.counting(3, 2, 5);
        int mirrored = 0;
        for (int stream = 0; stream < 1000; stream++) {
            Picture out = train("flip", in, stream);
            boolean flipped = Pictures.at(out, 0, 0, 0) == Pictures.at(in, 0, 0, 4);
            for (int c = 0; c < 3; c++) {
                for (int y = 0; y < 2; y++) {
                    for (int x = 0; x < 5; x++) {
                        assertEquals(Pictures.at(in, c, y, flipped ? 4 - x : x), Pictures.at(out, c, y, x));
                    }
                }
            }
            mirrored += flipped ? 1 : 0;
        }
        // Five standard deviations of a fair coin.
        assertEquals(500, mirrored, 80);
        boolean[] upsideDown = new boolean[2];
        for (int stream = 0; stream < 20; stream++) {
            Picture out = train("vflip", in, stream);
            int top = Pictures.at(out, 0, 0, 0) == Pictures.at(in, 0, 0, 0) ? 0 : 1;
            assertEquals(Pictures.at(in, 2, 1 - top, 3), Pictures.at(out, 2, 1, 3));
            upsideDown[top] = true;
        }
        assertArrayEquals(new boolean[] {true, true}, upsideDown);
    }

    @Test
    void cropsComeFromEverywhereInTrainingAndFromTheMiddleInATest() {
        Picture in = Pictures.counting(1, 5, 6);
        Set<Float> corners = new HashSet<>();
        for (int stream = 0; stream < 500; stream++) {
            Picture out = train("crop=3x4", in, stream);
            assertEquals(new PictureSize(3, 4), out.size());
            corners.add(Pictures.at(out, 0, 0, 0));
            assertEquals(Pictures.at(out, 0, 0, 0) + 0.015f, Pictures.at(out, 0, 2, 3), 1e-6f);
        }
        assertEquals(9, corners.size());
        Picture middle = Augmentation.parse("crop=3x4").test(in);
        assertEquals(Pictures.at(in, 0, 1, 1), Pictures.at(middle, 0, 0, 0));
        assertEquals(new PictureSize(3, 4), middle.size());
    }

    /** The places that torchvision's CenterCrop takes, which rounds halves to even. */
    @ParameterizedTest
    @CsvSource({"5,4,0", "7,4,2", "6,4,1", "4,4,0", "256,224,16", "11,4,4"})
    void theMiddleIsTorchvisions(int whole, int part, int first) {
        assertEquals(first, Augmentation.middle(whole, part));
    }

    @Test
    void aTestScalesToTheLeastSideAndNothingElse() {
        Picture in = Pictures.counting(3, 20, 30);
        Augmentation all = Augmentation.parse("scale=10:18,crop=8,shift=3,flip,vflip,jitter=0.9,cutout=4");
        Picture scaled = Resampler.resize(in, new PictureSize(10, 15));
        // torchvision: round(3.5) is 4.
        assertArrayEquals(Moves.window(scaled, 1, 4, new PictureSize(8, 8)).values(), all.test(in).values());
        assertArrayEquals(in.values(), Augmentation.parse("shift=3,flip,cutout=4").test(in).values());
    }

    @Test
    void aScaleIsDrawnFromTheWholeRange() {
        // The only grey that depends on the scale: a crop of the whole height shows how many columns there were.
        Picture in = Pictures.counting(1, 8, 16);
        Set<Integer> widths = new HashSet<>();
        Augmentation scale = Augmentation.parse("scale=4:6,crop=4");
        for (int stream = 0; stream < 200; stream++) {
            Picture out = scale.train(in, new RandomStream(3, stream), MEAN);
            assertEquals(new PictureSize(4, 4), out.size());
            // One step to the right is 16/width source columns, each 0.001.
            widths.add(Math.round(16 / ((Pictures.at(out, 0, 1, 2) - Pictures.at(out, 0, 1, 1)) * 1000)));
        }
        assertTrue(widths.containsAll(Set.of(8, 10, 12)), widths.toString());
    }

    @Test
    void aCutoutIsASquareOfTheMeanCutOffAtTheEdges() {
        Picture in = Pictures.counting(3, 9, 9);
        Set<Integer> sizes = new HashSet<>();
        for (int stream = 0; stream < 500; stream++) {
            Picture out = train("cutout=4", in, stream);
            int filled = 0;
            for (int i = 0; i < 81; i++) {
                boolean cut = out.values()[i] == MEAN[0];
                assertEquals(cut ? MEAN[0] : in.values()[i], out.values()[i]);
                assertEquals(cut ? MEAN[2] : in.values()[162 + i], out.values()[162 + i]);
                filled += cut ? 1 : 0;
            }
            sizes.add(filled);
        }
        // A middle at the edge leaves 2 or more of the 4 pixels: products of 2, 3 and 4.
        assertEquals(Set.of(4, 6, 8, 9, 12, 16), sizes);
    }

    @Test
    void sizesThatCannotBeTakenAreExplained() {
        Augmentation crop = Augmentation.parse("crop=8");
        assertEquals(Optional.empty(), crop.problem(new PictureSize(8, 8)));
        assertEquals("too small for crop=8; add scale=8", crop.problem(new PictureSize(7, 9)).orElseThrow());
        assertTrue(Augmentation.parse("shift=3").problem(new PictureSize(3, 9)).orElseThrow().contains("shift=3"));
        assertEquals(Optional.empty(), Augmentation.parse("scale=8,crop=8").problem(new PictureSize(1, 1)));
        assertThrows(IllegalArgumentException.class, () -> crop.test(Pictures.counting(1, 7, 9)));
        assertThrows(IllegalArgumentException.class, () -> train("crop=8", Pictures.counting(1, 7, 9), 0));
    }

    @Test
    void hugePicturesAreReadInPartOrRefused() {
        PictureSize huge = new PictureSize(20_000, 20_000);
        assertTrue(Augmentation.none().problem(huge).orElseThrow().contains("--augment scale=SIZE"));
        Augmentation scale = Augmentation.parse("scale=256,crop=224");
        assertEquals(Optional.empty(), scale.problem(huge));
        // 20000 / 256 = 78; half of it leaves more than two pixels for each scaled one.
        assertEquals(39, scale.step(huge));
        assertEquals(1, scale.step(new PictureSize(4000, 4000)));
        assertEquals(new PictureSize(224, 224), scale.outputSize(huge));
        // 256 x 5,120,000
        assertTrue(scale.problem(new PictureSize(1, 20_000)).orElseThrow().contains("5120000 wide and 256 high"));
    }
}

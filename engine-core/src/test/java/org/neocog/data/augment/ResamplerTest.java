package org.neocog.data.augment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ResamplerTest {
    private static Picture input(JsonObject golden) {
        PictureSize size = PictureGolden.size(golden.get("size"));
        float[] values = PictureGolden.floats(golden.get("levels"));
        for (int i = 0; i < values.length; i++) {
            values[i] /= 255;
        }
        return new Picture(3, size.height(), size.width(), values);
    }

    @Test
    void scalesAsTorchDoesWithAntialias() {
        for (JsonElement one : PictureGolden.load().getAsJsonArray("resized")) {
            JsonObject golden = one.getAsJsonObject();
            Picture out = Resampler.resize(input(golden), PictureGolden.size(golden.get("to")));
            assertArrayEquals(PictureGolden.floats(golden.get("torch")), out.values(), 1e-6f);
        }
    }

    /** Pillow rounds to a level after the columns and after the rows, and its weights to 22 bits. */
    @Test
    void scalesAsPillowDoesToTheRoundingOfLevels() {
        for (JsonElement one : PictureGolden.load().getAsJsonArray("resized")) {
            JsonObject golden = one.getAsJsonObject();
            Picture out = Resampler.resize(input(golden), PictureGolden.size(golden.get("to")));
            float[] levels = PictureGolden.floats(golden.get("pillow"));
            for (int i = 0; i < levels.length; i++) {
                assertEquals(levels[i], 255 * out.values()[i], 1.01f);
            }
        }
    }

    @Test
    void aPartIsThatPartOfTheWholeToTheBit() {
        Picture in = Pictures.counting(3, 13, 10);
        for (PictureSize full : new PictureSize[] {new PictureSize(7, 6), new PictureSize(20, 15), in.size()}) {
            Picture whole = Resampler.resize(in, full);
            PictureSize out = new PictureSize(4, 3);
            for (int top : new int[] {0, 2, full.height() - 4}) {
                for (int left : new int[] {0, 1, full.width() - 3}) {
                    Picture part = Resampler.region(in, full, top, left, out);
                    assertArrayEquals(Moves.window(whole, top, left, out).values(), part.values());
                }
            }
        }
    }

    @Test
    void oneColourStaysThatColourAndNothingPassesOne() {
        float[] ones = new float[31 * 17];
        Arrays.fill(ones, 1);
        Picture in = new Picture(1, 31, 17, ones);
        for (PictureSize size : new PictureSize[] {new PictureSize(7, 5), new PictureSize(64, 33)}) {
            for (float value : Resampler.resize(in, size).values()) {
                assertEquals(1, value, 1e-6f);
                assertEquals(value, Math.min(1, value));
            }
        }
        assertSame(in, Resampler.resize(in, in.size()));
    }
}

package org.neocog.data.augment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import org.junit.jupiter.api.Test;
import org.neocog.random.RandomStream;

class ColorJitterTest {
    @Test
    void changesColoursAsTorchvisionDoes() {
        JsonObject golden = PictureGolden.load().getAsJsonObject("jittered");
        PictureSize size = PictureGolden.size(golden.get("size"));
        for (JsonElement one : golden.getAsJsonArray("cases")) {
            JsonObject wanted = one.getAsJsonObject();
            Picture picture =
                    new Picture(3, size.height(), size.width(), PictureGolden.floats(golden.get("image")));
            float factor = wanted.get("factor").getAsFloat();
            switch (wanted.get("change").getAsString()) {
                case "brightness" -> ColorJitter.brightness(picture, factor);
                case "contrast" -> ColorJitter.contrast(picture, factor);
                default -> ColorJitter.saturation(picture, factor);
            }
            assertArrayEquals(PictureGolden.floats(wanted.get("values")), picture.values(), 2e-6f, one.toString());
        }
    }

    @Test
    void drawsTheFactorFromTheWholeRangeAndLeavesTheInputAlone() {
        Picture in = new Picture(1, 1, 1, new float[] {0.5f});
        ColorJitter jitter = new ColorJitter(0.4f, 0, 0);
        float least = 1;
        float most = 0;
        for (int i = 0; i < 2000; i++) {
            float value = jitter.apply(in, new Draws(new RandomStream(7, i))).values()[0];
            least = Math.min(least, value);
            most = Math.max(most, value);
        }
        assertEquals(0.3f, least, 0.001f);
        assertEquals(0.7f, most, 0.001f);
        assertTrue(least >= 0.5f * 0.6f && most <= 0.5f * 1.4f);
        assertEquals(0.5f, in.values()[0]);
    }

    @Test
    void greyPicturesHaveNoSaturationAndTheirOwnMean() {
        Picture grey = new Picture(1, 1, 2, new float[] {0.2f, 0.6f});
        ColorJitter.saturation(grey, 0);
        assertArrayEquals(new float[] {0.2f, 0.6f}, grey.values());
        ColorJitter.contrast(grey, 0.5f);
        assertArrayEquals(new float[] {0.3f, 0.5f}, grey.values(), 1e-7f);
    }

    @Test
    void strengthsAreNotNegative() {
        assertThrows(IllegalArgumentException.class, () -> new ColorJitter(-0.1f, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> new ColorJitter(0, Float.NaN, 0));
    }
}

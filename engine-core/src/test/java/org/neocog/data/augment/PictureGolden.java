package org.neocog.data.augment;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** What test-data/golden/pictures.py wrote with Pillow, torch and torchvision. */
public final class PictureGolden {
    private PictureGolden() {}

    public static JsonObject load() {
        try (Reader reader = new InputStreamReader(
                PictureGolden.class.getResourceAsStream("/golden/pictures.json"), StandardCharsets.UTF_8)) {
            return JsonParser.parseReader(reader).getAsJsonObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static float[] floats(JsonElement element) {
        JsonArray array = element.getAsJsonArray();
        float[] floats = new float[array.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = array.get(i).getAsFloat();
        }
        return floats;
    }

    /** The bytes of one of the files. */
    public static byte[] file(String name) {
        return Base64.getDecoder()
                .decode(load().getAsJsonObject("files").getAsJsonObject(name).get("base64").getAsString());
    }

    static PictureSize size(JsonElement sides) {
        return new PictureSize(sides.getAsJsonArray().get(0).getAsInt(), sides.getAsJsonArray().get(1).getAsInt());
    }
}

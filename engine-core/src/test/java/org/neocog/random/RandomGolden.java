package org.neocog.random;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** What test-data/golden/philox.py, an implementation of its own, wrote. */
public final class RandomGolden {
    private RandomGolden() {}

    public static JsonObject load() {
        try (Reader reader = new InputStreamReader(
                RandomGolden.class.getResourceAsStream("/golden/philox.json"), StandardCharsets.UTF_8)) {
            return JsonParser.parseReader(reader).getAsJsonObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static float[] floats(JsonElement array) {
        float[] floats = new float[array.getAsJsonArray().size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = array.getAsJsonArray().get(i).getAsFloat();
        }
        return floats;
    }
}

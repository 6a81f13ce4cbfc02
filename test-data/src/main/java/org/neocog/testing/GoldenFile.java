package org.neocog.testing;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.neocog.tensor.HostTensor;
import org.neocog.tensor.Shape;

/** Values that PyTorch computed: a file of {@code golden/goldenfile.py}, which tells its form. */
final class GoldenFile {
    private final String name;
    private final JsonObject cases;

    private GoldenFile(String name, JsonObject cases) {
        this.name = name;
        this.cases = cases;
    }

    static GoldenFile load(String name) {
        String path = "golden/" + name + ".json";
        try (InputStream in = GoldenFile.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException("the golden file " + path + " is missing from the class path");
            }
            InputStreamReader reader = new InputStreamReader(in, StandardCharsets.US_ASCII);
            return new GoldenFile(name, JsonParser.parseReader(reader).getAsJsonObject());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<String> cases() {
        return List.copyOf(cases.keySet());
    }

    HostTensor tensor(String caseName, String key) {
        JsonObject found = cases.getAsJsonObject(caseName);
        if (found == null || !found.has(key)) {
            throw new IllegalStateException("the golden file " + name + " has no " + key + " for " + caseName);
        }
        JsonObject tensor = found.getAsJsonObject(key);
        Shape shape = Shape.of(ints(tensor.getAsJsonArray("shape")));
        JsonArray values = tensor.getAsJsonArray("values");
        return tensor.has("dtype") ? HostTensor.of(shape, ints(values)) : HostTensor.of(shape, floats(values));
    }

    private static int[] ints(JsonArray array) {
        return array.asList().stream().mapToInt(JsonElement::getAsInt).toArray();
    }

    private static float[] floats(JsonArray array) {
        float[] floats = new float[array.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = array.get(i).getAsFloat();
        }
        return floats;
    }
}

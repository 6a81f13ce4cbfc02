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
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.neocog.tensor.HostTensor;
import org.neocog.tensor.Shape;

/**
 * What torchvision computed with a whole network: a file of {@code golden/networks.py}.
 *
 * @param seed of weights, images and sketches
 * @param training whether batch norms used the batch's statistics
 * @param images shape of the input
 * @param labels i32[N], or one for each pixel
 * @param loss cross-entropy, a mean over the batch
 * @param logits one row of scores for each label
 * @param gradients of each parameter
 * @param buffers what running statistics are after the step; empty unless training
 */
record NetworkFile(
        long seed,
        boolean training,
        Shape images,
        HostTensor labels,
        double loss,
        double[] logits,
        SequencedMap<String, TensorSketch> gradients,
        SequencedMap<String, TensorSketch> buffers) {
    static NetworkFile load(String name) {
        String path = "golden/network-" + name + ".json";
        try (InputStream in = NetworkFile.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException("the golden file " + path + " is missing from the class path; networks.py"
                        + " in test-data/golden makes it");
            }
            return read(JsonParser.parseReader(new InputStreamReader(in, StandardCharsets.US_ASCII)).getAsJsonObject());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static NetworkFile read(JsonObject json) {
        int[] labels = ints(json.getAsJsonArray("labels"));
        return new NetworkFile(
                json.get("seed").getAsLong(),
                json.get("training").getAsBoolean(),
                Shape.of(ints(json.getAsJsonArray("images"))),
                HostTensor.of(Shape.of(labels.length), labels),
                json.get("loss").getAsDouble(),
                doubles(json.getAsJsonArray("logits")),
                sketches(json.getAsJsonObject("gradients")),
                json.has("buffers") ? sketches(json.getAsJsonObject("buffers")) : new LinkedHashMap<>());
    }

    private static SequencedMap<String, TensorSketch> sketches(JsonObject json) {
        SequencedMap<String, TensorSketch> sketches = new LinkedHashMap<>();
        for (Map.Entry<String, JsonElement> entry : json.entrySet()) {
            JsonObject kept = entry.getValue().getAsJsonObject();
            sketches.put(entry.getKey(),
                    new TensorSketch(kept.get("norm").getAsDouble(), doubles(kept.getAsJsonArray("sketch"))));
        }
        return sketches;
    }

    private static int[] ints(JsonArray array) {
        return array.asList().stream().mapToInt(JsonElement::getAsInt).toArray();
    }

    private static double[] doubles(JsonArray array) {
        return array.asList().stream().mapToDouble(JsonElement::getAsDouble).toArray();
    }
}

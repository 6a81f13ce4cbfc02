package org.neocog.train;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import org.neocog.features.FeatureText;
import org.neocog.features.Features;
import org.neocog.tensor.Shape;

/**
 * {@link Features} as JSON: their text, the images' shape and, if there is one, the codebook as the base64 of its float32
 * numbers, little-endian, which keeps every bit.
 */
final class FeaturesJson {
    private FeaturesJson() {}

    static JsonObject write(Features features) {
        JsonObject json = new JsonObject();
        json.addProperty("text", features.text());
        JsonArray image = new JsonArray();
        for (int dim : features.imageShape().toArray()) {
            image.add(dim);
        }
        json.add("image", image);
        json.addProperty("codebook", base64(features.codebook()));
        return json;
    }

    /**
     * @throws org.neocog.NeocogException if a key is missing, unknown, or of a wrong value
     * @throws IllegalArgumentException if the parts do not fit together
     */
    static Features read(StrictObject in) {
        FeatureText text = FeatureText.parse(in.text("text"));
        int[] image = in.numbers("image").stream().mapToInt(Double::intValue).toArray();
        Features features = text.of(Shape.of(image), floats(in.text("codebook")));
        in.end();
        return features;
    }

    private static String base64(float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return Base64.getEncoder().encodeToString(bytes.array());
    }

    private static float[] floats(String base64) {
        ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(base64)).order(ByteOrder.LITTLE_ENDIAN);
        float[] values = new float[bytes.remaining() / Float.BYTES];
        bytes.asFloatBuffer().get(values);
        return values;
    }
}

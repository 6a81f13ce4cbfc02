package org.neocog.checkpoint;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import org.neocog.NeocogException;

/**
 * The text of {@code last.json} or {@code best.json}: which file holds the tensors, how long and with which checksum, and
 * the state. Its last line is the checksum of all bytes before it (up to the comma that ends the line before), so that a
 * change of any byte shows:
 *
 * <pre>{@code
 * {
 *   "format": 1,
 *   "weights": "step-00000450.safetensors",
 *   "weightsBytes": 13098536,
 *   "weightsSha256": "...",
 *   "state": {...},
 *   "sha256": "..."
 * }
 * }</pre>
 */
record Manifest(String weights, long weightsBytes, String weightsSha256, JsonObject state) {
    private static final int FORMAT = 1;
    private static final Pattern WEIGHTS = Pattern.compile("step-\\d{8,}(-\\d+)?\\.safetensors");
    private static final String BEFORE_SUM = ",\n  \"sha256\": \"";
    private static final String AFTER_SUM = "\"\n}\n";
    private static final int TAIL = BEFORE_SUM.length() + Sha256.HEX_LENGTH + AFTER_SUM.length();

    byte[] toBytes() {
        JsonObject json = new JsonObject();
        json.addProperty("format", FORMAT);
        json.addProperty("weights", weights);
        json.addProperty("weightsBytes", weightsBytes);
        json.addProperty("weightsSha256", weightsSha256);
        json.add("state", state);
        String text = Json.pretty(json);
        String body = text.substring(0, text.length() - "\n}".length());
        return (body + BEFORE_SUM + Sha256.of(utf8(body)) + AFTER_SUM).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Empty if a byte is not as it was written.
     *
     * @throws NeocogException if it is whole, but of a format of another version
     */
    static Optional<Manifest> parse(Path file, byte[] bytes) {
        if (bytes.length < TAIL) {
            return Optional.empty();
        }
        byte[] body = Arrays.copyOf(bytes, bytes.length - TAIL);
        byte[] tail = Arrays.copyOfRange(bytes, body.length, bytes.length);
        if (!Arrays.equals(tail, utf8(BEFORE_SUM + Sha256.of(body) + AFTER_SUM))) {
            return Optional.empty();
        }
        JsonObject json = Json.parseObject(new String(body, StandardCharsets.UTF_8) + "}").orElseGet(JsonObject::new);
        JsonElement format = json.get("format");
        if (format == null || !format.equals(new JsonPrimitive(FORMAT))) {
            throw new NeocogException(
                    file + ": is a checkpoint of format " + format + "; this version reads format " + FORMAT);
        }
        // A file made by hand can have the right checksum and still be anything.
        return json.get("weights") instanceof JsonPrimitive weights
                        && isWeights(weights.getAsString())
                        && json.get("weightsBytes") instanceof JsonPrimitive length
                        && length.getAsString().matches("[0-9]{1,18}")
                        && json.get("weightsSha256") instanceof JsonPrimitive sha256
                        && json.get("state") instanceof JsonObject state
                        && Checkpoint.hasStep(state)
                ? Optional.of(new Manifest(weights.getAsString(), length.getAsLong(), sha256.getAsString(), state))
                : Optional.empty();
    }

    /** Whether a file of this name, in the same folder, may hold a checkpoint's tensors. */
    static boolean isWeights(String name) {
        return WEIGHTS.matcher(name).matches();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

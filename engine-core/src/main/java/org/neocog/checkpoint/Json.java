package org.neocog.checkpoint;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.util.Map;
import java.util.Optional;

/**
 * JSON as the standard has it. The standard has no NaN and no infinities: they are written as the strings "NaN",
 * "Infinity" and "-Infinity", from which {@code getAsDouble} (and Python's {@code float}) makes the numbers again. Every
 * other double comes back bit by bit.
 */
public final class Json {
    private static final Gson COMPACT = new GsonBuilder().serializeNulls().disableHtmlEscaping().create();
    private static final Gson PRETTY = COMPACT.newBuilder().setPrettyPrinting().create();

    private Json() {}

    /** On one line. */
    public static String compact(JsonElement json) {
        return COMPACT.toJson(storable(json));
    }

    /** Indented by two spaces, lines ended by LF, none after the last. */
    public static String pretty(JsonElement json) {
        return PRETTY.toJson(storable(json));
    }

    /** Empty if the text is anything but one JSON object. */
    public static Optional<JsonObject> parseObject(String text) {
        JsonReader reader = new JsonReader(new StringReader(text));
        reader.setStrictness(Strictness.STRICT);
        try {
            JsonElement json = JsonParser.parseReader(reader);
            return json.isJsonObject() && reader.peek() == JsonToken.END_DOCUMENT
                    ? Optional.of(json.getAsJsonObject())
                    : Optional.empty();
        } catch (JsonParseException | IOException e) {
            return Optional.empty();
        }
    }

    private static JsonElement storable(JsonElement json) {
        return switch (json) {
            case JsonObject object -> {
                JsonObject copy = new JsonObject();
                for (Map.Entry<String, JsonElement> member : object.entrySet()) {
                    copy.add(member.getKey(), storable(member.getValue()));
                }
                yield copy;
            }
            case JsonArray array -> {
                JsonArray copy = new JsonArray(array.size());
                array.forEach(element -> copy.add(storable(element)));
                yield copy;
            }
            case JsonPrimitive number when number.isNumber() && !Double.isFinite(number.getAsDouble()) ->
                new JsonPrimitive(number.getAsNumber().toString());
            default -> json;
        };
    }
}

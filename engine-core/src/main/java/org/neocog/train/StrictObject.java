package org.neocog.train;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.neocog.NeocogException;

/** Reads a JSON object whose keys must be exactly those asked for; every error names the file and the key. */
final class StrictObject {
    private final String origin;
    private final String prefix;
    private final JsonObject json;
    private final Set<String> asked = new LinkedHashSet<>();

    StrictObject(String origin, JsonObject json) {
        this(origin, "", json);
    }

    private StrictObject(String origin, String prefix, JsonObject json) {
        this.origin = origin;
        this.prefix = prefix;
        this.json = json;
    }

    boolean has(String key) {
        asked.add(key);
        return json.has(key);
    }

    StrictObject object(String key) {
        return new StrictObject(origin, prefix + key + ".", get(key, "an object", JsonElement::isJsonObject).getAsJsonObject());
    }

    JsonObject rawObject(String key) {
        return get(key, "an object", JsonElement::isJsonObject).getAsJsonObject();
    }

    String text(String key) {
        return get(key, "a text", StrictObject::isText).getAsString();
    }

    /** Also takes the strings {@code NaN} and {@code Infinity}, in the place of which JSON has nothing. */
    double number(String key) {
        return get(key, "a number", StrictObject::isNumber).getAsDouble();
    }

    long wholeLong(String key) {
        String text = get(key, "a whole number", StrictObject::isNumber).getAsString();
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw wrong(key, "a whole number");
        }
    }

    /** A whole number from {@code least} on. */
    int whole(String key, int least) {
        long value = wholeLong(key);
        if (value < least || value > Integer.MAX_VALUE) {
            throw wrong(key, "a whole number from " + least + " to " + Integer.MAX_VALUE);
        }
        return (int) value;
    }

    boolean flag(String key) {
        return get(key, "true or false", StrictObject::isFlag).getAsBoolean();
    }

    /** One of an enumeration's constants, written in small letters. */
    <E extends Enum<E>> E choice(String key, Class<E> choices) {
        String text = text(key);
        for (E choice : choices.getEnumConstants()) {
            if (choice.name().toLowerCase(Locale.ROOT).equals(text)) {
                return choice;
            }
        }
        String words = Arrays.stream(choices.getEnumConstants())
                .map(choice -> choice.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
        throw wrong(key, "one of " + words);
    }

    List<String> texts(String key) {
        return list(key, "a list of texts", StrictObject::isText).stream().map(JsonElement::getAsString).toList();
    }

    List<Double> numbers(String key) {
        return list(key, "a list of numbers", StrictObject::isNumber).stream().map(JsonElement::getAsDouble).toList();
    }

    /** To be called when every key was asked for. */
    void end() {
        for (String key : json.keySet()) {
            if (!asked.contains(key)) {
                throw new NeocogException(origin + ": unknown key \"" + prefix + key + "\"; known here: "
                        + String.join(", ", asked) + " (was it written by another version of Neocog?)");
            }
        }
    }

    private List<JsonElement> list(String key, String what, Predicate<JsonElement> valid) {
        JsonArray array = get(key, what, JsonElement::isJsonArray).getAsJsonArray();
        List<JsonElement> elements = new ArrayList<>();
        for (JsonElement element : array) {
            if (!valid.test(element)) {
                throw wrong(key, what);
            }
            elements.add(element);
        }
        return elements;
    }

    private JsonElement get(String key, String what, Predicate<JsonElement> valid) {
        asked.add(key);
        JsonElement value = json.get(key);
        if (value == null) {
            throw new NeocogException(origin + ": the key \"" + prefix + key
                    + "\" is missing (was it written by another version of Neocog?)");
        }
        if (!valid.test(value)) {
            throw wrong(key, what);
        }
        return value;
    }

    private NeocogException wrong(String key, String wanted) {
        return new NeocogException(origin + ": \"" + prefix + key + "\" is " + json.get(key) + ", not " + wanted);
    }

    private static boolean isText(JsonElement element) {
        return element.isJsonPrimitive() && element.getAsJsonPrimitive().isString();
    }

    private static boolean isFlag(JsonElement element) {
        return element.isJsonPrimitive() && element.getAsJsonPrimitive().isBoolean();
    }

    private static boolean isNumber(JsonElement element) {
        return element.isJsonPrimitive()
                && (element.getAsJsonPrimitive().isNumber()
                        || Set.of("NaN", "Infinity", "-Infinity").contains(element.getAsString()));
    }
}

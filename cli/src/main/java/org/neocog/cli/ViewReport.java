package org.neocog.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.neocog.tensor.Shape;

/** What a picture shows: a few values by name, for people and for scripts. */
final class ViewReport {
    private final JsonObject values = new JsonObject();

    ViewReport picture(Path file) {
        return text("picture", file.toString());
    }

    ViewReport text(String name, String value) {
        values.addProperty(name, value);
        return this;
    }

    ViewReport shape(String name, Shape shape) {
        return text(name, shape.toString());
    }

    ViewReport number(String name, double value) {
        values.add(name, Json.number(value));
        return this;
    }

    ViewReport count(String name, long value) {
        values.addProperty(name, value);
        return this;
    }

    ViewReport texts(String name, List<String> all) {
        JsonArray array = new JsonArray();
        all.forEach(array::add);
        values.add(name, array);
        return this;
    }

    void print(Console console, boolean json) {
        if (json) {
            console.print(values);
            return;
        }
        TextTable table = new TextTable(TextTable.Align.LEFT, TextTable.Align.LEFT);
        values.entrySet().forEach(entry -> table.row(words(entry.getKey()), plain(entry.getValue())));
        table.lines().forEach(console::print);
    }

    /** {@code trainLoss} becomes {@code train loss}. */
    private static String words(String name) {
        return name.replaceAll("(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
    }

    private static String plain(JsonElement value) {
        if (value.isJsonArray()) {
            return value.getAsJsonArray().asList().stream().map(ViewReport::plain).collect(Collectors.joining(", "));
        }
        if (value.isJsonPrimitive() && value.getAsJsonPrimitive().isNumber() && value.getAsString().contains(".")) {
            return String.format(Locale.ROOT, "%.4g", value.getAsDouble());
        }
        return value.isJsonNull() ? "not a number" : value.getAsString();
    }
}

package org.neocog.checkpoint;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.neocog.NeocogException;
import org.neocog.checkpoint.SafetensorsHeader.Entry;
import org.neocog.tensor.Shape;

/**
 * The JSON of a safetensors header, {@code {"name": {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]}, ...}},
 * read token by token: a tree would hide keys that come twice.
 */
final class SafetensorsHeaderParser {
    static final String METADATA = "__metadata__";

    private final Path file;
    private final int length;
    private final JsonReader reader;

    private SafetensorsHeaderParser(Path file, int length, String json) {
        this.file = file;
        this.length = length;
        this.reader = new JsonReader(new StringReader(json));
        reader.setStrictness(Strictness.STRICT);
    }

    static SafetensorsHeader parse(Path file, byte[] json) {
        String text;
        try {
            text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(json)).toString();
        } catch (CharacterCodingException e) {
            throw new NeocogException(file + ": the header, bytes 8 to " + (7 + json.length) + ", is not UTF-8", e);
        }
        if (!text.startsWith("{")) {
            throw new NeocogException(file + ": byte 8, where the header begins, is not a '{': not a safetensors file");
        }
        var parser = new SafetensorsHeaderParser(file, json.length, text);
        try {
            return parser.header();
        } catch (IOException | IllegalStateException e) {
            throw parser.malformed(e);
        }
    }

    private SafetensorsHeader header() throws IOException {
        List<Entry> entries = new ArrayList<>();
        Map<String, String> metadata = Map.of();
        Set<String> seen = new HashSet<>();
        reader.beginObject();
        while (reader.hasNext()) {
            String name = reader.nextName();
            if (!seen.add(name)) {
                throw new NeocogException(file + ": the header has \"" + name + "\" twice");
            }
            if (name.equals(METADATA)) {
                metadata = metadata();
            } else {
                entries.add(entry(name));
            }
        }
        reader.endObject();
        if (reader.peek() != JsonToken.END_DOCUMENT) {
            throw malformed(null);
        }
        return new SafetensorsHeader(SafetensorsHeader.LENGTH_BYTES + length, List.copyOf(entries), metadata);
    }

    private Map<String, String> metadata() throws IOException {
        Map<String, String> result = new LinkedHashMap<>();
        reader.beginObject();
        while (reader.hasNext()) {
            String key = reader.nextName();
            if (reader.peek() != JsonToken.STRING) {
                throw new NeocogException(file + ": the header's " + METADATA + " must map texts to texts, but \"" + key
                        + "\" does not");
            }
            if (result.put(key, reader.nextString()) != null) {
                throw new NeocogException(file + ": the header's " + METADATA + " has \"" + key + "\" twice");
            }
        }
        reader.endObject();
        return result;
    }

    private Entry entry(String name) throws IOException {
        String dtype = null;
        long[] dims = null;
        long[] offsets = null;
        reader.beginObject();
        while (reader.hasNext()) {
            String key = reader.nextName();
            boolean twice = switch (key) {
                case "dtype" -> dtype != null;
                case "shape" -> dims != null;
                case "data_offsets" -> offsets != null;
                default -> throw wrong(name, "has the unknown key \"" + key + "\"; dtype, shape and data_offsets are known");
            };
            if (twice) {
                throw wrong(name, "has \"" + key + "\" twice");
            }
            switch (key) {
                case "dtype" -> dtype = reader.nextString();
                case "shape" -> dims = numbers(name, key);
                default -> offsets = numbers(name, key);
            }
        }
        reader.endObject();
        if (dtype == null || dims == null || offsets == null) {
            throw wrong(name, "needs a dtype, a shape and data_offsets");
        }
        return entry(name, type(name, dtype), shape(name, dims), offsets);
    }

    private Entry entry(String name, StoredType type, Shape shape, long[] offsets) {
        if (offsets.length != 2 || offsets[0] > offsets[1]) {
            throw wrong(name, "has the data_offsets " + Arrays.toString(offsets) + ", which are no begin and end");
        }
        long bytes = (long) shape.elements() * type.bytes();
        if (offsets[1] - offsets[0] != bytes) {
            throw wrong(name, "is " + shape + " of " + type + ", which takes " + bytes + " bytes, but its data_offsets "
                    + Arrays.toString(offsets) + " hold " + (offsets[1] - offsets[0]));
        }
        return new Entry(name, type, shape, offsets[0], offsets[1]);
    }

    private StoredType type(String name, String dtype) {
        for (StoredType type : StoredType.values()) {
            if (type.name().equals(dtype)) {
                return type;
            }
        }
        throw wrong(name, "has the element type " + dtype + ", which cannot be read; "
                + Arrays.toString(StoredType.values()) + " can");
    }

    private Shape shape(String name, long[] dims) {
        if (Arrays.stream(dims).anyMatch(dim -> dim < 1 || dim > Integer.MAX_VALUE)) {
            throw wrong(name, "has the shape " + Arrays.toString(dims) + "; each dimension must be 1 to 2^31-1");
        }
        try {
            return Shape.of(Arrays.stream(dims).mapToInt(dim -> (int) dim).toArray());
        } catch (IllegalArgumentException e) {
            throw wrong(name, "has the shape " + Arrays.toString(dims) + ": more than 2^31-1 elements");
        }
    }

    private long[] numbers(String name, String key) throws IOException {
        List<Long> numbers = new ArrayList<>();
        reader.beginArray();
        while (reader.hasNext()) {
            String text = reader.peek() == JsonToken.NUMBER ? reader.nextString() : "no number";
            if (!text.matches("[0-9]{1,18}")) {
                throw wrong(name, "has " + text + " in its " + key + "; whole numbers from 0 on are allowed");
            }
            numbers.add(Long.parseLong(text));
        }
        reader.endArray();
        return numbers.stream().mapToLong(Long::longValue).toArray();
    }

    private NeocogException wrong(String name, String what) {
        return new NeocogException(file + ": tensor \"" + name + "\" (header at bytes 8 to " + (7 + length) + ") " + what);
    }

    private NeocogException malformed(Exception cause) {
        return new NeocogException(
                file + ": the header, bytes 8 to " + (7 + length) + ", is not the JSON of a safetensors file; it goes wrong"
                        + " at " + reader.getPath(),
                cause);
    }
}

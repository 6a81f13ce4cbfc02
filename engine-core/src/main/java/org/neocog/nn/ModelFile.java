package org.neocog.nn;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.neocog.NeocogException;

/** The text of a net description, from a file or a resource of this library. */
final class ModelFile {
    /** No description is longer: a file that is, is something else. */
    private static final int MAX_BYTES = 1 << 20;

    private ModelFile() {}

    /**
     * @throws NeocogException if the file cannot be read, is no regular file, too long, or no text
     */
    static String read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new NeocogException(file + ": " + (Files.exists(file) ? "not a regular file" : "no such file")
                    + "; a net description is a text file");
        }
        try (InputStream in = Files.newInputStream(file)) {
            return decode(in.readNBytes(MAX_BYTES + 1), file.toString());
        } catch (IOException e) {
            throw new NeocogException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    static String resource(String name) {
        String path = "models/" + name + ".net";
        try (InputStream in = ModelFile.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException("the resource " + path + " is missing from the library");
            }
            return decode(in.readAllBytes(), name);
        } catch (IOException e) {
            throw new IllegalStateException("the resource " + path + " cannot be read", e);
        }
    }

    private static String decode(byte[] bytes, String origin) {
        if (bytes.length > MAX_BYTES) {
            throw new NeocogException(origin + ": longer than 1 MB, so it is no net description");
        }
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] >= 0 && bytes[i] < ' ' && !Character.isWhitespace(bytes[i])) {
                throw new NeocogException(String.format(Locale.ROOT,
                        "%s: byte %d is 0x%02x, so it is no text; a net description is a text file", origin, i, bytes[i]));
            }
        }
        String text;
        try {
            text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new NeocogException(origin + ": not UTF-8; a net description is a text file in UTF-8", e);
        }
        // Some editors begin a file with a byte order mark.
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }
}

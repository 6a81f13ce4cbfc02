package org.neocog.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.neocog.NeocogException;

final class SafetensorsBadInputTest {
    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("bad.safetensors");
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        assertEquals(file + ": cannot be read: no such file or folder", message());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7})
    void tooShortForALength(int bytes) throws IOException {
        Files.write(file, new byte[bytes]);
        assertSays("has " + bytes + " bytes", "begins with 8 bytes");
    }

    @ParameterizedTest
    @ValueSource(longs = {9, 100_000_001, Integer.MAX_VALUE + 1L, Long.MAX_VALUE, -1, Long.MIN_VALUE})
    void anAbsurdHeaderLengthIsRefusedBeforeItIsAllocated(long length) throws IOException {
        Files.write(file, ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putLong(length).array());
        assertSays("bytes 0 to 7 announce a header of " + Long.toUnsignedString(length) + " bytes, but 8 follow");
    }

    @Test
    void aHeaderAboveTheFormatsLimitIsRefusedEvenIfTheFileIsAsLong() throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW,
                StandardOpenOption.WRITE, StandardOpenOption.SPARSE)) {
            channel.write(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(100_000_001).flip());
            channel.write(ByteBuffer.allocate(1), 100_000_100);
        }
        assertSays("announce a header of 100000001 bytes", "100000000 is the limit");
    }

    @Test
    void aHeaderOfAnotherFormatIsRefused() throws IOException {
        write(" {}", 0);
        assertSays("byte 8", "not a '{'");
        write("[]", 0);
        assertSays("byte 8", "not a '{'");
        write(new byte[] {'{', '"', (byte) 0xff, '"', '}'}, 0);
        assertSays("the header, bytes 8 to 12, is not UTF-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "{",
        "{}{}",
        "{} x",
        "{,}",
        "{'a':{}}",
        "{\"a\":1}",
        "{\"a\":{\"dtype\":[]}}",
        "{\"__metadata__\":[]}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":{},\"data_offsets\":[0,4]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}", // the last brace is missing
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[01],\"data_offsets\":[0,4]}}",
        "{\"a\":{\"dtype\":null,\"shape\":[1],\"data_offsets\":[0,4]}}"
    })
    void aHeaderThatIsNotTheRightJsonIsRefused(String json) throws IOException {
        write(json, 4);
        assertSays("the header, bytes 8 to " + (7 + json.length()) + ", is not the JSON of a safetensors file", "at $");
    }

    @Test
    void keysThatComeTwiceAreRefused() throws IOException {
        String tensor = "{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}";
        write("{\"a\":" + tensor + ",\"a\":" + tensor + "}", 4);
        assertSays("\"a\" twice");
        write("{\"__metadata__\":{},\"__metadata__\":{}}", 0);
        assertSays("\"__metadata__\" twice");
        write("{\"__metadata__\":{\"k\":\"1\",\"k\":\"1\"}}", 0);
        assertSays("\"k\" twice");
        write("{\"a\":{\"dtype\":\"F32\",\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", 4);
        assertSays("tensor \"a\"", "\"dtype\" twice");
    }

    @Test
    void metadataMustBeTexts() throws IOException {
        write("{\"__metadata__\":{\"k\":1}}", 0);
        assertSays("__metadata__ must map texts to texts, but \"k\" does not");
    }

    @Test
    void everyTensorNeedsItsThreeKeysAndNoOther() throws IOException {
        write("{\"a\":{\"dtype\":\"F32\",\"shape\":[1]}}", 4);
        assertSays("tensor \"a\"", "needs a dtype, a shape and data_offsets");
        write("{\"a\":{\"type\":\"F32\"}}", 4);
        assertSays("tensor \"a\"", "unknown key \"type\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"U8", "BOOL", "F8_E4M3", "f32", ""})
    void elementTypesThatCannotBeReadAreNamed(String dtype) throws IOException {
        write("{\"mask\":{\"dtype\":\"" + dtype + "\",\"shape\":[1],\"data_offsets\":[0,4]}}", 4);
        assertSays("tensor \"mask\"", "element type " + dtype + ",", "[F32, I32, F16, BF16, F64, I64]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "1.0", "1e2", "\"1\"", "null", "true", "[]", "99999999999999999999"})
    void dimensionsAndOffsetsAreWholeNumbers(String number) throws IOException {
        write("{\"a\":{\"dtype\":\"F32\",\"shape\":[" + number + "],\"data_offsets\":[0,4]}}", 4);
        assertSays("tensor \"a\"", "in its shape");
        write("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0," + number + "]}}", 4);
        assertSays("tensor \"a\"", "in its data_offsets");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "5,0", "2147483648", "999999999999999999"})
    void dimensionsOutOfRangeAreRefused(String dims) throws IOException {
        write("{\"a\":{\"dtype\":\"F32\",\"shape\":[" + dims + "],\"data_offsets\":[0,0]}}", 0);
        assertSays("tensor \"a\"", "each dimension must be 1 to 2^31-1");
    }

    /** 65536^4 is 2^64, which wraps to 0 in a long: the size must not seem to fit. */
    @ParameterizedTest
    @ValueSource(strings = {"65536,65536,65536,65536", "2147483647,2147483647", "46341,46341"})
    void aProductOfDimensionsThatOverflowsIsRefused(String dims) throws IOException {
        write("{\"a\":{\"dtype\":\"F32\",\"shape\":[" + dims + "],\"data_offsets\":[0,0]}}", 0);
        assertSays("tensor \"a\"", "more than 2^31-1 elements");
    }

    @Test
    void offsetsMustFitTheShape() throws IOException {
        for (String offsets : new String[] {"4,0", "0", "0,4,8"}) {
            write("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[" + offsets + "]}}", 4);
            assertSays("tensor \"a\"", "no begin and end");
        }
        write("{\"a\":{\"dtype\":\"F64\",\"shape\":[2,3],\"data_offsets\":[0,24]}}", 24);
        assertSays("tensor \"a\"", "2x3 of F64, which takes 48 bytes", "[0, 24] hold 24");
    }

    @Test
    void overlapsHolesAndWrongEndsAreFoundAtTheirByte() throws IOException {
        int start = write(two("0,8", "4,12"), 12);
        assertSays("tensor \"b\" begins at byte " + (start + 4) + ", inside tensor \"a\", which ends at byte " + (start + 8));
        start = write(two("0,8", "0,8"), 8);
        assertSays("tensor \"b\" begins at byte " + start + ", inside tensor \"a\"");
        start = write(two("8,16", "24,32"), 32);
        assertSays("tensor \"a\" begins at byte " + (start + 8), "ends at byte " + start + ": holes");
        start = write(two("12,20", "0,8"), 20);
        assertSays("tensor \"a\" begins at byte " + (start + 12), "ends at byte " + (start + 8) + ": holes");
        start = write(two("0,8", "8,16"), 19);
        assertSays("the last tensor ends at byte " + (start + 16) + ", but the file goes on to byte " + (start + 19)
                + ": 3 bytes too many");
        write("{}", 1);
        assertSays("1 bytes too many");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 8, 15})
    void truncatedDataAreFound(int bytes) throws IOException {
        int start = write(two("0,8", "8,16"), bytes);
        assertSays("the file ends at byte " + (start + bytes), bytes + " bytes into its data: truncated");
    }

    @Test
    void offsetsBeyondTheFileAreFoundWithoutOverflow() throws IOException {
        write(two("0,8", "999999999999999990,999999999999999998"), 16);
        assertSays("tensor \"b\" has the data offsets 999999999999999990 to 999999999999999998");
    }

    @Test
    void valuesThatDoNotFitAreNamedByTheirIndex() throws IOException {
        String json = "{\"n\":{\"dtype\":\"I64\",\"shape\":[2],\"data_offsets\":[0,16]}}";
        int start = write(json, 16);
        patch(start + 8, ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(1L << 31).array());
        assertSays("tensor \"n\" of I64: element 1 is 2147483648, too large for I32");
        start = write(json.replace("I64", "F64"), 16);
        patch(start, ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putDouble(-1e39).array());
        assertSays("tensor \"n\" of F64: element 0 is -1.0E39, too large for F32");
    }

    private static String two(String a, String b) {
        return "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[" + a + "]},"
                + "\"b\":{\"dtype\":\"I32\",\"shape\":[2],\"data_offsets\":[" + b + "]}}";
    }

    private int write(String json, int dataBytes) throws IOException {
        return write(json.getBytes(StandardCharsets.UTF_8), dataBytes);
    }

    /** Returns where the data begin. */
    private int write(byte[] json, int dataBytes) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(8 + json.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
        Files.write(file, bytes.putLong(json.length).put(json).array());
        return 8 + json.length;
    }

    private void patch(int at, byte[] with) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        System.arraycopy(with, 0, bytes, at, with.length);
        Files.write(file, bytes);
    }

    private String message() {
        return assertThrows(NeocogException.class, () -> Safetensors.read(file)).getMessage();
    }

    private void assertSays(String... parts) {
        String message = message();
        assertTrue(message.startsWith(file + ": "), message);
        assertFalse(message.contains("\n"), message);
        for (String part : parts) {
            assertTrue(message.contains(part), () -> "\"" + part + "\" is not in: " + message);
        }
    }
}

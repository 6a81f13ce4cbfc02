package org.neocog.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

final class PhiloxTest {
    private final JsonObject golden = RandomGolden.load();

    @Test
    void givesTheKnownAnswersOfRandom123() {
        assertEquals(3, golden.getAsJsonArray("knownAnswers").size());
        for (JsonElement answer : golden.getAsJsonArray("knownAnswers")) {
            int[] c = words(answer.getAsJsonObject().get("counter").getAsString());
            int[] k = words(answer.getAsJsonObject().get("key").getAsString());
            int[] out = new int[4];
            Philox.block(k[0], k[1], c[0], c[1], c[2], c[3], out);
            assertArrayEquals(words(answer.getAsJsonObject().get("result").getAsString()), out);
        }
    }

    @Test
    void seedStreamAndBlockAreKeyAndCounter() {
        long seed = golden.get("seed").getAsLong();
        long stream = HexFormat.fromHexDigitsToLong(golden.get("stream").getAsString());
        int[] out = new int[8];
        int[] block = new int[4];
        for (int i = 0; i < 2; i++) {
            Philox.block(seed, stream, (long) i, block);
            System.arraycopy(block, 0, out, 4 * i, 4);
        }
        int[] expected = golden.getAsJsonArray("words").asList().stream()
                .mapToInt(word -> HexFormat.fromHexDigits(word.getAsString()))
                .toArray();
        assertArrayEquals(expected, out);

        int[] high = new int[4];
        Philox.block(0x1111111122222222L, 0x3333333344444444L, 0x5555555566666666L, block);
        Philox.block(0x22222222, 0x11111111, 0x66666666, 0x55555555, 0x44444444, 0x33333333, high);
        assertArrayEquals(high, block);
    }

    @Test
    void uniformFloatsAreBelowOne() {
        assertEquals(0f, Philox.toUniform(0));
        assertEquals(0f, Philox.toUniform(255));
        assertEquals(0x1p-24f, Philox.toUniform(256));
        assertEquals(0.5f, Philox.toUniform(0x80000000));
        assertEquals(1 - 0x1p-24f, Philox.toUniform(-1));
    }

    private static int[] words(String text) {
        return Arrays.stream(text.split(" ")).mapToInt(HexFormat::fromHexDigits).toArray();
    }
}

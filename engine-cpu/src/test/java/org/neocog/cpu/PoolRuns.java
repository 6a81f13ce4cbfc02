package org.neocog.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.stream.IntStream;
import org.neocog.tensor.Shape;

/** What tests of pooling in machine code share. */
final class PoolRuns {
    private static final float[] SPECIAL = {0f, -0f, Float.NaN, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY,
        Float.intBitsToFloat(0xffc0_0001), -Float.MIN_VALUE, Float.MAX_VALUE};

    private PoolRuns() {}

    /** Images full of ties, zeros of both signs, infinities and NaN. */
    static CpuBuffer image(String name, Shape shape) {
        CpuBuffer x = KernelRuns.random(name, shape);
        float[] values = x.floats();
        for (int i = 0; i < values.length; i++) {
            float value = values[i];
            // Steps of a half make ties; one in twenty is special, and in long runs nearly all are zeros.
            values[i] = Math.abs(value) > 1.96f
                    ? SPECIAL[(int) (Math.abs(value) * 100_000) % SPECIAL.length]
                    : i / 50 % 5 == 3 ? 0f * value : Math.round(2 * value) / 2f;
        }
        return x;
    }

    /** All NaN count as the same. */
    static void assertBits(float[] wanted, float[] found, String what) {
        assertArrayEquals(bits(wanted), bits(found), what);
    }

    private static int[] bits(float[] x) {
        return IntStream.range(0, x.length).map(i -> Float.floatToIntBits(x[i])).toArray();
    }
}

package org.neocog.cpu;

/**
 * Finds NaNs. oneDNN's ReLU and maximum turn them into numbers, and a network that has diverged must not look as if it had
 * not.
 */
final class NotNumbers {
    private static final int INFINITY = 0x7f80_0000;

    private NotNumbers() {}

    static boolean any(float[] values, int offset, int count) {
        int most = 0;
        for (int i = offset; i < offset + count; i++) {
            most = Math.max(most, Float.floatToRawIntBits(values[i]) & 0x7fff_ffff);
        }
        return most > INFINITY;
    }
}

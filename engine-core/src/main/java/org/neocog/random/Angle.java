package org.neocog.random;

/**
 * Sine and cosine of an angle from 0 to 2π, to an error of about 1e-16, with the same bits on every JVM.
 * {@code StrictMath} would do as well, but it makes two arrays for each number, and the millions of numbers that a network
 * begins with would make the heap grow by hundreds of megabytes.
 */
final class Angle {
    /** π/2 = HIGH + LOW, where HIGH has 33 bits, so that its small multiples are exact. */
    private static final double HIGH = 0x1.921fb544p0;
    private static final double LOW = 0x1.0b4611a626331p-34;

    private Angle() {}

    static double cos(double angle) {
        int quarters = quarters(angle);
        double rest = rest(angle, quarters);
        return switch (quarters & 3) {
            case 0 -> cosine(rest);
            case 1 -> -sine(rest);
            case 2 -> -cosine(rest);
            default -> sine(rest);
        };
    }

    static double sin(double angle) {
        int quarters = quarters(angle);
        double rest = rest(angle, quarters);
        return switch (quarters & 3) {
            case 0 -> sine(rest);
            case 1 -> cosine(rest);
            case 2 -> -sine(rest);
            default -> -cosine(rest);
        };
    }

    private static int quarters(double angle) {
        return (int) (angle * (2 / Math.PI) + 0.5);
    }

    /** What is left of the angle, at most π/4 to either side. */
    private static double rest(double angle, int quarters) {
        return angle - quarters * HIGH - quarters * LOW;
    }

    /** Taylor's series; at π/4 the first term left out is below 1e-19. */
    private static double sine(double x) {
        double z = x * x;
        double sum = 1.0 / 355_687_428_096_000L; // 17!
        sum = sum * z - 1.0 / 1_307_674_368_000L;
        sum = sum * z + 1.0 / 6_227_020_800L;
        sum = sum * z - 1.0 / 39_916_800;
        sum = sum * z + 1.0 / 362_880;
        sum = sum * z - 1.0 / 5_040;
        sum = sum * z + 1.0 / 120;
        sum = sum * z - 1.0 / 6;
        return x + x * z * sum;
    }

    private static double cosine(double x) {
        double z = x * x;
        double sum = 1.0 / 20_922_789_888_000L; // 16!
        sum = sum * z - 1.0 / 87_178_291_200L;
        sum = sum * z + 1.0 / 479_001_600;
        sum = sum * z - 1.0 / 3_628_800;
        sum = sum * z + 1.0 / 40_320;
        sum = sum * z - 1.0 / 720;
        sum = sum * z + 1.0 / 24;
        sum = sum * z - 1.0 / 2;
        return 1 + z * sum;
    }
}

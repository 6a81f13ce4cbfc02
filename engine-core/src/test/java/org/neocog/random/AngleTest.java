package org.neocog.random;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class AngleTest {
    private static final double ERROR = 3e-16;

    @Test
    void sineAndCosineAreThoseOfStrictMathAllAround() {
        for (int i = 0; i < 200_000; i++) {
            // A step that has nothing to do with a turn, and every eighth of a turn with its neighbours.
            check(2 * Math.PI * (i * 0.6180339887498949 % 1));
        }
        for (int eighth = 0; eighth <= 8; eighth++) {
            double angle = 2 * Math.PI * eighth / 8;
            check(angle);
            check(Math.nextUp(angle));
            check(Math.max(0, Math.nextDown(angle)));
        }
    }

    private static void check(double angle) {
        assertEquals(StrictMath.sin(angle), Angle.sin(angle), ERROR);
        assertEquals(StrictMath.cos(angle), Angle.cos(angle), ERROR);
    }
}

package org.neocog.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class ErrorsTest {
    private static final float NAN = Float.NaN;
    private static final float INFINITY = Float.POSITIVE_INFINITY;

    @Test
    void equalResultsHaveNoError() {
        assertEquals(0, relative(new float[] {1, 0, NAN, INFINITY, -0f}, 1, -0.0, NAN, INFINITY, 0));
    }

    @Test
    void anErrorIsMeasuredAgainstTheElementAndTheScale() {
        // The root mean square of 3 and 4 is 3.5355…: 0.5 / (4 + 3.5355) for the second element.
        assertEquals(0.5 / (4 + Math.sqrt(12.5)), relative(new float[] {3, 4.5f}, 3, 4), 1e-15);
    }

    @Test
    void roundingToAFloatIsNoError() {
        assertEquals(0, relative(new float[] {0.1f}, 0.1));
    }

    @Test
    void anythingOtherThanZeroIsInfinitelyWrongWhereAllShouldBeZero() {
        assertEquals(INFINITY, relative(new float[] {0, 1e-30f}, 0, 0));
    }

    @Test
    void aMissingOrSpuriousNanOrInfinityIsInfinitelyWrong() {
        assertEquals(INFINITY, relative(new float[] {1, NAN}, 1, 2));
        assertEquals(INFINITY, relative(new float[] {1, 2}, 1, NAN));
        assertEquals(INFINITY, relative(new float[] {1, INFINITY}, 1, 2));
        assertEquals(INFINITY, relative(new float[] {1, 2}, 1, INFINITY));
        assertEquals(INFINITY, relative(new float[] {1, INFINITY}, 1, -INFINITY));
    }

    @Test
    void anotherLengthIsInfinitelyWrong() {
        assertEquals(INFINITY, relative(new float[] {1}, 1, 2));
    }

    @Test
    void bitsAreCountedOneByOne() {
        assertEquals(2, Errors.differing(new float[] {1, 0, NAN, 3}, new float[] {1, -0f, NAN, Math.nextUp(3f)}));
        assertEquals(1, Errors.differing(new float[] {1}, new float[] {1, 2}));
    }

    private static double relative(float[] found, double... wanted) {
        return Errors.relative(found, wanted);
    }
}

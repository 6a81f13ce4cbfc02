package org.neocog.testing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.neocog.vision.NonMaximumSuppression;

final class NonMaximumSuppressionTest {
    private static final float[] SQUARE = {0, 0, 2, 2};

    @Test
    void keepsWhatTorchvisionKeeps() {
        GoldenFile file = GoldenFile.load("nms");
        for (String name : file.cases()) {
            assertArrayEquals(
                    file.tensor(name, "kept").ints(),
                    NonMaximumSuppression.keep(
                            file.tensor(name, "boxes").floats(), file.tensor(name, "scores").floats(),
                            file.tensor(name, "threshold").floats()[0]),
                    name);
        }
    }

    /** The boxes overlap by 1/3: 2 of 6 unit squares. */
    @Test
    void onlyMoreThanTheThresholdIsTooMuch() {
        float[] boxes = {0, 0, 2, 2, 1, 0, 3, 2};
        assertArrayEquals(new int[] {1}, NonMaximumSuppression.keep(boxes, new float[] {0.5f, 0.75f}, 0.25f));
        assertArrayEquals(new int[] {1, 0}, NonMaximumSuppression.keep(boxes, new float[] {0.5f, 0.75f}, 0.5f));
        float[] halves = {0, 0, 2, 2, 0, 0, 2, 1};
        assertArrayEquals(new int[] {0, 1}, NonMaximumSuppression.keep(halves, new float[] {2, 1}, 0.5f));
    }

    @Test
    void ofEqualScoresTheFirstBoxWins() {
        float[] boxes = {0, 0, 2, 2, 5, 5, 6, 6, 0, 0, 2, 2};
        assertArrayEquals(new int[] {0, 1}, NonMaximumSuppression.keep(boxes, new float[] {0f, -0f, 0f}, 0.5f));
        assertArrayEquals(new int[] {1, 0},
                NonMaximumSuppression.keep(boxes, new float[] {1, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}, 0.5f));
    }

    @Test
    void aBoxThatWasDroppedDropsNoOther() {
        float[] chain = {0, 0, 4, 1, 2, 0, 6, 1, 4, 0, 8, 1};
        assertArrayEquals(new int[] {0, 2}, NonMaximumSuppression.keep(chain, new float[] {3, 2, 1}, 0.3f));
    }

    @Test
    void emptyBoxesOverlapNothing() {
        assertArrayEquals(new int[] {}, NonMaximumSuppression.keep(new float[0], new float[0], 0.5f));
        float[] points = {1, 1, 1, 1, 1, 1, 1, 1};
        assertArrayEquals(new int[] {0, 1}, NonMaximumSuppression.keep(points, new float[] {1, 1}, 0));
    }

    @Test
    void whatMakesNoSenseIsNamed() {
        assertEquals("there must be 4 corners to each of 2 scores, not 4 numbers", refusal(SQUARE, 0.5f, 1, 1));
        assertEquals("a threshold for the overlap must be between 0 and 1, not NaN", refusal(SQUARE, Float.NaN, 1));
        assertEquals("the score of box 0 is not a number", refusal(SQUARE, 0.5f, Float.NaN));
        assertEquals("box 0 must be x1, y1, x2, y2 with x1 <= x2 and y1 <= y2, not [2.0, 0.0, 1.0, 1.0]",
                refusal(new float[] {2, 0, 1, 1}, 0.5f, 1));
        assertEquals("box 0 must be x1, y1, x2, y2 with x1 <= x2 and y1 <= y2, not [0.0, NaN, 1.0, 1.0]",
                refusal(new float[] {0, Float.NaN, 1, 1}, 0.5f, 1));
    }

    private static String refusal(float[] boxes, float threshold, float... scores) {
        return assertThrows(
                        IllegalArgumentException.class, () -> NonMaximumSuppression.keep(boxes, scores, threshold))
                .getMessage();
    }
}

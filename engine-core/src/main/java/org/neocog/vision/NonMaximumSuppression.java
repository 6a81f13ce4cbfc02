package org.neocog.vision;

import java.util.Arrays;
import java.util.Comparator;

/**
 * Of boxes that overlap, keeps the best: the last step of a detector, on the host. The box with the highest score is kept, all
 * that overlap it by more than a threshold are dropped, and so on with what is left (torchvision's {@code nms}).
 */
public final class NonMaximumSuppression {
    private NonMaximumSuppression() {}

    /**
     * The numbers of the boxes that are kept, in the order of falling score; of equal scores the lower number first.
     *
     * @param boxes K × 4: x1, y1, x2, y2 of each box, with x1 ≤ x2 and y1 ≤ y2
     * @param scores K numbers
     * @param threshold intersection over union above which two boxes count as the same thing
     * @throws IllegalArgumentException if there are not four corners to each score, one of them is not a finite number, a box is
     *     inside out, a score is NaN, or the threshold is not between 0 and 1
     */
    public static int[] keep(float[] boxes, float[] scores, float threshold) {
        check(boxes, scores, threshold);
        int[] order = byScore(scores);
        boolean[] dropped = new boolean[scores.length];
        int[] kept = new int[scores.length];
        int count = 0;
        for (int i = 0; i < order.length; i++) {
            int best = order[i];
            if (dropped[best]) {
                continue;
            }
            kept[count++] = best;
            for (int j = i + 1; j < order.length; j++) {
                dropped[order[j]] |= overlap(boxes, best, order[j]) > threshold;
            }
        }
        return Arrays.copyOf(kept, count);
    }

    private static int[] byScore(float[] scores) {
        Integer[] order = new Integer[scores.length];
        Arrays.setAll(order, i -> i);
        // 0 and -0 are equal scores; the sort is stable.
        Arrays.sort(order, Comparator.comparingDouble(i -> 0.0 - scores[i]));
        return Arrays.stream(order).mapToInt(Integer::intValue).toArray();
    }

    /** Intersection over union; 0 if both boxes are empty. */
    static double overlap(float[] boxes, int a, int b) {
        double width = Math.min(boxes[4 * a + 2], boxes[4 * b + 2]) - (double) Math.max(boxes[4 * a], boxes[4 * b]);
        double height = Math.min(boxes[4 * a + 3], boxes[4 * b + 3]) - (double) Math.max(boxes[4 * a + 1], boxes[4 * b + 1]);
        double both = Math.max(0, width) * Math.max(0, height);
        double either = area(boxes, a) + area(boxes, b) - both;
        return either == 0 ? 0 : both / either;
    }

    private static double area(float[] boxes, int i) {
        return ((double) boxes[4 * i + 2] - boxes[4 * i]) * ((double) boxes[4 * i + 3] - boxes[4 * i + 1]);
    }

    private static void check(float[] boxes, float[] scores, float threshold) {
        if (boxes.length != 4L * scores.length) {
            throw new IllegalArgumentException("there must be 4 corners to each of " + scores.length + " scores, not "
                    + boxes.length + " numbers");
        }
        if (!(threshold >= 0 && threshold <= 1)) {
            throw new IllegalArgumentException("a threshold for the overlap must be between 0 and 1, not " + threshold);
        }
        for (int i = 0; i < scores.length; i++) {
            boolean finite = true;
            for (int corner = 4 * i; corner < 4 * i + 4; corner++) {
                finite &= Float.isFinite(boxes[corner]);
            }
            if (!finite || boxes[4 * i] > boxes[4 * i + 2] || boxes[4 * i + 1] > boxes[4 * i + 3]) {
                throw new IllegalArgumentException("box " + i + " must be x1, y1, x2, y2 with x1 <= x2 and y1 <= y2, not "
                        + Arrays.toString(Arrays.copyOfRange(boxes, 4 * i, 4 * i + 4)));
            }
            if (Float.isNaN(scores[i])) {
                throw new IllegalArgumentException("the score of box " + i + " is not a number");
            }
        }
    }
}

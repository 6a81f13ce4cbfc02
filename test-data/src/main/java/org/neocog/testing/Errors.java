package org.neocog.testing;

/**
 * How far two results are apart: the largest |a - b| / (|b| + scale), where b is what is wanted, rounded to a float, and the
 * scale is the root mean square of the finite elements of b. The scale lets a sum that happens to cancel be as inexact as
 * its neighbours; elements far from the scale are still held to their own size. Two NaN agree, and so do equal infinities;
 * otherwise such an element is infinitely wrong.
 */
final class Errors {
    private Errors() {}

    static double relative(float[] found, double[] wanted) {
        if (found.length != wanted.length) {
            return Double.POSITIVE_INFINITY;
        }
        double scale = scale(wanted);
        double worst = 0;
        for (int i = 0; i < found.length; i++) {
            worst = Math.max(worst, relative(found[i], (float) wanted[i], scale));
        }
        return worst;
    }

    static double relative(float[] found, float[] wanted) {
        double[] exact = new double[wanted.length];
        for (int i = 0; i < exact.length; i++) {
            exact[i] = wanted[i];
        }
        return relative(found, exact);
    }

    /** Number of elements with other bits; two NaN are the same whatever their payload. */
    static long differing(float[] a, float[] b) {
        long count = Math.abs(a.length - b.length);
        for (int i = 0; i < Math.min(a.length, b.length); i++) {
            if (Float.floatToIntBits(a[i]) != Float.floatToIntBits(b[i])) {
                count++;
            }
        }
        return count;
    }

    private static double relative(float found, float wanted, double scale) {
        if (found == wanted || Float.isNaN(found) && Float.isNaN(wanted)) {
            return 0;
        }
        double error = Math.abs((double) found - wanted) / (Math.abs((double) wanted) + scale);
        return Double.isFinite(error) ? error : Double.POSITIVE_INFINITY;
    }

    private static double scale(double[] values) {
        double squares = 0;
        int finite = 0;
        for (double value : values) {
            if (Double.isFinite(value)) {
                squares += value * value;
                finite++;
            }
        }
        return finite == 0 ? 0 : Math.sqrt(squares / finite);
    }
}

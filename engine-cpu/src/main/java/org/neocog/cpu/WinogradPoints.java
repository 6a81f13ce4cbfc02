package org.neocog.cpu;

import java.util.Arrays;

/**
 * The points of Winograd's F(4, r), which makes 4 neighbouring outputs of a filter of r taps by r + 3 products instead of 4r:
 * 0, ∞ and pairs p and -p. Filter and input are polynomials; their values at the points are multiplied and give back the
 * product's coefficients (Toom and Cook), and the transpose of all that is the sum of products which a convolution is.
 *
 * <p>The rounding error is that of sums of numbers which are larger than the result; the points were chosen for the smallest
 * (their reciprocals are points too, or nearly, see Barabasz et al., "Error analysis and improving the accuracy of Winograd
 * convolution for deep neural networks", 2020) among those that make all factors of the input's transform exact.
 */
final class WinogradPoints {
    private static final WinogradPoints THREE = new WinogradPoints(3, 0.625, 1.5);
    private static final WinogradPoints FIVE = new WinogradPoints(5, 1, 2, 0.5);

    private final int taps;
    private final double[] pairs;
    private final float[] all;
    private final float[][] others;

    private WinogradPoints(int taps, double... pairs) {
        this.taps = taps;
        this.pairs = pairs;
        this.all = coefficients(-1);
        this.others = new float[pairs.length][];
        Arrays.setAll(others, this::coefficients);
    }

    /** The points for filters of 3 or 5 taps. */
    static WinogradPoints of(int taps) {
        return taps == 3 ? THREE : FIVE;
    }

    int taps() {
        return taps;
    }

    int count() {
        return RowWinogradTiles.TILE + taps - 1;
    }

    int pairs() {
        return pairs.length;
    }

    float point(int pair) {
        return (float) pairs[pair];
    }

    /** The coefficient of {@code x^(2 · power)} in the product of {@code x² - p²} over all pairs. */
    float all(int power) {
        return all[power];
    }

    /** The same over all pairs but one. */
    float others(int pair, int power) {
        return others[pair][power];
    }

    private float[] coefficients(int without) {
        double[] product = new double[pairs.length + 1];
        product[0] = 1;
        for (int i = 0; i < pairs.length; i++) {
            if (i != without) {
                for (int k = pairs.length; k >= 0; k--) {
                    product[k] = (k == 0 ? 0 : product[k - 1]) - pairs[i] * pairs[i] * product[k];
                }
            }
        }
        float[] rounded = new float[product.length];
        for (int k = 0; k < product.length; k++) {
            rounded[k] = (float) product[k];
        }
        return rounded;
    }

    /** What a filter's value at 0 is divided by: the product of 0 - q over the other finite points q. */
    double divisorAtZero() {
        return all[0];
    }

    /** What a filter's values at p and -p are divided by: the product of p - q over the other finite points q. */
    double divisor(int pair) {
        double square = pairs[pair] * pairs[pair];
        double others = 1;
        for (int i = 0; i < pairs.length; i++) {
            others *= i == pair ? 2 * square : square - pairs[i] * pairs[i];
        }
        return others;
    }
}

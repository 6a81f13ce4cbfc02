package org.neocog.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** The functions made for vectorised loops against the library's, over floats of every size and sign. */
class VectorMathTest {
    private static final int CHUNK = 8192;
    /** Every so many-th of the 2^32 bit patterns; a prime, so that all mantissas have their turn. */
    private static final int STRIDE = 509;

    /** Half a unit in the last place is the rounding to a float itself. */
    @Test
    void sigmoidIsWithinALittleMoreThanHalfAUnit() {
        assertUlps(0.51, ActivationKernels::sigmoid, x -> 1 / (1 + Math.exp(-x)));
    }

    @Test
    void tanhIsWithinALittleMoreThanHalfAUnit() {
        assertUlps(0.51, ActivationKernels::tanh, Math::tanh);
    }

    /** As softmax uses it, the numbers being at most 0: nothing is lost down to the smallest float. */
    @Test
    void expIsWithinALittleMoreThanHalfAUnit() {
        assertUlps(
                0.51,
                (y, yo, n) -> {
                    for (int i = 0; i < n; i++) {
                        y[yo + i] = (float) VectorMath.exp(-Math.abs(y[yo + i]));
                    }
                },
                x -> Math.exp(-Math.abs(x)));
    }

    @Test
    void expm1IsWithinALittleMoreThanHalfAUnitBelow0() {
        assertUlps(
                0.51,
                (y, yo, n) -> {
                    for (int i = 0; i < n; i++) {
                        y[yo + i] = (float) VectorMath.expm1(-Math.abs(y[yo + i]));
                    }
                },
                x -> Math.expm1(-Math.abs(x)));
    }

    /** log(1 + e^x) is found as max(x, 0) + log(1 + e^-|x|), which loses nothing. */
    @Test
    void softplusIsWithinALittleMoreThanHalfAUnit() {
        double[] work = new double[CHUNK];
        assertUlps(
                0.51,
                (y, _, n) -> SmoothUnits.softplus(y, work, n),
                x -> Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))));
    }

    @Test
    void saturatedAndOddValuesAreExact() {
        float[] x = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, -0f, 0f, Float.MIN_VALUE, -Float.MIN_VALUE, 10, -10};
        float[] y = x.clone();
        ActivationKernels.tanh(y, 0, x.length);
        float[] tanh = {Float.NaN, 1, -1, -0f, 0f, Float.MIN_VALUE, -Float.MIN_VALUE, 1, -1};
        for (int i = 0; i < x.length; i++) {
            assertEquals(Float.floatToIntBits(tanh[i]), Float.floatToIntBits(y[i]), "tanh of " + x[i] + " is " + y[i]);
        }
        y = x.clone();
        ActivationKernels.sigmoid(y, 0, x.length);
        float[] sigmoid = {Float.NaN, 1, 0, 0.5f, 0.5f, 0.5f, 0.5f, 0.9999546f, 4.539787e-5f};
        for (int i = 0; i < x.length; i++) {
            assertEquals(Float.floatToIntBits(sigmoid[i]), Float.floatToIntBits(y[i]), "sigmoid of " + x[i] + " is " + y[i]);
        }
    }

    static void assertUlps(double bound, ElementwiseKernels.InPlace function, DoubleUnaryOperator exact) {
        float[] x = new float[CHUNK];
        float[] y = new float[CHUNK];
        double worst = 0;
        float where = 0;
        int nans = 0;
        long bits = 0;
        while (bits < 1L << 32) {
            for (int i = 0; i < CHUNK; i++) {
                x[i] = Float.intBitsToFloat((int) bits);
                bits += STRIDE;
            }
            System.arraycopy(x, 0, y, 0, CHUNK);
            function.run(y, 0, CHUNK);
            for (int i = 0; i < CHUNK; i++) {
                if (Float.isNaN(x[i])) {
                    assertTrue(Float.isNaN(y[i]));
                    nans++;
                    continue;
                }
                double wanted = exact.applyAsDouble(x[i]);
                double error = Math.abs(y[i] - wanted) / Math.ulp((float) wanted);
                if (!(error <= worst)) {
                    worst = error;
                    where = x[i];
                }
            }
        }
        assertTrue(nans > 10_000, "only " + nans + " NaN were tried");
        assertTrue(worst <= bound, "wrong by " + worst + " units in the last place at " + where);
    }
}

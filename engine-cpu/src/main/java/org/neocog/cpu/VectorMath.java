package org.neocog.cpu;

/**
 * Exponentials for loops that the JIT compiler shall vectorise. It does not vectorise {@code Math.exp}, nor a choice between two
 * floats, nor the reinterpretation of bits with which powers of two are usually made; so these functions are made of additions,
 * products, quotients, minima and maxima alone. In double precision they are much more exact than a float can tell: rounded to a
 * float they are mostly the correctly rounded value. NaN stays NaN.
 *
 * <p>The loop must read and write at one offset of one array, see {@link ElementwiseKernels.InPlace}.
 *
 * <p>e^x is found as (e^(x/n))^n for a power of two n: a short series serves for the small exponent, squarings do the rest.
 */
final class VectorMath {
    private VectorMath() {}

    /** e^x to nine digits for x from -104, where a float's e^x is 0, to 104, where it has long been infinite; clamped beyond. */
    static double exp(double x) {
        double r = Math.max(-104.0, Math.min(104.0, x)) * (1 / 512.0);
        double e = 1 + r * (1 + r * (1 / 2.0 + r * (1 / 6.0 + r * (1 / 24.0 + r * (1 / 120.0 + r * (1 / 720.0
                + r * (1 / 5040.0 + r * (1 / 40320.0))))))));
        e *= e;
        e *= e;
        e *= e;
        e *= e;
        e *= e;
        e *= e;
        e *= e;
        e *= e;
        return e * e;
    }

    /**
     * e^x - 1 for x from -20 to 20, clamped beyond, to eight digits even where x is tiny. In place of squaring, with
     * m = e^r - 1: e^(2r) - 1 = m · (m + 2).
     */
    static double expm1(double x) {
        double r = Math.max(-20.0, Math.min(20.0, x)) * (1 / 64.0);
        double m = r * (1 + r * (1 / 2.0 + r * (1 / 6.0 + r * (1 / 24.0 + r * (1 / 120.0 + r * (1 / 720.0
                + r * (1 / 5040.0 + r * (1 / 40320.0))))))));
        m *= m + 2;
        m *= m + 2;
        m *= m + 2;
        m *= m + 2;
        m *= m + 2;
        return m * (m + 2);
    }

    static double sigmoid(double x) {
        return 1 / (1 + exp(-x));
    }

    /** (e^(2x) - 1) / (e^(2x) + 1); keeps the sign of 0. */
    static double tanh(double x) {
        double m = expm1(2 * x);
        return m / (m + 2);
    }

    /** log(1 + u) for u from 0 to 1, to nine digits: 2 artanh(s) with s = u / (2 + u), at most 1/3. */
    static double log1p(double u) {
        double s = u / (2 + u);
        double q = s * s;
        return 2 * s * (1 + q * (1 / 3.0 + q * (1 / 5.0 + q * (1 / 7.0 + q * (1 / 9.0 + q * (1 / 11.0 + q * (1 / 13.0
                + q * (1 / 15.0 + q * (1 / 17.0)))))))));
    }
}

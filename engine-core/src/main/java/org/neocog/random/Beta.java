package org.neocog.random;

/**
 * Numbers from a symmetric beta distribution, Beta(alpha, alpha): the share of one of two gamma-distributed numbers in their
 * sum, each by Marsaglia and Tsang's method ("A simple method for generating gamma variables", 2000). {@code StrictMath}
 * keeps the bits the same on every JVM.
 */
public final class Beta {
    private final RandomStream stream;
    private final int[] words = new int[4];
    private long position;

    private Beta(RandomStream stream) {
        this.stream = stream;
    }

    /**
     * The stream's number, from 0 to 1, both included.
     *
     * @throws IllegalArgumentException if alpha is not above 0
     */
    public static double sample(RandomStream stream, double alpha) {
        if (!(alpha > 0) || Double.isInfinite(alpha)) {
            throw new IllegalArgumentException("a beta distribution's alpha is a number above 0, not " + alpha);
        }
        Beta beta = new Beta(stream);
        double first = beta.logGamma(alpha);
        double second = beta.logGamma(alpha);
        // In logarithms: for a small alpha both numbers themselves would be 0.
        return 1 / (1 + StrictMath.exp(second - first));
    }

    /** The logarithm of a number of Gamma(alpha); below 1 by way of alpha + 1, times the alpha-th root of a uniform number. */
    private double logGamma(double alpha) {
        if (alpha < 1) {
            return logGamma(alpha + 1) + StrictMath.log(uniform()) / alpha;
        }
        double d = alpha - 1.0 / 3;
        double c = 1 / StrictMath.sqrt(9 * d);
        while (true) {
            double normal = normal();
            double root = 1 + c * normal;
            double u = uniform();
            if (root > 0) {
                double v = root * root * root;
                if (StrictMath.log(u) < normal * normal / 2 + d - d * v + d * StrictMath.log(v)) {
                    return StrictMath.log(d * v);
                }
            }
        }
    }

    private double normal() {
        double radius = StrictMath.sqrt(-2 * StrictMath.log(uniform()));
        return radius * StrictMath.cos(2 * Math.PI * uniform());
    }

    /** Above 0, at most 1. */
    private double uniform() {
        int lane = (int) (position % words.length);
        if (lane == 0) {
            Philox.block(stream.seed(), stream.stream(), position / words.length, words);
        }
        position++;
        return ((words[lane] & 0xFFFFFFFFL) + 1) * 0x1p-32;
    }
}

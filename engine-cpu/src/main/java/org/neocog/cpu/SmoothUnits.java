package org.neocog.cpu;

/**
 * GELU and softplus. The JIT compiler vectorises only loops that are short enough to be unrolled, so these functions take several
 * passes over a block of numbers that stays in the level-1 cache. All arrays of a pass have one index.
 */
final class SmoothUnits {
    /** Elements of a block: 12 KiB of scratch. */
    private static final int BLOCK = 1024;
    private static final double HALF_ROOT = Math.sqrt(0.5);
    /** 1 / √(2π). */
    private static final double DENSITY_AT_0 = 0.3989422804014327;
    /** Beyond this the normal distribution is 0 or 1, even in double precision. */
    private static final double NORMAL_RANGE = 40;

    private static final class Scratch {
        final float[] x = new float[BLOCK];
        final double[] tail = new double[BLOCK];
    }

    /** Replaces {@code x[0 .. n)}; {@code work} is scratch. */
    @FunctionalInterface
    interface Function {
        void run(float[] x, double[] work, int n);
    }

    private SmoothUnits() {}

    static CpuKernel forward(WorkerPool pool, Function function) {
        ThreadLocal<Scratch> scratch = ThreadLocal.withInitial(Scratch::new);
        return ElementwiseKernels.unary(pool, (x, xo, y, yo, n) -> {
            Scratch s = scratch.get();
            for (int done = 0; done < n; done += BLOCK) {
                int count = Math.min(BLOCK, n - done);
                System.arraycopy(x, xo + done, s.x, 0, count);
                function.run(s.x, s.tail, count);
                System.arraycopy(s.x, 0, y, yo + done, count);
            }
        });
    }

    /** dy times the function. */
    static CpuKernel gradient(WorkerPool pool, Function slope) {
        ThreadLocal<Scratch> scratch = ThreadLocal.withInitial(Scratch::new);
        return ElementwiseKernels.binary(pool, (x, xo, dy, dyo, dx, dxo, n) -> {
            Scratch s = scratch.get();
            for (int done = 0; done < n; done += BLOCK) {
                int count = Math.min(BLOCK, n - done);
                System.arraycopy(x, xo + done, s.x, 0, count);
                slope.run(s.x, s.tail, count);
                ElementwiseKernels.mul(s.x, 0, dy, dyo + done, dx, dxo + done, count);
            }
        });
    }

    /** x · Φ(x) as max(x, 0) - |x| · Q(|x|): nothing cancels where x is far below 0. */
    static void gelu(float[] x, double[] work, int n) {
        normalTails(x, work, n);
        for (int i = 0; i < n; i++) {
            x[i] = (float) (Math.max(x[i], 0.0) - Math.min(Math.abs(x[i]), NORMAL_RANGE) * work[i]);
        }
    }

    /** Φ(x) + x · φ(x). */
    static void geluSlope(float[] x, double[] work, int n) {
        normalTails(x, work, n);
        for (int i = 0; i < n; i++) {
            double c = Math.max(-NORMAL_RANGE, Math.min(NORMAL_RANGE, x[i]));
            // Φ(x) is 1 - Q(|x|) or Q(|x|), by a sign of -1 or 1. Where it is neither, near 0, what it is multiplied by is nothing.
            double sign = Math.max(-1.0, Math.min(1.0, c * 1e30));
            work[i] = 0.5 + sign * (0.5 - work[i]);
        }
        for (int i = 0; i < n; i++) {
            double c = Math.max(-NORMAL_RANGE, Math.min(NORMAL_RANGE, x[i]));
            x[i] = (float) (work[i] + c * DENSITY_AT_0 * VectorMath.exp(-0.5 * c * c));
        }
    }

    /**
     * Q(|x|) = 1 - Φ(|x|) = erfc(|x| / √2) / 2, with erfc to 1.2e-7 of its value everywhere (Press et al., Numerical Recipes, 6.2):
     * erfc(z) = t · exp(-z² + polynomial of t), t = 1 / (1 + z/2).
     */
    private static void normalTails(float[] x, double[] tails, int n) {
        for (int i = 0; i < n; i++) {
            double z = Math.min(Math.abs(x[i]), NORMAL_RANGE) * HALF_ROOT;
            double t = 1 / (1 + 0.5 * z);
            double series = -1.26551223 + t * (1.00002368 + t * (0.37409196 + t * (0.09678418 + t * (-0.18628806
                    + t * (0.27886807 + t * (-1.13520398 + t * (1.48851587 + t * (-0.82215223 + t * 0.17087277))))))));
            tails[i] = series - z * z;
        }
        for (int i = 0; i < n; i++) {
            double z = Math.min(Math.abs(x[i]), NORMAL_RANGE) * HALF_ROOT;
            tails[i] = VectorMath.exp(tails[i]) / (2 + z);
        }
    }

    /** log(1 + e^x) as max(x, 0) + log(1 + e^-|x|). */
    static void softplus(float[] x, double[] work, int n) {
        for (int i = 0; i < n; i++) {
            work[i] = VectorMath.exp(-Math.abs(x[i]));
        }
        for (int i = 0; i < n; i++) {
            x[i] = (float) (Math.max(x[i], 0.0) + VectorMath.log1p(work[i]));
        }
    }
}

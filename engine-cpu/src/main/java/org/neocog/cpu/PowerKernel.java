package org.neocog.cpu;

import org.neocog.graph.Power;

/** Powers; those of a normalisation and of its gradient without the mathematics library. */
final class PowerKernel {
    private PowerKernel() {}

    static CpuKernel of(WorkerPool pool, Power op) {
        float factor = op.factor();
        float shift = op.shift();
        float exponent = op.exponent();
        if (exponent == -0.5f) {
            return ElementwiseKernels.unary(pool, (x, xo, y, yo, n) -> reciprocalRoot(factor, shift, x, xo, y, yo, n));
        }
        if (exponent == -1.5f) {
            return ElementwiseKernels.unary(pool, (x, xo, y, yo, n) -> reciprocalRootCubed(factor, shift, x, xo, y, yo, n));
        }
        return ElementwiseKernels.unary(pool, (x, xo, y, yo, n) -> power(exponent, factor, shift, x, xo, y, yo, n));
    }

    private static void reciprocalRoot(float factor, float shift, float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = 1 / (float) Math.sqrt(shift + factor * x[xo + i]);
        }
    }

    private static void reciprocalRootCubed(float factor, float shift, float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i++) {
            float base = shift + factor * x[xo + i];
            y[yo + i] = 1 / (base * (float) Math.sqrt(base));
        }
    }

    private static void power(
            float exponent, float factor, float shift, float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = (float) Math.pow(shift + factor * x[xo + i], exponent);
        }
    }
}

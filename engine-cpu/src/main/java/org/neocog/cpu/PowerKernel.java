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
            return ElementwiseKernels.inPlace(pool, (y, yo, n) -> reciprocalRoot(factor, shift, y, yo, n));
        }
        if (exponent == -1.5f) {
            return ElementwiseKernels.inPlace(pool, (y, yo, n) -> reciprocalRootCubed(factor, shift, y, yo, n));
        }
        return ElementwiseKernels.inPlace(pool, (y, yo, n) -> power(exponent, factor, shift, y, yo, n));
    }

    private static void reciprocalRoot(float factor, float shift, float[] y, int yo, int n) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = 1 / (float) Math.sqrt(shift + factor * y[yo + i]);
        }
    }

    private static void reciprocalRootCubed(float factor, float shift, float[] y, int yo, int n) {
        for (int i = 0; i < n; i++) {
            float base = shift + factor * y[yo + i];
            y[yo + i] = 1 / (base * (float) Math.sqrt(base));
        }
    }

    private static void power(float exponent, float factor, float shift, float[] y, int yo, int n) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = (float) Math.pow(shift + factor * y[yo + i], exponent);
        }
    }
}

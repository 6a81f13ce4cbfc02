package org.neocog.cpu;

/** Activation functions and their gradients in terms of the output, element by element. */
final class ActivationKernels {
    private ActivationKernels() {}

    /** {@code Math.max} keeps NaN, as the definition asks. */
    static void relu(float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = Math.max(x[xo + i], 0f);
        }
    }

    /** Half of the elements are 0 in no order, so a mask takes the place of a branch (which costs ten times as much). */
    static void reluGrad(float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo, int n) {
        for (int i = 0; i < n; i++) {
            int mask = y[yo + i] <= 0 ? 0 : -1;
            dx[dxo + i] = Float.intBitsToFloat(Float.floatToRawIntBits(dy[dyo + i]) & mask);
        }
    }

    static void sigmoid(float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = (float) (1 / (1 + Math.exp(-x[xo + i])));
        }
    }

    static void sigmoidGrad(float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo, int n) {
        for (int i = 0; i < n; i++) {
            float value = y[yo + i];
            dx[dxo + i] = dy[dyo + i] * value * (1 - value);
        }
    }

    static void tanh(float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = (float) Math.tanh(x[xo + i]);
        }
    }

    static void tanhGrad(float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo, int n) {
        for (int i = 0; i < n; i++) {
            float value = y[yo + i];
            dx[dxo + i] = dy[dyo + i] * (1 - value * value);
        }
    }
}

package org.neocog.cpu;

import org.neocog.graph.ActivationOp;
import org.neocog.graph.Elu;
import org.neocog.graph.EluGrad;
import org.neocog.graph.Gelu;
import org.neocog.graph.GeluGrad;
import org.neocog.graph.LeakyRelu;
import org.neocog.graph.LeakyReluGrad;
import org.neocog.graph.LogSoftmax;
import org.neocog.graph.LogSoftmaxGrad;
import org.neocog.graph.Softplus;
import org.neocog.graph.SoftplusGrad;
import org.neocog.tensor.Shape;

/** Activation functions and their gradients, in terms of the output where nothing else is said, element by element. */
final class ActivationKernels {
    private ActivationKernels() {}

    static CpuKernel of(WorkerPool pool, ActivationOp op, Shape shape) {
        return switch (op) {
            case Elu elu -> ElementwiseKernels.inPlace(pool, (y, yo, n) -> elu(elu.alpha(), y, yo, n));
            case EluGrad elu -> ElementwiseKernels.binary(
                    pool, (y, yo, dy, dyo, dx, dxo, n) -> eluGrad(elu.alpha(), y, yo, dy, dyo, dx, dxo, n));
            case Gelu _ -> SmoothUnits.forward(pool, SmoothUnits::gelu);
            case GeluGrad _ -> SmoothUnits.gradient(pool, SmoothUnits::geluSlope);
            case LeakyRelu relu -> ElementwiseKernels.inPlace(pool, (y, yo, n) -> leakyRelu(relu.slope(), y, yo, n));
            case LeakyReluGrad relu -> ElementwiseKernels.binary(
                    pool, (y, yo, dy, dyo, dx, dxo, n) -> leakyReluGrad(relu.slope(), y, yo, dy, dyo, dx, dxo, n));
            case LogSoftmax _ -> SoftmaxKernels.logSoftmax(pool, shape);
            case LogSoftmaxGrad _ -> SoftmaxKernels.logSoftmaxGrad(pool, shape);
            case Softplus _ -> SmoothUnits.forward(pool, SmoothUnits::softplus);
            case SoftplusGrad _ -> SmoothUnits.gradient(pool, ActivationKernels::softplusSlope);
        };
    }

    /** {@code Math.max} keeps NaN, as the definition asks. */
    static void relu(float[] y, int yo, int n) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = Math.max(y[yo + i], 0f);
        }
    }

    static void sigmoid(float[] y, int yo, int n) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = (float) VectorMath.sigmoid(y[yo + i]);
        }
    }

    static void sigmoidGrad(float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo, int n) {
        for (int i = 0; i < n; i++) {
            float value = y[yo + i];
            dx[dxo + i] = dy[dyo + i] * value * (1 - value);
        }
    }

    static void tanh(float[] y, int yo, int n) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = (float) VectorMath.tanh(y[yo + i]);
        }
    }

    static void tanhGrad(float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo, int n) {
        for (int i = 0; i < n; i++) {
            float value = y[yo + i];
            dx[dxo + i] = dy[dyo + i] * (1 - value * value);
        }
    }

    /** A sum of two parts, one of which is 0, is vectorised; a choice is not. */
    private static void leakyRelu(float slope, float[] y, int yo, int n) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = Math.max(y[yo + i], 0f) + slope * Math.min(y[yo + i], 0f);
        }
    }

    private static void leakyReluGrad(float slope, float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo, int n) {
        for (int i = 0; i < n; i++) {
            dx[dxo + i] = choose(y[yo + i] > 0, dy[dyo + i], slope * dy[dyo + i]);
        }
    }

    private static void elu(float alpha, float[] y, int yo, int n) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = (float) (Math.max(y[yo + i], 0.0) + alpha * VectorMath.expm1(Math.min(y[yo + i], 0.0)));
        }
    }

    private static void eluGrad(float alpha, float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo, int n) {
        for (int i = 0; i < n; i++) {
            dx[dxo + i] = choose(y[yo + i] <= 0, dy[dyo + i] * (y[yo + i] + alpha), dy[dyo + i]);
        }
    }

    /** The slope, from the output. */
    private static void softplusSlope(float[] y, double[] work, int n) {
        for (int i = 0; i < n; i++) {
            y[i] = (float) -VectorMath.expm1(-y[i]);
        }
    }

    /** By a mask, since which one it is may be as good as random. */
    private static float choose(boolean first, float a, float b) {
        int mask = first ? -1 : 0;
        return Float.intBitsToFloat(Float.floatToRawIntBits(a) & mask | Float.floatToRawIntBits(b) & ~mask);
    }
}

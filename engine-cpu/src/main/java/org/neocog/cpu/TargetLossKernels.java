package org.neocog.cpu;

import org.neocog.cpu.ReductionKernels.Inputs2;
import org.neocog.graph.BinaryCrossEntropy;
import org.neocog.graph.BinaryCrossEntropyGrad;
import org.neocog.graph.SmoothL1;
import org.neocog.graph.SmoothL1Grad;
import org.neocog.graph.SoftTargetCrossEntropy;
import org.neocog.graph.SoftTargetCrossEntropyGrad;
import org.neocog.graph.TargetLossOp;
import org.neocog.tensor.Shape;

/** Losses against targets of the scores' shape. */
final class TargetLossKernels {
    private TargetLossKernels() {}

    static CpuKernel of(WorkerPool pool, TargetLossOp op, Shape x) {
        return switch (op) {
            case BinaryCrossEntropy _ -> ReductionKernels.mean(pool, x, TargetLossKernels::binaryCrossEntropy);
            case BinaryCrossEntropyGrad _ -> gradient(pool, x, TargetLossKernels::binaryCrossEntropyGrad);
            case SmoothL1 s -> ReductionKernels.mean(pool, x, (in, from, to) -> smoothL1(s.beta(), in, from, to));
            case SmoothL1Grad s -> gradient(pool, x, (factor, xs, xo, ts, to, ds, d, n) ->
                    smoothL1Grad(s.beta(), factor, xs, xo, ts, to, ds, d, n));
            case SoftTargetCrossEntropy _ -> new SoftTargetLoss(pool, x.dim(0), x.dim(1));
            case SoftTargetCrossEntropyGrad _ -> SoftTargetLoss.gradient(pool, x.dim(0), x.dim(1));
        };
    }

    private static double binaryCrossEntropy(Inputs2 in, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            float x = in.a()[in.ao() + i];
            sum += Math.max(x, 0.0) + Math.log1p(Math.exp(-Math.abs((double) x))) - (double) x * in.b()[in.bo() + i];
        }
        return sum;
    }

    private static double smoothL1(float beta, Inputs2 in, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            double d = Math.abs((double) in.a()[in.ao() + i] - in.b()[in.bo() + i]);
            sum += d < beta ? d * d / (2.0 * beta) : d - 0.5 * beta;
        }
        return sum;
    }

    @FunctionalInterface
    private interface Gradient {
        /** {@code factor} times the gradient for n elements; dx may be the same elements as x or the target. */
        void write(double factor, float[] x, int xo, float[] target, int to, float[] dx, int dxo, int n);
    }

    /** Inputs: x, the target, the loss's gradient. */
    private static CpuKernel gradient(WorkerPool pool, Shape shape, Gradient gradient) {
        return (inputs, output, _) -> {
            CpuBuffer x = inputs.at(0);
            CpuBuffer target = inputs.at(1);
            double factor = (double) inputs.at(2).scalar() / shape.elements();
            Ranges.run(pool, shape.elements(), (from, to) -> gradient.write(
                    factor, x.floats(), x.offset() + from, target.floats(), target.offset() + from,
                    output.floats(), output.offset() + from, to - from));
        };
    }

    private static void binaryCrossEntropyGrad(
            double factor, float[] x, int xo, float[] target, int to, float[] dx, int dxo, int n) {
        for (int i = 0; i < n; i++) {
            dx[dxo + i] = (float) (factor * (VectorMath.sigmoid(x[xo + i]) - target[to + i]));
        }
    }

    private static void smoothL1Grad(
            float beta, double factor, float[] x, int xo, float[] target, int to, float[] dx, int dxo, int n) {
        float scale = (float) factor;
        for (int i = 0; i < n; i++) {
            float quotient = (x[xo + i] - target[to + i]) / beta;
            dx[dxo + i] = scale * Math.max(-1f, Math.min(1f, quotient));
        }
    }
}

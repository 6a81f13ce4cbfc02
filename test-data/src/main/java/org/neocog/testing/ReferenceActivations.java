package org.neocog.testing;

import java.util.Arrays;
import java.util.List;
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

/** Reference for activation functions. */
final class ReferenceActivations {
    private ReferenceActivations() {}

    static DoubleTensor output(ActivationOp op, List<DoubleTensor> in) {
        return switch (op) {
            case LeakyRelu relu -> in.get(0).map(x -> x > 0 ? x : relu.slope() * x);
            case LeakyReluGrad relu -> in.get(0).zip(in.get(1), (y, dy) -> y > 0 ? dy : relu.slope() * dy);
            case Elu elu -> in.get(0).map(x -> x <= 0 ? elu.alpha() * Math.expm1(x) : x);
            case EluGrad elu -> in.get(0).zip(in.get(1), (y, dy) -> y <= 0 ? dy * (y + elu.alpha()) : dy);
            case Gelu _ -> in.get(0).map(x -> x == Double.NEGATIVE_INFINITY ? 0 : x * normal(x));
            case GeluGrad _ -> in.get(0).zip(in.get(1), (x, dy) ->
                    dy * (normal(x) + (Double.isInfinite(x) ? 0 : x * Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI))));
            case Softplus _ -> in.get(0).map(x -> Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))));
            case SoftplusGrad _ -> in.get(0).zip(in.get(1), (y, dy) -> -dy * Math.expm1(-y));
            case LogSoftmax _ -> logSoftmax(in.get(0));
            case LogSoftmaxGrad _ -> logSoftmaxGrad(in.get(0), in.get(1));
        };
    }

    private static DoubleTensor logSoftmax(DoubleTensor x) {
        DoubleTensor y = DoubleTensor.zeros(x.shape());
        for (int row = 0; row < x.dim(0); row++) {
            double largest = Arrays.stream(x.part(row).data()).reduce(Double.NEGATIVE_INFINITY, Math::max);
            double sum = x.part(row).map(value -> Math.exp(value - largest)).sum();
            for (int j = 0; j < x.dim(1); j++) {
                y.data()[row * x.dim(1) + j] = x.at(row, j) - largest - Math.log(sum);
            }
        }
        return y;
    }

    private static DoubleTensor logSoftmaxGrad(DoubleTensor y, DoubleTensor dy) {
        DoubleTensor dx = DoubleTensor.zeros(y.shape());
        for (int row = 0; row < y.dim(0); row++) {
            double sum = dy.part(row).sum();
            for (int j = 0; j < y.dim(1); j++) {
                dx.data()[row * y.dim(1) + j] = dy.at(row, j) - Math.exp(y.at(row, j)) * sum;
            }
        }
        return dx;
    }

    /**
     * Φ(x) of the normal distribution: 1/2 + φ(x) · (x + x³/3 + x⁵/(3·5) + …) near 0 (Marsaglia 2004), and for the tails
     * Q(x) = φ(x) / (x + 1/(x + 2/(x + 3/(x + …)))).
     */
    private static double normal(double x) {
        double a = Math.abs(x);
        if (!(a >= 3)) {
            double sum = x;
            double term = x;
            for (int i = 3; i < 100; i += 2) {
                term *= x * x / i;
                sum += term;
            }
            return 0.5 + density(x) * sum;
        }
        double fraction = a;
        for (int i = 200; i > 0; i--) {
            fraction = a + i / fraction;
        }
        double tail = density(a) / fraction;
        return x > 0 ? 1 - tail : tail;
    }

    private static double density(double x) {
        return Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
    }
}

package org.neocog.testing;

import java.util.List;
import org.neocog.graph.BinaryCrossEntropy;
import org.neocog.graph.BinaryCrossEntropyGrad;
import org.neocog.graph.SmoothL1;
import org.neocog.graph.SmoothL1Grad;
import org.neocog.graph.SoftTargetCrossEntropy;
import org.neocog.graph.SoftTargetCrossEntropyGrad;
import org.neocog.graph.TargetLossOp;

/** Reference for losses against targets of the scores' shape. */
final class ReferenceTargetLosses {
    private ReferenceTargetLosses() {}

    static DoubleTensor output(TargetLossOp op, List<DoubleTensor> in) {
        DoubleTensor x = in.get(0);
        DoubleTensor target = in.get(1);
        double elements = x.data().length;
        return switch (op) {
            case BinaryCrossEntropy _ -> mean(x.zip(target, ReferenceTargetLosses::binary));
            case BinaryCrossEntropyGrad _ ->
                x.zip(target, (v, t) -> in.get(2).value() / elements * (1 / (1 + Math.exp(-v)) - t));
            case SmoothL1 loss -> mean(x.zip(target, (v, t) -> smooth(loss.beta(), Math.abs(v - t))));
            case SmoothL1Grad loss -> x.zip(target, (v, t) -> in.get(2).value() / elements * slope(loss.beta(), v - t));
            case SoftTargetCrossEntropy _ -> softTargets(x, target);
            case SoftTargetCrossEntropyGrad _ -> softTargetsGrad(x, target, in.get(2).value());
        };
    }

    private static DoubleTensor mean(DoubleTensor terms) {
        return DoubleTensor.scalar(terms.sum() / terms.data().length);
    }

    private static double binary(double x, double t) {
        return Math.max(x, 0) - x * t + Math.log1p(Math.exp(-Math.abs(x)));
    }

    private static double smooth(double beta, double d) {
        return d < beta ? d * d / (2 * beta) : d - beta / 2;
    }

    private static double slope(double beta, double d) {
        return Math.abs(d) < beta ? d / beta : Math.signum(d);
    }

    private static DoubleTensor softTargets(DoubleTensor scores, DoubleTensor targets) {
        double total = 0;
        for (int n = 0; n < scores.dim(0); n++) {
            double largest = largest(scores, n);
            double sum = 0;
            for (int j = 0; j < scores.dim(1); j++) {
                sum += Math.exp(scores.at(n, j) - largest);
            }
            for (int j = 0; j < scores.dim(1); j++) {
                double t = targets.at(n, j);
                total += t == 0 && !Double.isNaN(sum) ? 0 : t * (Math.log(sum) + largest - scores.at(n, j));
            }
        }
        return DoubleTensor.scalar(total / scores.dim(0));
    }

    private static double largest(DoubleTensor x, int row) {
        double largest = x.at(row, 0);
        for (int j = 1; j < x.dim(1); j++) {
            largest = Math.max(largest, x.at(row, j));
        }
        return largest;
    }

    private static DoubleTensor softTargetsGrad(DoubleTensor scores, DoubleTensor targets, double dloss) {
        DoubleTensor p = ReferenceLosses.softmax(scores);
        DoubleTensor dx = DoubleTensor.zeros(scores.shape());
        int classes = scores.dim(1);
        for (int n = 0; n < scores.dim(0); n++) {
            double total = 0;
            for (int j = 0; j < classes; j++) {
                total += targets.at(n, j);
            }
            for (int j = 0; j < classes; j++) {
                dx.data()[n * classes + j] = dloss / scores.dim(0) * (p.at(n, j) * total - targets.at(n, j));
            }
        }
        return dx;
    }
}

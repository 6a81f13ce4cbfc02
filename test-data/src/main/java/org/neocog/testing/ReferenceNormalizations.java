package org.neocog.testing;

import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntUnaryOperator;
import org.neocog.graph.BatchMoments;
import org.neocog.graph.BatchNorm;
import org.neocog.graph.BatchNormSums;
import org.neocog.graph.BatchNormTraining;
import org.neocog.graph.BatchNormTrainingGrad;
import org.neocog.graph.NormalizationOp;
import org.neocog.graph.Row;
import org.neocog.tensor.Shape;

/** Reference for normalizations. */
final class ReferenceNormalizations {
    private ReferenceNormalizations() {}

    static DoubleTensor output(NormalizationOp op, List<DoubleTensor> in) {
        DoubleTensor x = in.getFirst();
        return switch (op) {
            case BatchMoments _ -> moments(x);
            case BatchNorm norm -> scaled(
                    normalized(x, in.get(1), in.get(2), norm.epsilon()), in.get(3), in.get(4));
            case BatchNormTraining norm -> scaled(
                    normalized(x, row(in.get(1), 0), row(in.get(1), 1), norm.epsilon()), in.get(2), in.get(3));
            case BatchNormSums norm -> {
                DoubleTensor normalized = normalized(x, row(in.get(1), 0), row(in.get(1), 1), norm.epsilon());
                DoubleTensor dy = in.get(2);
                yield rows(ReferenceChannels.sum(normalized.zip(dy, (a, b) -> a * b)), ReferenceChannels.sum(dy));
            }
            case BatchNormTrainingGrad norm -> trainingGrad(norm, in);
            case Row row -> row(x, row.index());
        };
    }

    /** Two passes: the mean, then the squares of what is left. */
    private static DoubleTensor moments(DoubleTensor x) {
        int n = x.data().length / x.dim(1);
        DoubleTensor mean = ReferenceChannels.sum(x).map(sum -> sum / n);
        IntUnaryOperator channel = channel(x);
        DoubleTensor squares = each(x.shape(), i -> Math.pow(x.data()[i] - mean.data()[channel.applyAsInt(i)], 2));
        return rows(mean, ReferenceChannels.sum(squares).map(sum -> sum / n));
    }

    private static DoubleTensor trainingGrad(BatchNormTrainingGrad op, List<DoubleTensor> in) {
        DoubleTensor x = in.get(0);
        DoubleTensor variance = row(in.get(1), 1);
        DoubleTensor normalized = normalized(x, row(in.get(1), 0), variance, op.epsilon());
        double n = x.data().length / x.dim(1);
        DoubleTensor dy = in.get(3);
        DoubleTensor sums = in.get(4);
        IntUnaryOperator channel = channel(x);
        return each(x.shape(), i -> {
            int c = channel.applyAsInt(i);
            double rest = dy.data()[i] - sums.at(1, c) / n - normalized.data()[i] * sums.at(0, c) / n;
            return in.get(2).data()[c] / Math.sqrt(variance.data()[c] + op.epsilon()) * rest;
        });
    }

    private static DoubleTensor normalized(DoubleTensor x, DoubleTensor mean, DoubleTensor variance, double epsilon) {
        IntUnaryOperator channel = channel(x);
        return each(x.shape(), i -> {
            int c = channel.applyAsInt(i);
            return (x.data()[i] - mean.data()[c]) / Math.sqrt(variance.data()[c] + epsilon);
        });
    }

    private static DoubleTensor scaled(DoubleTensor x, DoubleTensor weight, DoubleTensor bias) {
        IntUnaryOperator channel = channel(x);
        return each(x.shape(), i ->
                x.data()[i] * weight.data()[channel.applyAsInt(i)] + bias.data()[channel.applyAsInt(i)]);
    }

    /** The channel of an element of N x C x …. */
    private static IntUnaryOperator channel(DoubleTensor x) {
        int plane = x.data().length / x.dim(0) / x.dim(1);
        return i -> i / plane % x.dim(1);
    }

    private static DoubleTensor each(Shape shape, IntToDoubleFunction f) {
        DoubleTensor result = DoubleTensor.zeros(shape);
        for (int i = 0; i < result.data().length; i++) {
            result.data()[i] = f.applyAsDouble(i);
        }
        return result;
    }

    private static DoubleTensor row(DoubleTensor matrix, int index) {
        return each(Shape.of(matrix.dim(1)), i -> matrix.at(index, i));
    }

    private static DoubleTensor rows(DoubleTensor first, DoubleTensor second) {
        int n = first.data().length;
        return each(Shape.of(2, n), i -> i < n ? first.data()[i] : second.data()[i - n]);
    }
}

package org.neocog.testing;

import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntUnaryOperator;
import org.neocog.graph.BatchMoments;
import org.neocog.graph.BatchNorm;
import org.neocog.graph.BatchNormSums;
import org.neocog.graph.BatchNormTraining;
import org.neocog.graph.BatchNormTrainingGrad;
import org.neocog.graph.LayerNorm;
import org.neocog.graph.LayerNormGrad;
import org.neocog.graph.LayerNormSums;
import org.neocog.graph.LocalResponseNorm;
import org.neocog.graph.LocalResponseNormGrad;
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
            case LayerNorm norm -> {
                DoubleTensor normalized = normalizedRows(x, norm.epsilon());
                yield each(x.shape(), i -> normalized.data()[i] * in.get(1).data()[i % length(x)]
                        + in.get(2).data()[i % length(x)]);
            }
            case LayerNormGrad norm -> layerNormGrad(norm, x, in.get(1), in.get(2));
            case LayerNormSums norm -> {
                DoubleTensor dy = in.get(1);
                yield rows(columnSums(normalizedRows(x, norm.epsilon()).zip(dy, (a, b) -> a * b)), columnSums(dy));
            }
            case LocalResponseNorm norm -> {
                DoubleTensor bases = responseBases(norm, x);
                yield x.zip(bases, (value, base) -> value * Math.pow(base, -norm.beta()));
            }
            case LocalResponseNormGrad grad -> responseGrad(grad.norm(), x, in.get(1));
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

    private static DoubleTensor layerNormGrad(LayerNormGrad op, DoubleTensor x, DoubleTensor weight, DoubleTensor dy) {
        int length = length(x);
        DoubleTensor normalized = normalizedRows(x, op.epsilon());
        DoubleTensor variances = rowMeans(x.zip(rowMeans(x), (value, mean) -> (value - mean) * (value - mean)));
        DoubleTensor slopes = each(x.shape(), i -> dy.data()[i] * weight.data()[i % length]);
        DoubleTensor means = rowMeans(slopes);
        DoubleTensor tilts = rowMeans(slopes.zip(normalized, (a, b) -> a * b));
        return each(x.shape(), i -> (slopes.data()[i] - means.data()[i] - normalized.data()[i] * tilts.data()[i])
                / Math.sqrt(variances.data()[i] + op.epsilon()));
    }

    private static DoubleTensor normalizedRows(DoubleTensor x, double epsilon) {
        DoubleTensor centred = x.zip(rowMeans(x), (value, mean) -> value - mean);
        DoubleTensor variances = rowMeans(centred.map(value -> value * value));
        return centred.zip(variances, (value, variance) -> value / Math.sqrt(variance + epsilon));
    }

    /** Of x's shape, with the mean of its row for each element. */
    private static DoubleTensor rowMeans(DoubleTensor x) {
        int length = length(x);
        double[] sums = new double[x.data().length / length];
        for (int i = 0; i < x.data().length; i++) {
            sums[i / length] += x.data()[i];
        }
        return each(x.shape(), i -> sums[i / length] / length);
    }

    private static DoubleTensor columnSums(DoubleTensor x) {
        DoubleTensor sums = DoubleTensor.zeros(length(x));
        for (int i = 0; i < x.data().length; i++) {
            sums.data()[i % length(x)] += x.data()[i];
        }
        return sums;
    }

    /** The last dimension. */
    private static int length(DoubleTensor x) {
        return x.dim(x.shape().rank() - 1);
    }

    /** k + alpha / size · Σ x², laid out as PyTorch does it: size / 2 zeros before the channels, (size - 1) / 2 behind them. */
    private static DoubleTensor responseBases(LocalResponseNorm op, DoubleTensor x) {
        return windowSums(x.map(value -> value * value), op.size() / 2, op.size())
                .map(sum -> op.k() + (double) op.alpha() / op.size() * sum);
    }

    /** For each element the sum over {@code size} channels, the first of them {@code before} channels before its own. */
    private static DoubleTensor windowSums(DoubleTensor x, int before, int size) {
        int channels = x.dim(1);
        int plane = x.data().length / x.dim(0) / channels;
        IntUnaryOperator channel = channel(x);
        return each(x.shape(), i -> {
            double sum = 0;
            for (int tap = 0; tap < size; tap++) {
                int other = channel.applyAsInt(i) + tap - before;
                sum += other < 0 || other >= channels ? 0 : x.data()[i + (tap - before) * plane];
            }
            return sum;
        });
    }

    /** By the product rule: through the numerator, and through each window that has the element in it. */
    private static DoubleTensor responseGrad(LocalResponseNorm op, DoubleTensor x, DoubleTensor dy) {
        DoubleTensor bases = responseBases(op, x);
        DoubleTensor direct = dy.zip(bases, (slope, base) -> slope * Math.pow(base, -op.beta()));
        DoubleTensor terms = dy.zip(x, (a, b) -> a * b).zip(bases, (a, base) -> a * Math.pow(base, -op.beta() - 1.0));
        DoubleTensor sums = windowSums(terms, op.size() - 1 - op.size() / 2, op.size());
        double factor = 2.0 * op.beta() * op.alpha() / op.size();
        return each(x.shape(), i -> direct.data()[i] - factor * x.data()[i] * sums.data()[i]);
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

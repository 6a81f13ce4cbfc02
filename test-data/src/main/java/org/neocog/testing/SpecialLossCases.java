package org.neocog.testing;

import static java.lang.Float.NEGATIVE_INFINITY;
import static java.lang.Float.NaN;
import static java.lang.Float.POSITIVE_INFINITY;

import java.util.List;
import org.neocog.graph.ComputeOp;
import org.neocog.graph.CountCorrect;
import org.neocog.graph.MulticlassHinge;
import org.neocog.graph.MulticlassHingeGrad;
import org.neocog.graph.OneHot;
import org.neocog.graph.Softmax;
import org.neocog.graph.SoftmaxCrossEntropy;
import org.neocog.graph.SoftmaxCrossEntropyGrad;
import org.neocog.graph.SoftmaxGrad;
import org.neocog.tensor.HostTensor;

/** Scores that would overflow an exponential, scores that are no numbers, and labels that are no class. */
final class SpecialLossCases {
    private static final HostTensor ONE = HostTensor.scalar(1);

    private SpecialLossCases() {}

    static List<OpCase> all() {
        HostTensor huge = Tensors.matrix(2, 1e4f, -1e4f, 1e4f, 0, 0, 1e4f);
        HostTensor plain = Tensors.matrix(3, 1, 1, 2, 2, 3, 3);
        return List.of(
                special("huge-scores", new Softmax(), List.of(huge), 0.5f, 0, 0.5f, 0, 0, 1),
                special("odd-rows", new Softmax(),
                        List.of(Tensors.matrix(4,
                                NaN, 1, 1, POSITIVE_INFINITY,
                                NEGATIVE_INFINITY, 1, NEGATIVE_INFINITY, NEGATIVE_INFINITY)),
                        NaN, NaN, NaN, NaN, 0, 1, NaN, NaN),
                special("nan-in-one-row", new SoftmaxGrad(),
                        List.of(Tensors.matrix(2, 0.5f, 0.5f, 0.25f, 0.75f), Tensors.matrix(2, NaN, 1, 4, 0)),
                        NaN, NaN, 0.75f, -0.75f),
                special("huge-scores-right", new SoftmaxCrossEntropy(),
                        List.of(huge, Tensors.labels(0, 2)), (float) (Math.log(2) / 2)),
                special("huge-scores-wrong", new SoftmaxCrossEntropy(),
                        List.of(huge, Tensors.labels(1, 2)), (float) (1e4 + Math.log(2) / 2)),
                special("huge-scores", new SoftmaxCrossEntropyGrad(),
                        List.of(huge, Tensors.labels(1, 2), ONE), 0.25f, -0.5f, 0.25f, 0, 0, 0),
                special("nan-score", new SoftmaxCrossEntropy(),
                        List.of(Tensors.matrix(2, 1, NaN, 1, 1), Tensors.labels(0, 1)), NaN),
                special("label-negative", new SoftmaxCrossEntropy(), List.of(plain, Tensors.labels(0, -1, 1)), NaN),
                special("label-too-large", new SoftmaxCrossEntropy(), List.of(plain, Tensors.labels(0, 1, 2)), NaN),
                special("labels-no-class", new SoftmaxCrossEntropyGrad(),
                        List.of(plain, Tensors.labels(-1, 0, 2), HostTensor.scalar(6)), NaN, NaN, -1, 1, NaN, NaN),
                special("label-negative", new MulticlassHinge(1), List.of(plain, Tensors.labels(0, -1, 1)), NaN),
                special("label-too-large", new MulticlassHinge(1),
                        List.of(plain, Tensors.labels(0, 1, Integer.MAX_VALUE)), NaN),
                special("nan-score", new MulticlassHinge(1),
                        List.of(Tensors.matrix(2, 1, NaN, 1, 1), Tensors.labels(0, 1)), NaN),
                special("labels-no-class", new MulticlassHingeGrad(1),
                        List.of(plain, Tensors.labels(Integer.MIN_VALUE, 0, 2), HostTensor.scalar(6)),
                        NaN, NaN, -2, 2, NaN, NaN),
                special("margin-just-met", new MulticlassHingeGrad(1),
                        List.of(Tensors.matrix(1, 3, 2, 2.5f), Tensors.labels(0), ONE), -1, 0, 1),
                special("labels-no-class", new OneHot(2), List.of(Tensors.labels(-1, 1, 2)), NaN, NaN, 0, 1, NaN, NaN),
                special("ties-count-for-the-first", new CountCorrect(), List.of(plain, Tensors.labels(0, 1, 0)), 2),
                special("odd-rows", new CountCorrect(),
                        List.of(
                                Tensors.matrix(4,
                                        NaN, 1, 1, NaN, POSITIVE_INFINITY, 1, NEGATIVE_INFINITY, NEGATIVE_INFINITY),
                                Tensors.labels(1, 0, 0, 0)),
                        2),
                special("labels-no-class", new CountCorrect(), List.of(plain, Tensors.labels(-1, 2, 0)), 1));
    }

    private static OpCase special(String name, ComputeOp op, List<HostTensor> inputs, float... output) {
        return OpCase.special(name, op, Tolerances.ELEMENTWISE, inputs, output);
    }
}

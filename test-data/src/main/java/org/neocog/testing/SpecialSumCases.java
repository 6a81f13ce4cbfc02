package org.neocog.testing;

import static java.lang.Float.NaN;
import static java.lang.Float.POSITIVE_INFINITY;

import java.util.List;
import org.neocog.graph.ChannelSum;
import org.neocog.graph.ComputeOp;
import org.neocog.graph.Conv2d;
import org.neocog.graph.Conv2dGeometry;
import org.neocog.graph.Conv2dInputGrad;
import org.neocog.graph.Conv2dWeightGrad;
import org.neocog.graph.L2;
import org.neocog.graph.L2Grad;
import org.neocog.graph.MatMul;
import org.neocog.graph.MeanSquaredError;
import org.neocog.graph.MeanSquaredErrorGrad;
import org.neocog.tensor.HostTensor;
import org.neocog.tensor.Shape;

/** A NaN or an infinity in a sum of products reaches every sum that it is a term of, and no other. */
final class SpecialSumCases {
    private SpecialSumCases() {}

    static List<OpCase> all() {
        HostTensor ones = Tensors.f32(Shape.of(1, 1, 2, 2), 1, 1, 1, 1);
        HostTensor zeros = Tensors.f32(Shape.of(1, 1, 2, 2), 0, 0, 0, 0);
        Conv2d conv = new Conv2d(Windows.of(2, 1, 0), 1, false);
        Conv2d grouped = new Conv2d(Windows.of(1, 1, 0), 2, true);
        Conv2dGeometry two = Conv2dGeometry.of(Shape.of(1, 1, 3, 3), ones.shape(), Windows.of(2, 1, 0), 1);
        return List.of(
                special("nan-in-a-row", new MatMul(false, false),
                        List.of(Tensors.matrix(2, 1, NaN, 1, 1), Tensors.matrix(2, 1, 2, 3, 4)), NaN, NaN, 4, 6),
                special("nan-in-a-column", new MatMul(false, true),
                        List.of(Tensors.matrix(2, 1, 2, 3, 4), Tensors.matrix(2, NaN, 1, 1, 1)), NaN, 3, NaN, 7),
                special("nan-times-0", new MatMul(true, false),
                        List.of(Tensors.matrix(1, 0, 1), Tensors.matrix(1, NaN, 5)), NaN, 0, NaN, 5),
                special("infinity", new MatMul(false, false),
                        List.of(Tensors.matrix(1, 1, 1), Tensors.matrix(2, POSITIVE_INFINITY, 1, 1, 1)),
                        POSITIVE_INFINITY, 2),
                special("nan-in-a-corner", conv,
                        List.of(Tensors.image(3, 3, NaN, 1, 1, 1, 1, 1, 1, 1, 1), ones), NaN, 4, 4, 4),
                special("nan-times-0", conv,
                        List.of(Tensors.image(3, 3, 1, 1, 1, 1, 1, 1, 1, 1, NaN), zeros), 0, 0, 0, NaN),
                special("nan-in-one-image", conv,
                        List.of(Tensors.f32(Shape.of(2, 1, 2, 2), NaN, 1, 1, 1, 1, 1, 1, 1), ones), NaN, 4),
                special("nan-in-one-group", grouped,
                        List.of(
                                Tensors.f32(Shape.of(1, 2, 1, 2), NaN, 1, 2, 3),
                                Tensors.f32(Shape.of(2, 1, 1, 1), 1, 10),
                                Tensors.row(5, 7)),
                        NaN, 6, 27, 37),
                special("nan-in-one-bias", grouped,
                        List.of(
                                Tensors.f32(Shape.of(1, 2, 1, 2), 0, 1, 2, 3),
                                Tensors.f32(Shape.of(2, 1, 1, 1), 1, 10),
                                Tensors.row(NaN, 7)),
                        NaN, NaN, 27, 37),
                special("nan-in-one-filter", new Conv2d(Windows.of(1, 1, 0), 1, false),
                        List.of(Tensors.image(1, 2, 3, 4), Tensors.f32(Shape.of(2, 1, 1, 1), NaN, 2)), NaN, NaN, 6, 8),
                special("nan-in-a-corner", new Conv2dInputGrad(two),
                        List.of(Tensors.image(2, 2, NaN, 1, 1, 1), ones), NaN, NaN, 1, NaN, NaN, 2, 1, 2, 1),
                special("nan-in-a-corner", new Conv2dWeightGrad(two),
                        List.of(Tensors.image(3, 3, NaN, 1, 1, 1, 1, 1, 1, 1, 1), ones), NaN, 4, 4, 4),
                special("nan-in-one-channel", new ChannelSum(),
                        List.of(Tensors.f32(Shape.of(2, 2, 2), 1, 2, NaN, 4, 5, 6, 7, 8)), 14, NaN),
                special("infinity", new L2(1), List.of(Tensors.row(1, POSITIVE_INFINITY)), POSITIVE_INFINITY),
                special("nan", new L2(0.5f), List.of(Tensors.row(1, NaN, 2)), NaN),
                special("nan", new L2Grad(0.5f), List.of(Tensors.row(1, NaN, 2), HostTensor.scalar(3)), 3, NaN, 6),
                special("nan", new MeanSquaredError(), List.of(Tensors.row(1, NaN), Tensors.row(1, 1)), NaN),
                special("nan", new MeanSquaredErrorGrad(),
                        List.of(Tensors.row(1, NaN), Tensors.row(3, 1), HostTensor.scalar(1)), -2, NaN));
    }

    private static OpCase special(String name, ComputeOp op, List<HostTensor> inputs, float... output) {
        return OpCase.special(name, op, Tolerances.ELEMENTWISE, inputs, output);
    }
}

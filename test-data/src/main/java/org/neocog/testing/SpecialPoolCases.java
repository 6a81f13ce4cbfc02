package org.neocog.testing;

import static java.lang.Float.NEGATIVE_INFINITY;
import static java.lang.Float.NaN;
import static java.lang.Float.POSITIVE_INFINITY;

import java.util.List;
import org.neocog.graph.AvgPool2d;
import org.neocog.graph.AvgPool2dGrad;
import org.neocog.graph.ComputeOp;
import org.neocog.graph.MaxPool2d;
import org.neocog.graph.MaxPool2dGrad;
import org.neocog.graph.Window;
import org.neocog.tensor.HostTensor;
import org.neocog.tensor.Shape;

/** Pooling of NaN and infinities: a NaN wins its window, of several the first; padding never wins; ties go to the first. */
final class SpecialPoolCases {
    private static final Window TWO = Windows.of(2, 2, 0);
    private static final Window PADDED = Windows.of(2, 2, 1);

    private SpecialPoolCases() {}

    static List<OpCase> all() {
        HostTensor odd = Tensors.image(2, 8,
                NaN, 9, 1, NaN, NEGATIVE_INFINITY, NEGATIVE_INFINITY, POSITIVE_INFINITY, 1,
                1, 2, NaN, 5, NEGATIVE_INFINITY, NEGATIVE_INFINITY, 1, POSITIVE_INFINITY);
        HostTensor dy = Tensors.image(1, 4, 1, 2, 3, 4);
        return List.of(
                special("odd-windows", new MaxPool2d(TWO), List.of(odd), NaN, NaN, NEGATIVE_INFINITY, POSITIVE_INFINITY),
                special("odd-windows", new MaxPool2dGrad(TWO), List.of(odd, dy),
                        1, 0, 0, 2, 3, 0, 4, 0,
                        0, 0, 0, 0, 0, 0, 0, 0),
                special("padding-never-wins", new MaxPool2d(PADDED),
                        List.of(Tensors.image(2, 2, -1, -2, -3, NEGATIVE_INFINITY)), -1, -2, -3, NEGATIVE_INFINITY),
                special("padding-never-wins", new MaxPool2dGrad(PADDED),
                        List.of(Tensors.image(2, 2, -1, -2, -3, NEGATIVE_INFINITY), Tensors.image(2, 2, 1, 2, 3, 4)),
                        1, 2, 3, 4),
                special("ties-go-to-the-first", new MaxPool2dGrad(TWO),
                        List.of(Tensors.image(2, 4, 0, -0f, 1, 2, -0f, 0, 2, 2), Tensors.image(1, 2, 5, 6)),
                        5, 0, 0, 6, 0, 0, 0, 0),
                special("nan-gradient", new MaxPool2dGrad(TWO),
                        List.of(Tensors.image(2, 4, 4, 3, 2, 1, 1, 2, 3, 4), Tensors.image(1, 2, NaN, 1)),
                        NaN, 0, 0, 0, 0, 0, 0, 1),
                special("nan-in-one-window", new AvgPool2d(TWO, true),
                        List.of(Tensors.image(2, 4, NaN, 1, 1, 2, 1, 1, 3, 4)), NaN, 2.5f),
                special("infinity", new AvgPool2d(TWO, false),
                        List.of(Tensors.image(2, 4, POSITIVE_INFINITY, 1, POSITIVE_INFINITY, 2, 1, 1, NEGATIVE_INFINITY, 4)),
                        POSITIVE_INFINITY, NaN),
                special("nan-in-one-window", new AvgPool2dGrad(TWO, true, Shape.of(1, 1, 2, 4)),
                        List.of(Tensors.image(1, 2, NaN, 4)), NaN, NaN, 1, 1, NaN, NaN, 1, 1));
    }

    private static OpCase special(String name, ComputeOp op, List<HostTensor> inputs, float... output) {
        return OpCase.special(name, op, Tolerances.ELEMENTWISE, inputs, output);
    }
}

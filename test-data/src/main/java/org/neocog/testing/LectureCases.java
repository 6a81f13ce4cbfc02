package org.neocog.testing;

import java.util.List;
import org.neocog.graph.Axis;
import org.neocog.graph.AvgPool2d;
import org.neocog.graph.ComputeOp;
import org.neocog.graph.Conv2d;
import org.neocog.graph.Conv2dGeometry;
import org.neocog.graph.Conv2dInputGrad;
import org.neocog.graph.Conv2dWeightGrad;
import org.neocog.graph.MaxPool2d;
import org.neocog.graph.Relu;
import org.neocog.graph.Scale;
import org.neocog.graph.Window;
import org.neocog.tensor.HostTensor;
import org.neocog.tensor.Shape;

/**
 * The worked numbers of the lectures: CS231n's pooling and transposed convolution, KTH ID2223's curve filter, its training
 * example, its X.
 */
final class LectureCases {
    private static final Window TWO_BY_TWO = Windows.of(2, 2, 0);

    private LectureCases() {}

    static List<OpCase> all() {
        return List.of(
                worked("lecture-pooling", new MaxPool2d(TWO_BY_TWO), Tensors.image(2, 2, 6, 8, 3, 4), poolingInput()),
                worked("lecture-pooling", new AvgPool2d(TWO_BY_TWO, true),
                        Tensors.image(2, 2, 3.25f, 5.25f, 2, 2), poolingInput()),
                curveFilter(),
                trainingForward(),
                trainingBackward(),
                transposed(),
                worked("lecture-x-match", new Conv2d(Windows.of(3, 1, 0), 1, false),
                        XAndO.matches(), XAndO.image(), XAndO.filters()),
                worked("lecture-x-mean", new Scale(1 / 9f), XAndO.means(), XAndO.matches()),
                worked("lecture-x-relu", new Relu(), XAndO.rectified(), XAndO.means()),
                worked("lecture-x-pool", new MaxPool2d(Windows.partial(Axis.of(2, 2, 0), Axis.of(2, 2, 0))),
                        XAndO.pooled(), XAndO.rectified()));
    }

    private static OpCase worked(String name, ComputeOp op, HostTensor output, HostTensor... inputs) {
        return OpCase.golden(name, op, Tolerances.ELEMENTWISE, List.of(inputs), Golden.output(output));
    }

    private static HostTensor poolingInput() {
        return Tensors.image(4, 4,
                1, 1, 2, 4,
                5, 6, 7, 8,
                3, 2, 1, 0,
                1, 2, 3, 4);
    }

    /** The curve detector on the mouse's back: 4 · (50 · 30) + 20 · 30 = 6600. */
    private static OpCase curveFilter() {
        HostTensor receptiveField = Tensors.image(8, 8,
                0, 0, 0, 0, 0, 0, 30, 0,
                0, 0, 0, 0, 50, 50, 50, 0,
                0, 0, 0, 20, 50, 0, 0, 0,
                0, 0, 0, 50, 50, 0, 0, 0,
                0, 0, 0, 50, 50, 0, 0, 0,
                0, 0, 0, 50, 50, 0, 0, 0,
                0, 0, 0, 50, 50, 0, 0, 0,
                0, 0, 0, 50, 50, 0, 0, 0);
        HostTensor filter = Tensors.image(8, 8,
                0, 0, 0, 0, 0, 30, 0, 0,
                0, 0, 0, 0, 30, 0, 0, 0,
                0, 0, 0, 30, 0, 0, 0, 0,
                0, 0, 0, 30, 0, 0, 0, 0,
                0, 0, 0, 30, 0, 0, 0, 0,
                0, 0, 0, 30, 0, 0, 0, 0,
                0, 0, 0, 0, 0, 0, 0, 0,
                0, 0, 0, 0, 0, 0, 0, 0);
        return worked("lecture-curve-filter", new Conv2d(Windows.of(8, 1, 0), 1, false),
                Tensors.image(1, 1, 6600), receptiveField, filter);
    }

    /** h11 = W11 X11 + W12 X12 + W21 X21 + W22 X22 and so on, with X = 1 … 9 and W = 1 … 4. */
    private static OpCase trainingForward() {
        HostTensor x = Tensors.image(3, 3, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        HostTensor w = Tensors.image(2, 2, 1, 2, 3, 4);
        HostTensor h = Tensors.image(2, 2,
                1 + 2 * 2 + 3 * 4 + 4 * 5, 2 + 2 * 3 + 3 * 5 + 4 * 6,
                4 + 2 * 5 + 3 * 7 + 4 * 8, 5 + 2 * 6 + 3 * 8 + 4 * 9);
        return worked("lecture-training-forward", new Conv2d(Windows.of(2, 1, 0), 1, false), h, x, w);
    }

    /** ∂E/∂W11 = ∂E/∂h11 X11 + ∂E/∂h12 X12 + ∂E/∂h21 X21 + ∂E/∂h22 X22 and so on, with ∂E/∂h = 1, 10, 100, 1000. */
    private static OpCase trainingBackward() {
        HostTensor x = Tensors.image(3, 3, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        HostTensor dh = Tensors.image(2, 2, 1, 10, 100, 1000);
        Conv2dGeometry geometry =
                Conv2dGeometry.of(Shape.of(1, 1, 3, 3), Shape.of(1, 1, 2, 2), Windows.of(2, 1, 0), 1);
        return worked("lecture-training-backward", new Conv2dWeightGrad(geometry),
                Tensors.image(2, 2, 5421, 6532, 8754, 9865), x, dh);
    }

    /** Of a, b with the filter x, y, z and stride 2: ax, ay, az + bx, by, bz. */
    private static OpCase transposed() {
        float a = 2;
        float b = 3;
        HostTensor filter = Tensors.image(1, 3, 5, 7, 11);
        Conv2dGeometry geometry = Conv2dGeometry.transposed(
                Shape.of(1, 1, 1, 2), filter.shape(), Window.row(Axis.of(3, 2, 0)), 0, 0, 1);
        return worked("lecture-transposed", new Conv2dInputGrad(geometry),
                Tensors.image(1, 5, a * 5, a * 7, a * 11 + b * 5, b * 7, b * 11), Tensors.image(1, 2, a, b), filter);
    }
}

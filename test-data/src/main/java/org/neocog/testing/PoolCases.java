package org.neocog.testing;

import java.util.ArrayList;
import java.util.List;
import org.neocog.graph.AvgPool2d;
import org.neocog.graph.AvgPool2dGrad;
import org.neocog.graph.Axis;
import org.neocog.graph.MaxPool2d;
import org.neocog.graph.MaxPool2dGrad;
import org.neocog.graph.PoolGeometry;
import org.neocog.graph.Window;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;

/** Poolings, each with its gradient as an operation of its own. */
final class PoolCases {
    private final List<OpCase> cases = new ArrayList<>();

    private PoolCases() {}

    static List<OpCase> all() {
        PoolCases pools = new PoolCases();
        pools.both("2x2", Shape.of(3, 5, 14, 14), Windows.of(2, 2, 0));
        pools.both("3x3-stride-2", Shape.of(2, 3, 13, 9), Windows.of(3, 2, 0));
        pools.both("3x3-stride-1-same", Shape.of(2, 3, 6, 7), Windows.of(3, 1, 1));
        pools.both("one-pixel", Shape.of(2, 3, 1, 1), Windows.of(1, 1, 0));
        pools.both("one-pixel-padding", Shape.of(1, 2, 1, 1), Windows.of(3, 1, 1));
        pools.both("primes", Shape.of(1, 7, 11, 13), Windows.of(3, 2, 0));
        pools.both("stride-larger-than-kernel", Shape.of(2, 2, 11, 14), Windows.of(2, 3, 0));
        pools.both("kernel-is-image", Shape.of(3, 4, 5, 7), Windows.of(Axis.of(5, 1, 0), Axis.of(7, 1, 0)));
        pools.both("many-planes", Shape.of(17, 31, 2, 2), Windows.of(2, 2, 0));
        pools.both("padding", Shape.of(2, 3, 7, 9), Windows.of(3, 2, 1));
        pools.both("asymmetric", Shape.of(1, 2, 6, 8), Windows.of(new Axis(4, 2, 2, 0, 1), new Axis(3, 3, 0, 1, 1)));
        pools.both("partial", Shape.of(2, 3, 7, 8), Windows.partial(Axis.of(2, 2, 0), Axis.of(3, 2, 0)));
        pools.both("partial-padding", Shape.of(1, 2, 8, 9), Windows.partial(Axis.of(3, 2, 1), Axis.of(4, 3, 2)));
        pools.both("partial-would-start-in-padding", Shape.of(1, 2, 5, 4),
                Windows.partial(new Axis(2, 3, 1, 1, 1), new Axis(2, 4, 0, 1, 1)));
        pools.both("remainder-drop", Shape.of(1, 3, 8, 10), Windows.drop(Axis.of(3, 2, 0), Axis.of(4, 4, 0)));
        pools.max("dilation", Shape.of(2, 2, 9, 10), Windows.of(new Axis(3, 2, 0, 0, 2), new Axis(2, 1, 0, 0, 3)));
        pools.max("dilation-padding", Shape.of(1, 2, 9, 9), Windows.of(new Axis(3, 1, 2, 2, 2), new Axis(2, 1, 1, 1, 2)));
        pools.ties();
        return pools.cases;
    }

    private void both(String name, Shape x, Window window) {
        max(name, x, window);
        average(name, x, window, true);
        boolean padded = window.height().padBefore() + window.height().padAfter() + window.width().padBefore() > 0;
        if (padded) {
            average(name + "-not-counted", x, window, false);
        }
    }

    private void max(String name, Shape x, Window window) {
        TensorSpec dy = TensorSpec.f32(PoolGeometry.of(x, window).y(x));
        CaseInput image = CaseInput.linear(TensorSpec.f32(x), Values.distinct());
        cases.add(OpCase.of(name, new MaxPool2d(window), Tolerances.EXACT, image));
        cases.add(OpCase.of(name, new MaxPool2dGrad(window), Tolerances.ELEMENTWISE,
                CaseInput.plain(TensorSpec.f32(x), Values.distinct()), CaseInput.plain(dy, Values.uniform(-1, 1))));
    }

    /** Where many elements of a window are equal, the first in row order wins. */
    private void ties() {
        Window window = Windows.of(3, 2, 1);
        TensorSpec x = TensorSpec.f32(2, 3, 9, 7);
        TensorSpec dy = TensorSpec.f32(PoolGeometry.of(x.shape(), window).y(x.shape()));
        cases.add(OpCase.of("ties", new MaxPool2d(window), Tolerances.EXACT,
                CaseInput.plain(x, Values.multiples(0.5f))));
        cases.add(OpCase.of("ties", new MaxPool2dGrad(window), Tolerances.ELEMENTWISE,
                CaseInput.plain(x, Values.multiples(0.5f)), CaseInput.plain(dy, Values.uniform(-1, 1))));
    }

    private void average(String name, Shape x, Window window, boolean countPadding) {
        TensorSpec dy = TensorSpec.f32(PoolGeometry.of(x, window).y(x));
        cases.add(OpCase.of(name, new AvgPool2d(window, countPadding), Tolerances.ELEMENTWISE,
                CaseInput.linear(TensorSpec.f32(x))));
        cases.add(OpCase.of(name, new AvgPool2dGrad(window, countPadding, x), Tolerances.ELEMENTWISE,
                CaseInput.linear(dy)));
    }
}

package org.neocog.testing;

import java.util.ArrayList;
import java.util.List;
import org.neocog.graph.AdaptiveAvgPool2d;
import org.neocog.graph.AdaptiveAvgPool2dGrad;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;

/** Images made smaller and larger, each with its gradient as an operation of its own. */
final class ResamplingCases {
    private final List<OpCase> cases = new ArrayList<>();

    private ResamplingCases() {}

    static List<OpCase> all() {
        ResamplingCases resamplings = new ResamplingCases();
        resamplings.adaptive(Shape.of(3, 5, 7, 7), 1, 1);
        resamplings.adaptive(Shape.of(2, 3, 1, 1), 1, 1);
        resamplings.adaptive(Shape.of(9, 33, 5, 3), 1, 1);
        resamplings.adaptive(Shape.of(2, 2, 67, 71), 1, 1);
        resamplings.adaptive(Shape.of(1, 3, 13, 11), 6, 6);
        resamplings.adaptive(Shape.of(2, 3, 7, 5), 7, 5);
        resamplings.adaptive(Shape.of(2, 3, 4, 5), 7, 3);
        resamplings.adaptive(Shape.of(1, 2, 1, 1), 3, 4);
        resamplings.adaptive(Shape.of(2, 2, 10, 9), 1, 4);
        resamplings.adaptive(Shape.of(40, 16, 8, 8), 2, 4);
        return resamplings.cases;
    }

    private void adaptive(Shape x, int height, int width) {
        String name = x + "-to-" + height + "x" + width;
        cases.add(OpCase.of(
                name, new AdaptiveAvgPool2d(height, width), Tolerances.SUM, CaseInput.linear(TensorSpec.f32(x))));
        cases.add(OpCase.of(name, new AdaptiveAvgPool2dGrad(x), Tolerances.ELEMENTWISE,
                CaseInput.linear(TensorSpec.f32(x.dim(0), x.dim(1), height, width))));
    }
}

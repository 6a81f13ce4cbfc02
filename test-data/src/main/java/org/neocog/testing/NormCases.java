package org.neocog.testing;

import static java.lang.Float.NaN;
import static java.lang.Float.POSITIVE_INFINITY;

import java.util.ArrayList;
import java.util.List;
import org.neocog.graph.DropPath;
import org.neocog.graph.LayerNorm;
import org.neocog.graph.LayerNormGrad;
import org.neocog.graph.LayerNormSums;
import org.neocog.graph.LocalResponseNorm;
import org.neocog.graph.LocalResponseNormGrad;
import org.neocog.tensor.HostTensor;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;

/** Layer normalization, local response normalization and stochastic depth. */
final class NormCases {
    private final List<OpCase> cases = new ArrayList<>();

    private NormCases() {}

    static List<OpCase> all() {
        NormCases norms = new NormCases();
        for (Shape shape : List.of(
                Shape.of(7), Shape.of(5, 9), Shape.of(2, 3, 8), Shape.of(1, 257), Shape.of(3, 2, 2, 33), Shape.of(201, 67),
                Shape.of(40, 1), Shape.of(2, 1, 2, 1, 11))) {
            norms.layerNorm(shape);
        }
        norms.response("alexnet", new LocalResponseNorm(5, 5e-4f, 0.75f, 2), Shape.of(2, 16, 5, 7));
        norms.response("strong", new LocalResponseNorm(5, 2, 0.75f, 1), Shape.of(2, 9, 3, 3));
        norms.response("even-window", new LocalResponseNorm(4, 2, 0.75f, 1), Shape.of(3, 6, 3, 3));
        norms.response("other-power", new LocalResponseNorm(3, 1, -0.5f, 2), Shape.of(1, 7, 1, 5));
        norms.response("one-channel", new LocalResponseNorm(5, 1, 0.75f, 1), Shape.of(3, 1, 4, 4));
        norms.response("window-beyond-channels", new LocalResponseNorm(99, 20, 1, 1), Shape.of(2, 3, 2, 2));
        norms.response("rows", new LocalResponseNorm(3, 1, 0.75f, 1), Shape.of(4, 13));
        norms.response("lines", new LocalResponseNorm(2, 1, 0.75f, 1), Shape.of(2, 5, 11));
        norms.response("volumes", new LocalResponseNorm(3, 1, 0.75f, 1), Shape.of(2, 4, 2, 3, 2));
        norms.response("many-channels", new LocalResponseNorm(5, 1, 0.75f, 1), Shape.of(2, 300, 7, 7));
        norms.response("large-planes", new LocalResponseNorm(5, 1, 0.75f, 1), Shape.of(1, 3, 37, 41));
        for (Shape shape : List.of(Shape.of(1), Shape.of(9), Shape.of(5, 3), Shape.of(6, 2, 3, 3), Shape.of(3, 3, 70, 41))) {
            norms.dropPath(shape, 0, 0);
            norms.dropPath(shape, 0.5f, 1);
            norms.dropPath(shape, 0.2f, -7);
        }
        norms.special();
        return norms.cases;
    }

    private void layerNorm(Shape shape) {
        String name = shape.toString();
        TensorSpec x = TensorSpec.f32(shape);
        int length = shape.dim(shape.rank() - 1);
        TensorSpec row = TensorSpec.f32(length);
        Derivative smooth = length > 6 && shape.elements() <= 200 ? Derivative.DIFFERENCES : Derivative.NONE;
        CaseInput weight = CaseInput.linear(row, Values.uniform(0.5f, 2));
        CaseInput plain = CaseInput.plain(x, Values.uniform(-2, 2));
        CaseInput dy = CaseInput.plain(x, Values.uniform(-1, 1));
        cases.add(OpCase.of(name, new LayerNorm(1e-5f), Tolerances.ELEMENTWISE,
                new CaseInput(x, Values.uniform(-2, 2), smooth), weight, CaseInput.linear(row)));
        cases.add(OpCase.of(name, new LayerNormGrad(1e-5f), Tolerances.SUM,
                plain, CaseInput.plain(row, Values.uniform(0.5f, 2)), dy));
        cases.add(OpCase.of(name, new LayerNormSums(1e-5f), Tolerances.SUM, plain, dy));
    }

    private void response(String name, LocalResponseNorm op, Shape shape) {
        TensorSpec x = TensorSpec.f32(shape);
        Derivative smooth = shape.elements() <= 200 ? Derivative.DIFFERENCES : Derivative.NONE;
        cases.add(OpCase.of(name, op, Tolerances.ELEMENTWISE, new CaseInput(x, Values.uniform(-2, 2), smooth)));
        cases.add(OpCase.of(name, new LocalResponseNormGrad(op), Tolerances.SUM,
                CaseInput.plain(x, Values.uniform(-2, 2)), CaseInput.plain(x, Values.uniform(-1, 1))));
    }

    private void dropPath(Shape shape, float rate, int stream) {
        HostTensor random = Tensors.labels(0x12345678, -3, 41, 0x80000000);
        cases.add(OpCase.of(shape + "-rate-" + rate, new DropPath(rate, stream), Tolerances.EXACT,
                CaseInput.linear(TensorSpec.f32(shape)), CaseInput.given(random)));
    }

    /** What is wrong with a row, a window or an example stays there. */
    private void special() {
        cases.add(OpCase.special("nan-in-one-row", new LayerNorm(0), Tolerances.ELEMENTWISE,
                List.of(Tensors.matrix(2, NaN, 1, 3, 5), Tensors.row(1, 2), Tensors.row(0, 10)), NaN, NaN, -1, 12));
        cases.add(OpCase.special("constant", new LayerNorm(1e-5f), Tolerances.EXACT,
                List.of(Tensors.matrix(1, 0.1f, 0.1f), Tensors.row(3, 3), Tensors.row(7, 8)), 7, 8));
        cases.add(OpCase.special("nan-in-one-window", new LocalResponseNorm(3, 3, 0.5f, 1), Tolerances.ELEMENTWISE,
                List.of(Tensors.matrix(1, NaN, 1, 0, 0)), NaN, NaN, 0, 0));
        // Philox's published block for key and counter 0 gives 0.40, 0.88, 0.74, 0.61. What is dropped is 0, not NaN · 0.
        cases.add(OpCase.special("dropped-nan-is-0", new DropPath(0.7f, 0), Tolerances.ELEMENTWISE,
                List.of(Tensors.matrix(4, NaN, 1, 3, NaN, POSITIVE_INFINITY, 6, 2, 2), Tensors.labels(0, 0, 0, 0)),
                0, 0, 10, NaN, POSITIVE_INFINITY, 20, 0, 0));
    }
}

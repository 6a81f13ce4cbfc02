package org.neocog.testing;

import static java.lang.Float.NaN;

import java.util.ArrayList;
import java.util.List;
import org.neocog.graph.BatchMoments;
import org.neocog.graph.BatchNorm;
import org.neocog.graph.BatchNormSums;
import org.neocog.graph.BatchNormTraining;
import org.neocog.graph.BatchNormTrainingGrad;
import org.neocog.graph.Row;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;

/** Batch normalization with the batch's statistics and with given ones, and its gradients. */
final class BatchNormCases {
    private static final float EPSILON = 1e-5f;

    private final List<OpCase> cases = new ArrayList<>();

    private BatchNormCases() {}

    static List<OpCase> all() {
        BatchNormCases norms = new BatchNormCases();
        norms.add("rows", Shape.of(9, 3));
        norms.add("wide-rows", Shape.of(7, 301));
        norms.add("two-rows", Shape.of(2, 5));
        norms.add("lines", Shape.of(4, 3, 5));
        norms.add("images", Shape.of(3, 4, 5, 3));
        norms.add("one-image", Shape.of(1, 4, 3, 3));
        norms.add("one-channel", Shape.of(3, 1, 4, 4));
        norms.add("one-pixel", Shape.of(6, 2, 1, 1));
        norms.add("7x7", Shape.of(5, 37, 7, 7));
        norms.add("planes-beyond-256", Shape.of(2, 3, 17, 19));
        norms.add("large-planes", Shape.of(3, 2, 61, 67));
        norms.add("volumes", Shape.of(2, 3, 3, 2, 5));
        norms.special();
        for (int row : new int[] {0, 1, 2}) {
            norms.cases.add(OpCase.of("row-" + row, new Row(row), Tolerances.EXACT, plain(TensorSpec.f32(3, 37), -1, 1)));
        }
        return norms.cases;
    }

    private void add(String name, Shape shape) {
        TensorSpec x = TensorSpec.f32(shape);
        TensorSpec channels = TensorSpec.f32(shape.dim(1));
        TensorSpec pairs = TensorSpec.f32(2, shape.dim(1));
        // Where one element moves the output too little or too much, differences say nothing.
        boolean small = shape.elements() <= 200 && shape.elements() / shape.dim(1) > 6;
        CaseInput smooth = small ? CaseInput.smooth(x, Values.uniform(-2, 2)) : plain(x, -2, 2);
        CaseInput weight = CaseInput.linear(channels, Values.uniform(0.5f, 2));
        CaseInput bias = CaseInput.linear(channels);
        CaseInput positive = plain(channels, 0.1f, 3);

        cases.add(OpCase.of(name, new BatchMoments(), Tolerances.ELEMENTWISE, plain(x, -2, 3)));
        cases.add(OpCase.of(name, new BatchNorm(EPSILON), Tolerances.ELEMENTWISE,
                CaseInput.linear(x), plain(channels, -1, 1), positive, weight, bias));
        cases.add(OpCase.of(name, new BatchNormTraining(EPSILON), Tolerances.ELEMENTWISE,
                        smooth, plain(pairs, 0, 1), weight, bias)
                .deriving(1, new BatchMoments()));
        cases.add(OpCase.of(name, new BatchNormSums(EPSILON), Tolerances.SUM,
                        plain(x, -2, 2), plain(pairs, 0, 1), plain(x, -1, 1))
                .deriving(1, new BatchMoments()));
        cases.add(OpCase.of(name, new BatchNormTrainingGrad(EPSILON), Tolerances.ELEMENTWISE,
                        plain(x, -2, 2), plain(pairs, 0, 1), plain(channels, 0.5f, 2), plain(x, -1, 1), plain(pairs, -3, 3))
                .deriving(1, new BatchMoments()));
    }

    /** What is wrong with one channel stays there; a channel of equal numbers has no variance, whatever its mean. */
    private void special() {
        cases.add(OpCase.special("nan-in-one-channel", new BatchMoments(), Tolerances.ELEMENTWISE,
                List.of(Tensors.f32(Shape.of(2, 2, 2), 1, 3, NaN, 0, 5, 7, 0, 0)), 4, NaN, 5, NaN));
        cases.add(OpCase.special("constant", new BatchMoments(), Tolerances.EXACT,
                List.of(Tensors.f32(Shape.of(3, 1, 2), 0.1f, 0.1f, 0.1f, 0.1f, 0.1f, 0.1f)), 0.1f, 0));
        cases.add(OpCase.special("constant", new BatchNormTraining(EPSILON), Tolerances.EXACT,
                List.of(
                        Tensors.f32(Shape.of(1, 1, 2), 0.1f, 0.1f), Tensors.matrix(2, 0.1f, 0), Tensors.row(3),
                        Tensors.row(7)),
                7, 7));
        cases.add(OpCase.special("nan-in-one-channel", new BatchNorm(0), Tolerances.ELEMENTWISE,
                List.of(
                        Tensors.matrix(2, 1, 2, 3, 4), Tensors.row(1, NaN), Tensors.row(4, 1), Tensors.row(1, 1),
                        Tensors.row(0, 0)),
                0, NaN, 1, NaN));
        cases.add(OpCase.special("nan", new Row(1), Tolerances.EXACT, List.of(Tensors.matrix(2, NaN, 2, 3, NaN)), 3, NaN));
    }

    private static CaseInput plain(TensorSpec spec, float low, float high) {
        return CaseInput.plain(spec, Values.uniform(low, high));
    }
}

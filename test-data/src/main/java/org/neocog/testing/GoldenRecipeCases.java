package org.neocog.testing;

import static java.lang.Float.NEGATIVE_INFINITY;
import static java.lang.Float.NaN;
import static java.lang.Float.POSITIVE_INFINITY;

import java.util.ArrayList;
import java.util.List;
import org.neocog.graph.AddSquares;
import org.neocog.graph.Clamp;
import org.neocog.graph.ClipFactor;
import org.neocog.graph.ComputeOp;
import org.neocog.graph.MixRows;
import org.neocog.graph.ScaleBy;
import org.neocog.tensor.HostTensor;
import org.neocog.tensor.Shape;

/** Clipping and mixup as PyTorch does them, and what they make of NaN and infinities. */
final class GoldenRecipeCases {
    private GoldenRecipeCases() {}

    static List<OpCase> all() {
        GoldenFile file = GoldenFile.load("recipe");
        List<OpCase> cases = new ArrayList<>(special());
        for (String clipping : List.of("norm-above", "norm-below")) {
            cases.add(golden(file, clipping, new AddSquares(), "squares", "gradient", "before"));
            cases.add(golden(file, clipping, new ClipFactor(1.5f), "factor", "squares"));
            cases.add(golden(file, clipping, new ScaleBy(), "clipped", "gradient", "factor"));
        }
        cases.add(golden(file, "value", new Clamp(0.75f), "clipped", "gradient"));
        cases.add(golden(file, "mixup", new MixRows(), "mixed", "images", "partners", "share"));
        cases.add(golden(file, "mixup-targets", new MixRows(), "mixed", "targets", "partners", "share"));
        return cases;
    }

    private static OpCase golden(GoldenFile file, String name, ComputeOp op, String output, String... inputs) {
        List<HostTensor> tensors = java.util.Arrays.stream(inputs).map(input -> file.tensor(name, input)).toList();
        return OpCase.golden(
                "pytorch-" + name, op, Tolerances.ELEMENTWISE, tensors, Golden.output(file.tensor(name, output)));
    }

    private static List<OpCase> special() {
        HostTensor mixed = Tensors.matrix(3, 1, NaN, 3, 4, 5, 6);
        return List.of(
                special("nan", new AddSquares(), List.of(Tensors.row(1, NaN), HostTensor.scalar(1)), NaN),
                special("infinity", new AddSquares(), List.of(Tensors.row(1, NEGATIVE_INFINITY), HostTensor.scalar(1)),
                        POSITIVE_INFINITY),
                special("nan-before", new AddSquares(), List.of(Tensors.row(1, 2), HostTensor.scalar(NaN)), NaN),
                special("nan", new Clamp(2), List.of(Tensors.row(NaN, 3, NEGATIVE_INFINITY)), NaN, 2, -2),
                special("nan", new ClipFactor(2), List.of(HostTensor.scalar(NaN)), NaN),
                special("infinity", new ClipFactor(2), List.of(HostTensor.scalar(POSITIVE_INFINITY)), 0),
                special("infinity-by-0", new ScaleBy(), List.of(Tensors.row(1, POSITIVE_INFINITY), HostTensor.scalar(0)),
                        0, NaN),
                special("nan-in-one-row", new MixRows(),
                        List.of(mixed, Tensors.labels(2, 1, 0), HostTensor.scalar(0.5f)), 3, NaN, 3, 4, 3, NaN),
                special("no-row", new MixRows(), List.of(
                                HostTensor.of(Shape.of(3), new float[] {1, 2, 3}),
                                Tensors.labels(3, -1, 0),
                                HostTensor.scalar(1)), NaN, NaN, 3));
    }

    private static OpCase special(String name, ComputeOp op, List<HostTensor> inputs, float... output) {
        return OpCase.special(name, op, Tolerances.ELEMENTWISE, inputs, output);
    }
}

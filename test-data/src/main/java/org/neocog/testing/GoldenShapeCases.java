package org.neocog.testing;

import java.util.ArrayList;
import java.util.List;
import org.neocog.graph.AdaptiveAvgPool2d;
import org.neocog.graph.AdaptiveAvgPool2dGrad;
import org.neocog.graph.ComputeOp;
import org.neocog.graph.Concat;
import org.neocog.graph.MatMul;
import org.neocog.graph.Pad;
import org.neocog.graph.PadMode;
import org.neocog.graph.ReflectPadGrad;
import org.neocog.graph.Slice;
import org.neocog.graph.Transpose;
import org.neocog.tensor.HostTensor;
import org.neocog.tensor.Shape;

/** Movements and adaptive pooling as PyTorch computes them. */
final class GoldenShapeCases {
    private final GoldenFile file;
    private final List<OpCase> cases = new ArrayList<>();

    private GoldenShapeCases(GoldenFile file) {
        this.file = file;
    }

    static List<OpCase> all() {
        GoldenShapeCases golden = new GoldenShapeCases(GoldenFile.load("shape"));
        golden.movements();
        for (String name : List.of("adaptive-7x5-to-1x1", "adaptive-7x10-to-3x4", "adaptive-3x4-to-5x2")) {
            HostTensor y = golden.file.tensor(name, "y");
            Shape x = golden.file.tensor(name, "x").shape();
            golden.add(name, new AdaptiveAvgPool2d(y.shape().dim(2), y.shape().dim(3)), "y", "x");
            golden.add(name, new AdaptiveAvgPool2dGrad(x), "dx", "dy");
        }
        return golden.cases;
    }

    private void movements() {
        add("concat", new Concat(1), "y", "a", "b", "c");
        add("slice", new Slice(List.of(0, 1, 2), Shape.of(2, 2, 3)), "y", "x");
        // PyTorch's gradient of a slice is a padding.
        add("slice", new Pad(List.of(0, 1, 2), List.of(0, 0, 0), PadMode.ZERO), "dx", "dy");
        add("pad-reflect", new Pad(List.of(0, 0, 2, 1), List.of(0, 0, 1, 3), PadMode.REFLECT), "y", "x");
        add("pad-reflect-row", new ReflectPadGrad(2, 3, 2), "dx", "dy");
        add("permute", new Transpose(List.of(0, 2, 3, 1)), "y", "x");
        add("permute", new Transpose(List.of(0, 3, 1, 2)), "dx", "dy");
        add("bmm", new MatMul(false, true), "y", "a", "b");
        add("bmm", new MatMul(true, false), "db", "dy", "a");
    }

    private void add(String name, ComputeOp op, String output, String... inputs) {
        List<HostTensor> given = List.of(inputs).stream().map(input -> file.tensor(name, input)).toList();
        String key = output.equals("y") ? name : name + "-" + output;
        cases.add(OpCase.golden(
                "pytorch-" + key, op, Tolerances.ELEMENTWISE, given, Golden.output(file.tensor(name, output))));
    }
}

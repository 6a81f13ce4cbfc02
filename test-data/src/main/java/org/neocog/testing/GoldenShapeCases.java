package org.neocog.testing;

import java.util.ArrayList;
import java.util.List;
import org.neocog.graph.AdaptiveAvgPool2d;
import org.neocog.graph.AdaptiveAvgPool2dGrad;
import org.neocog.graph.Axis;
import org.neocog.graph.ComputeOp;
import org.neocog.graph.Concat;
import org.neocog.graph.Elu;
import org.neocog.graph.EluGrad;
import org.neocog.graph.Gelu;
import org.neocog.graph.GeluGrad;
import org.neocog.graph.LeakyRelu;
import org.neocog.graph.LeakyReluGrad;
import org.neocog.graph.LogSoftmax;
import org.neocog.graph.LogSoftmaxGrad;
import org.neocog.graph.MatMul;
import org.neocog.graph.MaxUnpool2d;
import org.neocog.graph.MaxUnpool2dGrad;
import org.neocog.graph.NearestUnpool;
import org.neocog.graph.NearestUnpoolGrad;
import org.neocog.graph.Pad;
import org.neocog.graph.PadMode;
import org.neocog.graph.ReflectPadGrad;
import org.neocog.graph.Slice;
import org.neocog.graph.Softplus;
import org.neocog.graph.SoftplusGrad;
import org.neocog.graph.Transpose;
import org.neocog.graph.Window;
import org.neocog.tensor.HostTensor;
import org.neocog.tensor.Shape;

/** Movements, resampling and further activations as PyTorch computes them. */
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
        golden.unpooling();
        GoldenShapeCases units = new GoldenShapeCases(GoldenFile.load("units"));
        units.activations();
        golden.cases.addAll(units.cases);
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

    private void unpooling() {
        Window window = Windows.of(Axis.of(2, 2, 0), Axis.of(3, 3, 0));
        add("max-unpool", new MaxUnpool2d(window), "y", "x", "values");
        add("max-unpool", new MaxUnpool2dGrad(window), "dvalues", "x", "dy");
        add("nearest", new NearestUnpool(2, 3), "y", "x");
        add("nearest", new NearestUnpoolGrad(2, 3), "dx", "dy");
    }

    private void activations() {
        activation("leaky-relu", new LeakyRelu(0.125f), new LeakyReluGrad(0.125f), "y");
        activation("elu", new Elu(1), new EluGrad(1), "y");
        activation("elu-alpha", new Elu(0.75f), new EluGrad(0.75f), "y");
        activation("gelu", new Gelu(), new GeluGrad(), "x");
        activation("softplus", new Softplus(), new SoftplusGrad(), "y");
        activation("log-softmax", new LogSoftmax(), new LogSoftmaxGrad(), "y");
    }

    /**
     * @param from what the gradient is worked out from: x or y
     */
    private void activation(String name, ComputeOp op, ComputeOp grad, String from) {
        add(name, op, "y", "x");
        add(name, grad, "dx", from, "dy");
    }

    private void add(String name, ComputeOp op, String output, String... inputs) {
        List<HostTensor> given = List.of(inputs).stream().map(input -> file.tensor(name, input)).toList();
        String key = output.equals("y") ? name : name + "-" + output;
        cases.add(OpCase.golden(
                "pytorch-" + key, op, Tolerances.ELEMENTWISE, given, Golden.output(file.tensor(name, output))));
    }
}

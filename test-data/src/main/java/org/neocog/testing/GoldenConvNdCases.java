package org.neocog.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.neocog.graph.Axis;
import org.neocog.graph.ComputeOp;
import org.neocog.graph.Conv2d;
import org.neocog.graph.Conv2dGeometry;
import org.neocog.graph.Conv2dInputGrad;
import org.neocog.graph.Conv2dWeightGrad;
import org.neocog.graph.Window;
import org.neocog.tensor.HostTensor;

/** Convolutions of volumes, and transposed convolutions, with their gradients as PyTorch computes them. */
final class GoldenConvNdCases {
    private record Volume(Window window, int groups) {}

    private record Transposed(Window window, int paddingHeight, int paddingWidth, int groups) {}

    private static final Map<String, Volume> VOLUMES = Map.of(
            "conv3d-plain", new Volume(Window.cube(3, 1, 0), 1),
            "conv3d-same", new Volume(Window.cube(3, 1, 1), 1),
            "conv3d-asymmetric", new Volume(
                    Window.volume(new Axis(2, 1, 0, 1, 1), new Axis(3, 2, 2, 0, 1), new Axis(1, 1, 1, 1, 1)), 1),
            "conv3d-stride-larger-than-kernel", new Volume(Window.cube(2, 3, 0), 1),
            "conv3d-dilation", new Volume(
                    Window.volume(new Axis(3, 2, 2, 2, 2), new Axis(2, 1, 0, 0, 3), new Axis(2, 1, 1, 1, 2)), 1),
            "conv3d-groups-2", new Volume(Window.volume(Axis.of(2, 1, 0), Axis.of(2, 1, 0), Axis.of(3, 1, 0)), 2),
            "conv3d-1x1x1", new Volume(Window.cube(1, 1, 0), 1));

    private static final Map<String, Transposed> TRANSPOSED = Map.of(
            "transposed2d-2x2-stride-2", new Transposed(Window.square(2, 2, 0), 0, 0, 1),
            "transposed2d-output-padding", new Transposed(Window.square(3, 2, 1), 1, 1, 1),
            "transposed2d-groups-2", new Transposed(Windows.of(Axis.of(3, 1, 0), Axis.of(2, 1, 0)), 0, 0, 2),
            "transposed2d-dilation", new Transposed(
                    Windows.of(new Axis(2, 3, 1, 1, 2), new Axis(3, 2, 0, 0, 3)), 2, 0, 1),
            "transposed2d-stride-larger-than-kernel", new Transposed(
                    Windows.of(Axis.of(2, 3, 0), Axis.of(1, 2, 0)), 1, 1, 1),
            "transposed2d-asymmetric", new Transposed(
                    Windows.of(new Axis(4, 2, 2, 0, 1), new Axis(3, 1, 0, 2, 1)), 0, 0, 1));

    private final GoldenFile file = GoldenFile.load("conv-nd");
    private final List<OpCase> cases = new ArrayList<>();

    private GoldenConvNdCases() {}

    static List<OpCase> all() {
        GoldenConvNdCases golden = new GoldenConvNdCases();
        VOLUMES.forEach(golden::add);
        TRANSPOSED.forEach(golden::add);
        return golden.cases.stream().sorted(java.util.Comparator.comparing(OpCase::toString)).toList();
    }

    private void add(String name, Volume setting) {
        Conv2dGeometry geometry = Conv2dGeometry.of(
                file.tensor(name, "x").shape(), file.tensor(name, "w").shape(), setting.window(), setting.groups());
        add(name, new Conv2d(setting.window(), setting.groups(), true), "y", "x", "w", "b");
        add(name, new Conv2dInputGrad(geometry), "dx", "dy", "w");
        add(name, new Conv2dWeightGrad(geometry), "dw", "x", "dy");
    }

    /** The input gradient forwards, and the convolution and its filters' gradient as the gradients. */
    private void add(String name, Transposed setting) {
        Conv2dGeometry geometry = Conv2dGeometry.transposed(
                file.tensor(name, "x").shape(), file.tensor(name, "w").shape(), setting.window(),
                setting.paddingHeight(), setting.paddingWidth(), setting.groups());
        add(name, new Conv2dInputGrad(geometry), "product", "x", "w");
        add(name, new Conv2d(geometry.window(), setting.groups(), false), "dx", "dy", "w");
        add(name, new Conv2dWeightGrad(geometry), "dw", "dy", "x");
    }

    private void add(String name, ComputeOp op, String output, String... inputs) {
        List<HostTensor> given = List.of(inputs).stream().map(input -> file.tensor(name, input)).toList();
        cases.add(OpCase.golden(
                "pytorch-" + name, op, Tolerances.SUM, given, Golden.output(file.tensor(name, output))));
    }
}

package org.neocog.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.neocog.graph.Axis;
import org.neocog.graph.ChannelSum;
import org.neocog.graph.ComputeOp;
import org.neocog.graph.Conv2d;
import org.neocog.graph.Conv2dGeometry;
import org.neocog.graph.Conv2dInputGrad;
import org.neocog.graph.Conv2dWeightGrad;
import org.neocog.graph.Remainder;
import org.neocog.graph.Window;
import org.neocog.tensor.HostTensor;

/** Convolutions and their gradients as PyTorch computes them. */
final class GoldenConvCases {
    private record Setting(Window window, int groups) {}

    private static final Map<String, Setting> SETTINGS = Map.ofEntries(
            Map.entry("3x3", new Setting(Windows.of(3, 1, 0), 1)),
            Map.entry("same-5x5", new Setting(Window.same(5), 1)),
            Map.entry("stride-2", new Setting(Windows.of(3, 2, 1), 1)),
            Map.entry("stride-larger-than-kernel", new Setting(Windows.of(2, 3, 0), 1)),
            Map.entry("asymmetric", new Setting(Windows.of(new Axis(4, 2, 2, 0, 1), new Axis(2, 1, 0, 1, 1)), 1)),
            Map.entry("dilation", new Setting(Windows.of(new Axis(3, 1, 2, 2, 2), new Axis(2, 1, 1, 1, 3)), 1)),
            Map.entry("groups-2", new Setting(Windows.of(3, 1, 1), 2)),
            Map.entry("depthwise", new Setting(Windows.of(3, 1, 1), 5)),
            Map.entry("1x1", new Setting(Windows.of(1, 1, 0), 1)),
            Map.entry("kernel-is-image", new Setting(Windows.of(Axis.of(4, 1, 0), Axis.of(3, 1, 0)), 1)),
            Map.entry("remainder-drop", new Setting(
                    Windows.of(Axis.of(3, 2, 0), Axis.of(3, 3, 0)).with(Remainder.DROP), 1)));

    private final GoldenFile file = GoldenFile.load("conv");
    private final List<OpCase> cases = new ArrayList<>();

    private GoldenConvCases() {}

    static List<OpCase> all() {
        GoldenConvCases golden = new GoldenConvCases();
        golden.file.cases().forEach(golden::add);
        return golden.cases;
    }

    private void add(String name) {
        Setting setting = SETTINGS.get(name);
        Window window = setting.window();
        Conv2dGeometry geometry = Conv2dGeometry.of(
                file.tensor(name, "x").shape(), file.tensor(name, "w").shape(), window, setting.groups());
        add(name, new Conv2d(window, setting.groups(), true), "y", "x", "w", "b");
        add(name, new Conv2dInputGrad(geometry), "dx", "dy", "w");
        add(name, new Conv2dWeightGrad(geometry), "dw", "x", "dy");
        add(name, new ChannelSum(), "db", "dy");
    }

    private void add(String name, ComputeOp op, String output, String... inputs) {
        List<HostTensor> given = List.of(inputs).stream().map(input -> file.tensor(name, input)).toList();
        cases.add(OpCase.golden(
                "pytorch-" + name, op, Tolerances.SUM, given, Golden.output(file.tensor(name, output))));
    }
}

package org.neocog.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.neocog.graph.AvgPool2d;
import org.neocog.graph.AvgPool2dGrad;
import org.neocog.graph.Axis;
import org.neocog.graph.ComputeOp;
import org.neocog.graph.MaxPool2d;
import org.neocog.graph.MaxPool2dGrad;
import org.neocog.graph.Window;
import org.neocog.tensor.HostTensor;

/** Poolings and their gradients as PyTorch computes them. */
final class GoldenPoolCases {
    private static final Window CEIL_WITH_PADDING = Windows.partial(Axis.of(3, 2, 1), Axis.of(2, 3, 1));
    private static final Window RECTANGLE = Windows.of(Axis.of(3, 1, 0), Axis.of(2, 3, 0));
    private static final Window CEIL = Windows.partial(Axis.of(3, 2, 0), Axis.of(3, 2, 0));

    private static final Map<String, Window> MAX = Map.of(
            "2x2", Windows.of(2, 2, 0),
            "overlapping", Windows.of(3, 2, 0),
            "padding", Windows.of(3, 2, 1),
            "ceil-mode", CEIL,
            "ceil-mode-padding", CEIL_WITH_PADDING,
            "rectangle", RECTANGLE,
            "dilation", Windows.of(new Axis(3, 1, 0, 0, 2), new Axis(2, 2, 0, 0, 3)),
            "remainder-drop", Windows.drop(Axis.of(2, 2, 0), Axis.of(4, 3, 0)));

    private static final Map<String, AvgPool2d> AVERAGE = Map.of(
            "2x2", new AvgPool2d(Windows.of(2, 2, 0), true),
            "padding-counted", new AvgPool2d(Windows.of(3, 2, 1), true),
            "padding-not-counted", new AvgPool2d(Windows.of(3, 2, 1), false),
            "ceil-mode", new AvgPool2d(CEIL, true),
            "ceil-mode-padding-counted", new AvgPool2d(CEIL_WITH_PADDING, true),
            "ceil-mode-padding-not-counted", new AvgPool2d(CEIL_WITH_PADDING, false),
            "rectangle", new AvgPool2d(RECTANGLE, true),
            "global", new AvgPool2d(Windows.of(Axis.of(5, 1, 0), Axis.of(4, 1, 0)), true));

    private final List<OpCase> cases = new ArrayList<>();

    private GoldenPoolCases() {}

    static List<OpCase> all() {
        GoldenPoolCases golden = new GoldenPoolCases();
        GoldenFile max = GoldenFile.load("max-pool");
        for (String name : max.cases()) {
            Window window = MAX.get(name);
            golden.add(max, name, new MaxPool2d(window), Tolerances.EXACT, "y", "x");
            golden.add(max, name, new MaxPool2dGrad(window), Tolerances.ELEMENTWISE, "dx", "x", "dy");
        }
        GoldenFile average = GoldenFile.load("avg-pool");
        for (String name : average.cases()) {
            AvgPool2d pool = AVERAGE.get(name);
            AvgPool2dGrad grad =
                    new AvgPool2dGrad(pool.window(), pool.countPadding(), average.tensor(name, "x").shape());
            golden.add(average, name, pool, Tolerances.ELEMENTWISE, "y", "x");
            golden.add(average, name, grad, Tolerances.ELEMENTWISE, "dx", "dy");
        }
        return golden.cases;
    }

    private void add(GoldenFile file, String name, ComputeOp op, double tolerance, String output, String... inputs) {
        List<HostTensor> given = List.of(inputs).stream().map(input -> file.tensor(name, input)).toList();
        cases.add(OpCase.golden("pytorch-" + name, op, tolerance, given, Golden.output(file.tensor(name, output))));
    }
}

package org.neocog.testing;

import java.util.ArrayList;
import java.util.List;
import org.neocog.graph.Axis;
import org.neocog.graph.Conv2d;
import org.neocog.graph.Conv2dGeometry;
import org.neocog.graph.Conv2dInputGrad;
import org.neocog.graph.Conv2dWeightGrad;
import org.neocog.graph.Window;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;

/** Convolutions, each with its two gradients as operations of their own. */
final class ConvCases {
    private final List<OpCase> cases = new ArrayList<>();

    private ConvCases() {}

    static List<OpCase> all() {
        ConvCases conv = new ConvCases();
        conv.ordinary();
        conv.ugly();
        conv.grouped();
        return conv.cases;
    }

    private void ordinary() {
        add("mnist-first-layer", Shape.of(2, 1, 28, 28), 8, Window.same(5), 1, true);
        add("mnist-second-layer", Shape.of(3, 16, 14, 14), 32, Window.same(5), 1, true);
        add("3x3-pad-1", Shape.of(2, 8, 16, 16), 16, Windows.of(3, 1, 1), 1, false);
        add("1x1", Shape.of(2, 7, 5, 3), 11, Windows.of(1, 1, 0), 1, true);
        add("1x1-stride-2", Shape.of(2, 5, 7, 9), 3, Windows.of(1, 2, 0), 1, false);
        add("11x11-stride-4", Shape.of(1, 3, 23, 27), 8, Windows.of(11, 4, 0), 1, true);
        add("7x7-stride-2-pad-3", Shape.of(1, 3, 15, 17), 8, Windows.of(7, 2, 3), 1, false);
    }

    private void ugly() {
        add("one-element", Shape.of(1, 1, 1, 1), 1, Windows.of(1, 1, 0), 1, true);
        add("one-pixel-images", Shape.of(3, 5, 1, 1), 2, Windows.of(3, 1, 1), 1, true);
        add("primes", Shape.of(3, 5, 11, 13), 7, Windows.of(3, 1, 1), 1, true);
        add("stride-larger-than-kernel", Shape.of(2, 3, 11, 14), 5, Windows.of(2, 3, 0), 1, true);
        add("kernel-is-image", Shape.of(3, 4, 5, 7), 6, Windows.of(Axis.of(5, 1, 0), Axis.of(7, 1, 0)), 1, true);
        add("asymmetric", Shape.of(2, 3, 7, 8), 4,
                Windows.of(new Axis(4, 1, 1, 2, 1), new Axis(2, 1, 0, 1, 1)), 1, true);
        add("dilation", Shape.of(2, 3, 8, 10), 4,
                Windows.of(new Axis(3, 1, 2, 2, 2), new Axis(2, 2, 1, 1, 3)), 1, false);
        add("dilation-2-stride-2", Shape.of(1, 2, 9, 9), 3,
                Windows.of(new Axis(3, 2, 2, 2, 2), new Axis(3, 2, 2, 2, 2)), 1, true);
        add("remainder-drop", Shape.of(1, 2, 8, 10), 3, Windows.drop(Axis.of(3, 2, 0), Axis.of(3, 3, 1)), 1, true);
        add("padding-wider-than-kernel", Shape.of(1, 2, 3, 3), 3, Windows.of(3, 1, 4), 1, true);
        add("row", Shape.of(2, 3, 1, 37), 4, Windows.of(Axis.of(1, 1, 0), Axis.of(5, 1, 2)), 1, true);
        add("column", Shape.of(2, 3, 41, 1), 4, Windows.of(Axis.of(4, 3, 1), Axis.of(1, 1, 0)), 1, false);
        add("many-channels-few-pixels", Shape.of(2, 67, 3, 3), 41, Windows.of(3, 1, 1), 1, true);
        add("many-images", Shape.of(33, 2, 6, 6), 3, Windows.of(3, 1, 0), 1, true);
        add("one-filter", Shape.of(2, 9, 10, 10), 1, Windows.of(3, 1, 1), 1, true);
    }

    private void grouped() {
        add("groups-3", Shape.of(2, 6, 8, 8), 9, Windows.of(3, 1, 0), 3, true);
        add("depthwise", Shape.of(2, 7, 9, 9), 7, Windows.of(3, 2, 1), 7, true);
        add("depthwise-multiplier-2", Shape.of(1, 3, 6, 5), 6, Windows.of(3, 1, 1), 3, false);
        add("groups-of-one-filter", Shape.of(2, 8, 5, 5), 4, Windows.of(2, 1, 0), 4, true);
    }

    private void add(String name, Shape x, int filters, Window window, int groups, boolean bias) {
        Shape w = Shape.of(filters, x.dim(1) / groups, window.height().kernel(), window.width().kernel());
        Conv2dGeometry geometry = Conv2dGeometry.of(x, w, window, groups);
        CaseInput image = CaseInput.linear(TensorSpec.f32(x));
        CaseInput weight = CaseInput.linear(TensorSpec.f32(w));
        CaseInput dy = CaseInput.linear(TensorSpec.f32(geometry.y()));
        List<CaseInput> inputs = new ArrayList<>(List.of(image, weight));
        if (bias) {
            inputs.add(CaseInput.linear(TensorSpec.f32(filters)));
        }
        cases.add(OpCase.of(name, new Conv2d(window, groups, bias), Tolerances.SUM, inputs));
        cases.add(OpCase.of(name, new Conv2dInputGrad(geometry), Tolerances.SUM, dy, weight));
        cases.add(OpCase.of(name, new Conv2dWeightGrad(geometry), Tolerances.SUM, image, dy));
    }
}

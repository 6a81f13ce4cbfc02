package org.neocog.testing;

import java.util.ArrayList;
import java.util.List;
import org.neocog.graph.Axis;
import org.neocog.graph.Conv2d;
import org.neocog.graph.Conv2dGeometry;
import org.neocog.graph.Conv2dInputGrad;
import org.neocog.graph.Conv2dWeightGrad;
import org.neocog.graph.Remainder;
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
        conv.volumes();
        conv.transposed();
        return conv.cases;
    }

    private void ordinary() {
        add("mnist-first-layer", Shape.of(2, 1, 28, 28), 8, Window.same(5), 1, true);
        add("mnist-second-layer", Shape.of(3, 16, 14, 14), 32, Window.same(5), 1, true);
        add("3x3-pad-1", Shape.of(2, 8, 16, 16), 16, Windows.of(3, 1, 1), 1, false);
        add("5x5-several-images", Shape.of(8, 4, 5, 7), 5, Window.same(5), 1, true);
        add("3x3-several-images", Shape.of(25, 16, 2, 5), 16, Window.same(3), 1, true);
        add("3x3-many-channels", Shape.of(1, 32, 13, 14), 32, Window.same(3), 1, true);
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
        add("row-in-stretches", Shape.of(2, 48, 1, 5003), 3, Window.row(new Axis(5, 1, 3, 1, 1)), 1, true);
        add("row-stride-3", Shape.of(2, 3, 1, 40), 4, Window.row(new Axis(5, 3, 3, 0, 2)).with(Remainder.DROP), 1, true);
        add("row-wider-padding-than-kernel", Shape.of(1, 2, 1, 3), 3, Window.row(Axis.of(2, 2, 5)).with(Remainder.DROP), 1, true);
        add("row-below-the-image", Shape.of(1, 2, 1, 7), 3,
                new Window(new Axis(1, 2, 1, 0, 1), Axis.of(3, 1, 1)).with(Remainder.DROP), 1, true);
        add("column", Shape.of(2, 3, 41, 1), 4, Windows.of(Axis.of(4, 3, 1), Axis.of(1, 1, 0)), 1, false);
        add("many-channels-few-pixels", Shape.of(2, 67, 3, 3), 41, Windows.of(3, 1, 1), 1, true);
        add("many-images", Shape.of(33, 2, 6, 6), 3, Windows.of(3, 1, 0), 1, true);
        add("1x1-stride-2-padded-to-size", Shape.of(1, 2, 3, 5), 3,
                Windows.of(new Axis(1, 2, 0, 2, 1), new Axis(1, 2, 0, 4, 1)), 1, true);
        add("many-pixels-side-by-side", Shape.of(41, 3, 1, 1), 5, Windows.of(3, 1, 1), 1, true);
        add("1x1-many-small-maps", Shape.of(35, 5, 3, 3), 7, Windows.of(1, 1, 0), 1, true);
        add("one-filter", Shape.of(2, 9, 10, 10), 1, Windows.of(3, 1, 1), 1, true);
    }

    private void grouped() {
        add("groups-3", Shape.of(2, 6, 8, 8), 9, Windows.of(3, 1, 0), 3, true);
        add("depthwise", Shape.of(2, 7, 9, 9), 7, Windows.of(3, 2, 1), 7, true);
        add("depthwise-multiplier-2", Shape.of(1, 3, 6, 5), 6, Windows.of(3, 1, 1), 3, false);
        add("groups-many-small-maps", Shape.of(19, 6, 4, 5), 9, Windows.of(2, 1, 1), 3, false);
        add("1x1-groups-many-small-maps", Shape.of(17, 6, 2, 4), 4, Windows.of(1, 1, 0), 2, true);
        add("groups-of-one-filter", Shape.of(2, 8, 5, 5), 4, Windows.of(2, 1, 0), 4, true);
    }

    private void volumes() {
        add("volume", Shape.of(2, 3, 5, 6, 7), 4, Window.cube(3, 1, 1), 1, true);
        add("volume-stride-2", Shape.of(1, 2, 7, 5, 9), 3, Window.cube(3, 2, 1), 1, false);
        add("volume-valid", Shape.of(2, 2, 4, 3, 5), 3, Window.cube(3, 1, 0), 1, true);
        add("volume-1x1x1", Shape.of(2, 5, 3, 2, 4), 7, Window.cube(1, 1, 0), 1, true);
        add("volume-of-one-slice", Shape.of(2, 3, 1, 6, 5), 4, Window.cube(3, 1, 1), 1, true);
        add("one-voxel", Shape.of(1, 1, 1, 1, 1), 1, Window.cube(1, 1, 0), 1, true);
        add("volume-kernel-is-volume", Shape.of(3, 2, 4, 3, 5), 6,
                Window.volume(Axis.of(4, 1, 0), Axis.of(3, 1, 0), Axis.of(5, 1, 0)), 1, true);
        add("volume-depth-only", Shape.of(2, 3, 7, 4, 3), 4,
                Window.volume(Axis.of(3, 2, 1), Axis.IDENTITY, Axis.IDENTITY), 1, false);
        add("volume-without-depth-kernel", Shape.of(2, 3, 4, 6, 5), 4,
                Window.volume(Axis.IDENTITY, Axis.of(3, 1, 1), Axis.of(3, 1, 1)), 1, true);
        add("volume-stride-larger-than-kernel", Shape.of(1, 2, 8, 11, 7), 3,
                Window.volume(Axis.of(2, 3, 0), Axis.of(2, 3, 0), Axis.of(1, 3, 0)), 1, true);
        add("volume-asymmetric", Shape.of(1, 3, 5, 6, 4), 2,
                Window.volume(new Axis(2, 1, 0, 1, 1), new Axis(4, 1, 2, 1, 1), new Axis(3, 1, 0, 2, 1)), 1, true);
        add("volume-dilation", Shape.of(1, 2, 9, 7, 8), 3,
                Window.volume(new Axis(3, 2, 2, 2, 2), new Axis(2, 1, 0, 0, 3), new Axis(3, 1, 2, 2, 2)), 1, false);
        add("volume-padding-wider-than-kernel", Shape.of(1, 2, 2, 3, 2), 3, Window.cube(2, 1, 3), 1, true);
        add("volume-remainder-drop", Shape.of(1, 2, 6, 8, 5), 3, Window.cube(3, 2, 0).with(Remainder.DROP), 1, true);
        add("volume-groups-2", Shape.of(2, 4, 4, 5, 3), 6, Window.cube(3, 1, 1), 2, true);
        add("volume-depthwise", Shape.of(1, 5, 4, 5, 6), 5, Window.cube(3, 2, 1).with(Remainder.DROP), 5, false);
        add("volume-many-small", Shape.of(18, 2, 3, 2, 4), 5, Window.cube(2, 1, 1), 1, true);
        add("volume-many-slices", Shape.of(1, 24, 13, 12, 14), 8, Window.cube(3, 1, 1), 1, true);
    }

    /** Input gradients as transposed convolutions, with output padding. */
    private void transposed() {
        transposed("transposed-2x2-stride-2", Shape.of(2, 5, 4, 3), 3, Window.square(2, 2, 0), 0, 0, 1);
        transposed("transposed-3x3-output-padding", Shape.of(2, 4, 5, 3), 6, Window.square(3, 2, 1), 1, 1, 1);
        transposed("transposed-stride-larger-than-kernel", Shape.of(1, 3, 4, 4), 2, Window.square(2, 5, 0), 4, 3, 1);
        transposed("transposed-groups", Shape.of(2, 6, 3, 4), 4, Window.square(3, 3, 1), 2, 0, 2);
        transposed("transposed-dilation", Shape.of(1, 2, 3, 4), 3,
                Windows.of(new Axis(3, 3, 2, 1, 2), new Axis(2, 2, 0, 0, 3)), 1, 1, 1);
        transposed("transposed-row", Shape.of(3, 4, 1, 9), 2, Window.row(Axis.of(4, 2, 1)), 0, 1, 1);
        transposed("transposed-one-pixel", Shape.of(2, 7, 1, 1), 5, Window.square(4, 1, 0), 0, 0, 1);
        transposed("transposed-padding-cuts", Shape.of(1, 2, 3, 3), 2, Window.square(3, 1, 2), 0, 0, 1);
    }

    private void transposed(String name, Shape y, int channels, Window window, int paddingHeight, int paddingWidth, int groups) {
        Shape w = Shape.of(y.dim(1), channels / groups, window.height().kernel(), window.width().kernel());
        Conv2dGeometry geometry = Conv2dGeometry.transposed(y, w, window, paddingHeight, paddingWidth, groups);
        gradients(name, geometry);
    }

    private void add(String name, Shape x, int filters, Window window, int groups, boolean bias) {
        int channels = x.dim(1) / groups;
        Shape w = window.depth()
                .map(depth -> Shape.of(
                        filters, channels, depth.kernel(), window.height().kernel(), window.width().kernel()))
                .orElseGet(() -> Shape.of(filters, channels, window.height().kernel(), window.width().kernel()));
        Conv2dGeometry geometry = Conv2dGeometry.of(x, w, window, groups);
        List<CaseInput> inputs = new ArrayList<>(
                List.of(CaseInput.linear(TensorSpec.f32(x)), CaseInput.linear(TensorSpec.f32(w))));
        if (bias) {
            inputs.add(CaseInput.linear(TensorSpec.f32(filters)));
        }
        cases.add(OpCase.of(name, new Conv2d(window, groups, bias), Tolerances.SUM, inputs));
        gradients(name, geometry);
    }

    private void gradients(String name, Conv2dGeometry geometry) {
        CaseInput image = CaseInput.linear(TensorSpec.f32(geometry.x()));
        CaseInput weight = CaseInput.linear(TensorSpec.f32(geometry.w()));
        CaseInput dy = CaseInput.linear(TensorSpec.f32(geometry.y()));
        cases.add(OpCase.of(name, new Conv2dInputGrad(geometry), Tolerances.SUM, dy, weight));
        cases.add(OpCase.of(name, new Conv2dWeightGrad(geometry), Tolerances.SUM, image, dy));
    }
}

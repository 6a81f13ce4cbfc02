package org.neocog.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;

/** The worked shapes of the lectures (CS231n, UBC CPSC 425) and what convolutions and poolings refuse. */
final class GeometryTest {
    private static final Shape CIFAR = Shape.of(1, 3, 32, 32);

    @Test
    void tenFiveByFiveFiltersWithPaddingTwoOnACifarImage() {
        Conv2dGeometry geometry = conv(CIFAR, 10, Window.square(5, 1, 2));
        assertEquals(Shape.of(1, 10, 32, 32), geometry.y());
        assertEquals(760, geometry.w().elements() + geometry.filters());
        assertEquals(768_000, geometry.multiplyAdds());
    }

    @Test
    void fiveByFiveFiltersWithoutPaddingShrinkTheImageByFour() {
        Conv2dGeometry first = conv(CIFAR, 6, Window.square(5, 1, 0));
        assertEquals(Shape.of(1, 6, 28, 28), first.y());
        assertEquals(Shape.of(1, 10, 24, 24), conv(first.y(), 10, Window.square(5, 1, 0)).y());
    }

    @Test
    void aOneByOneConvolutionKeepsTheImageAndMixesTheChannels() {
        assertEquals(Shape.of(1, 32, 56, 56), conv(Shape.of(1, 64, 56, 56), 32, Window.square(1, 1, 0)).y());
    }

    @Test
    void aStrideOfTwoOnASevenBySevenImageGivesTwoMapsOfThreeByThree() {
        assertEquals(Shape.of(1, 2, 3, 3), conv(Shape.of(1, 3, 7, 7), 2, Window.square(3, 2, 0)).y());
    }

    @Test
    void alexNetsFirstLayer() {
        Conv2dGeometry geometry = conv(Shape.of(1, 3, 227, 227), 96, Window.square(11, 4, 0));
        assertEquals(Shape.of(1, 96, 55, 55), geometry.y());
        assertEquals(34_944, geometry.w().elements() + geometry.filters());
        PoolGeometry pool = PoolGeometry.of(geometry.y(), Window.square(3, 2, 0));
        assertEquals(Shape.of(1, 96, 27, 27), pool.y(geometry.y()));
    }

    @Test
    void poolingByTwoHalvesEachMap() {
        Shape x = Shape.of(1, 64, 224, 224);
        assertEquals(Shape.of(1, 64, 112, 112), PoolGeometry.of(x, Window.square(2, 2, 0)).y(x));
    }

    @Test
    void theToyNetsLastWindowIsPartial() {
        Shape x = Shape.of(1, 3, 7, 7);
        Window two = Window.square(2, 2, 0);
        assertEquals(Shape.of(1, 3, 4, 4), PoolGeometry.of(x, two.with(Remainder.PARTIAL)).y(x));
        assertThrows(ShapeException.class, () -> PoolGeometry.of(x, two));
    }

    /** One output pixel sees 1 + L · (K - 1) input pixels: an image of that size shrinks to one pixel. */
    @Test
    void theReceptiveFieldOfStackedConvolutions() {
        for (int kernel : new int[] {1, 3, 5}) {
            for (int layers = 1; layers <= 4; layers++) {
                int side = 1 + layers * (kernel - 1);
                Shape shape = Shape.of(1, 1, side, side);
                for (int layer = 0; layer < layers; layer++) {
                    shape = conv(shape, 1, Window.square(kernel, 1, 0)).y();
                }
                assertEquals(Shape.of(1, 1, 1, 1), shape);
            }
        }
    }

    @Test
    void groupsDivideChannelsAndFilters() {
        Conv2dGeometry depthwise = Conv2dGeometry.of(
                Shape.of(2, 6, 8, 8), Shape.of(6, 1, 3, 3), Window.same(3), 6);
        assertEquals(Shape.of(2, 6, 8, 8), depthwise.y());
        assertEquals(9, depthwise.filterElements());
        assertEquals(2L * 6 * 64 * 9, depthwise.multiplyAdds());
        ShapeException e = assertThrows(ShapeException.class,
                () -> Conv2dGeometry.of(Shape.of(2, 6, 8, 8), Shape.of(8, 2, 3, 3), Window.same(3), 4));
        assertEquals("groups=4 must divide both the 6 input channels and the 8 filters", e.getMessage());
    }

    @Test
    void filtersOfAnotherShapeAreRefusedWithTheRightOne() {
        ShapeException e = assertThrows(ShapeException.class,
                () -> Conv2dGeometry.of(CIFAR, Shape.of(10, 4, 5, 5), Window.same(5), 1));
        assertEquals("the filters must be 10x3x5x5 for an input of 1x3x32x32, not 10x4x5x5", e.getMessage());
    }

    @Test
    void anImageWithoutBatchIsRefusedWithTheLayout() {
        ShapeException e = assertThrows(ShapeException.class,
                () -> Conv2dGeometry.of(Shape.of(3, 32, 32), Shape.of(10, 3, 5, 5), Window.same(5), 1));
        assertEquals("the input of a convolution must have the layout N x C x H x W, not 3x32x32", e.getMessage());
        ShapeException pool =
                assertThrows(ShapeException.class, () -> PoolGeometry.of(Shape.of(3, 4), Window.square(2, 2, 0)));
        assertEquals("the input of a pooling must have the layout N x C x H x W, not 3x4", pool.getMessage());
    }

    @Test
    void aConvolutionHasNoPartialWindows() {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class,
                () -> new Conv2d(Window.square(3, 2, 0).with(Remainder.PARTIAL), 1, false));
        assertEquals("a convolution has no partial windows", e.getMessage());
    }

    @Test
    void aPoolingsPaddingIsAtMostHalfItsWindow() {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> new MaxPool2d(Window.square(3, 1, 2)));
        assertEquals("a pooling's padding must be at most half of its window: 2 is too much for 3", e.getMessage());
        assertThrows(IllegalArgumentException.class, () -> new AvgPool2d(Window.square(2, 2, 2), true));
    }

    @Test
    void anAveragePoolingHasNoDilation() {
        Axis axis = new Axis(2, 1, 0, 0, 2);
        assertThrows(IllegalArgumentException.class, () -> new AvgPool2d(new Window(axis, axis), true));
    }

    /** Two elements four apart, with two of padding, fall on either side of an image of less than four rows. */
    @Test
    void aDilatedPoolingThatStepsOverTheImageIsRefused() {
        MaxPool2d pool = new MaxPool2d(new Window(new Axis(2, 1, 2, 2, 4), Axis.of(1, 1, 0)));
        for (int height : new int[] {1, 2, 3}) {
            ShapeException e = assertThrows(
                    ShapeException.class, () -> pool.infer(List.of(TensorSpec.f32(1, 1, height, 1))));
            assertEquals("a pooling window of 2 with dilation 4 and padding 2+2 steps over all of the " + height
                    + " elements", e.getMessage());
        }
        assertEquals(TensorSpec.f32(1, 1, 4, 1), pool.infer(List.of(TensorSpec.f32(1, 1, 4, 1))));
    }

    @Test
    void everyDilatedPoolingThatIsAcceptedTouchesTheImageWithEachWindow() {
        List<String> empty = new ArrayList<>();
        for (int code = 0; code < 6 * 4 * 4 * 4 * 3; code++) {
            int input = 1 + code % 6;
            Axis axis = new Axis(1 + code / 6 % 4, 1 + code / 24 % 4, 0, 0, 1 + code / 96 % 4);
            int pad = Math.min(code / 384, axis.extent() / 2);
            axis = new Axis(axis.kernel(), axis.stride(), pad, pad, axis.dilation());
            try {
                Window window = new Window(axis, Axis.of(1, 1, 0), Remainder.PARTIAL);
                int windows = PoolGeometry.of(Shape.of(1, 1, input, 1), window).outHeight();
                for (int p = 0; p < windows; p++) {
                    if (!touches(axis, p, input)) {
                        empty.add(axis + " on " + input);
                    }
                }
            } catch (ShapeException e) {
                // Does not fit: nothing to check.
            }
        }
        assertEquals(List.of(), empty);
    }

    private static boolean touches(Axis axis, int window, int input) {
        return IntStream.range(0, axis.kernel())
                .map(tap -> window * axis.stride() + tap * axis.dilation() - axis.padBefore())
                .anyMatch(at -> at >= 0 && at < input);
    }

    @Test
    void aVolumeHasADepthBeforeItsHeight() {
        Window window = Window.volume(Axis.of(3, 1, 0), Axis.of(3, 2, 1), Axis.of(1, 1, 0));
        Conv2dGeometry geometry = Conv2dGeometry.of(Shape.of(2, 4, 8, 7, 6), Shape.of(6, 2, 3, 3, 1), window, 2);
        assertEquals(Shape.of(2, 6, 6, 4, 6), geometry.y());
        assertEquals(2 * 9, geometry.filterElements());
        assertEquals(2L * 6 * (6 * 4 * 6) * (2 * 9), geometry.multiplyAdds());
        assertEquals("Conv3d", new Conv2d(window, 2, false).opName());
        assertEquals("Conv3dInputGrad", new Conv2dInputGrad(geometry).opName());
        assertEquals("Conv3dWeightGrad", new Conv2dWeightGrad(geometry).opName());
    }

    @Test
    void imagesAndVolumesAreNotTakenForEachOther() {
        Shape image = Shape.of(1, 2, 5, 5);
        Shape volume = Shape.of(1, 2, 5, 5, 5);
        assertEquals("the input of a convolution must have the layout N x C x D x H x W, not 1x2x5x5",
                refusal(() -> Conv2dGeometry.of(image, Shape.of(3, 2, 3, 3, 3), Window.cube(3, 1, 0), 1)));
        assertEquals("the input of a convolution must have the layout N x C x H x W, not 1x2x5x5x5",
                refusal(() -> Conv2dGeometry.of(volume, Shape.of(3, 2, 3, 3), Window.same(3), 1)));
        assertEquals("the filters must have the layout filters x channels/groups x depth x height x width, not 3x2x3x3",
                refusal(() -> Conv2dGeometry.of(volume, Shape.of(3, 2, 3, 3), Window.cube(3, 1, 0), 1)));
        assertEquals("the filters must be 3x2x3x3x3 for an input of 1x2x5x5x5, not 3x2x2x3x3",
                refusal(() -> Conv2dGeometry.of(volume, Shape.of(3, 2, 2, 3, 3), Window.cube(3, 1, 0), 1)));
        assertEquals("a window of 3 with stride 3 does not fit into 5 elements with padding 0+0: 2 are left over,"
                + " (5+0+0-3)/3+1 = 1.67 (choose another stride or padding, or say remainder=drop)",
                refusal(() -> Conv2dGeometry.of(volume, Shape.of(3, 2, 3, 3, 3), Window.cube(3, 3, 0), 1)));
        assertThrows(IllegalArgumentException.class, () -> new MaxPool2d(Window.cube(2, 2, 0)));
    }

    /** CS231n: a transposed 3x3 with stride 2 and padding 1 makes 4x4 of 2x2. */
    @Test
    void aTransposedConvolutionMakesAnImageLarger() {
        Conv2dGeometry geometry = Conv2dGeometry.transposed(
                Shape.of(1, 5, 2, 2), Shape.of(5, 3, 3, 3), Window.square(3, 2, 1), 1, 1, 1);
        assertEquals(Shape.of(1, 3, 4, 4), geometry.x());
        assertEquals(Shape.of(1, 5, 2, 2), geometry.y());
        assertEquals(Shape.of(1, 3, 3, 3), Conv2dGeometry.transposed(
                Shape.of(1, 5, 2, 2), Shape.of(5, 3, 3, 3), Window.square(3, 2, 1), 0, 0, 1).x());
    }

    /** Whatever the transposed convolution gives is what the convolution takes. */
    @Test
    void theConvolutionOfATransposedConvolutionsOutputGivesItsInputsShape() {
        int checked = 0;
        for (int code = 0; code < 5 * 4 * 3 * 3 * 3 * 4; code++) {
            Axis axis = new Axis(1 + code % 5, 1 + code / 5 % 4, code / 20 % 3, code / 60 % 3, 1 + code / 180 % 3);
            int outputPadding = code / 540;
            Window window = new Window(axis, Axis.IDENTITY);
            Shape y = Shape.of(2, 3, 4, 1);
            Shape w = Shape.of(3, 2, axis.kernel(), 1);
            if (outputPadding < axis.stride() && 3 * axis.stride() + axis.extent() > axis.padBefore() + axis.padAfter()) {
                Conv2dGeometry geometry = Conv2dGeometry.transposed(y, w, window, outputPadding, 0, 1);
                assertEquals(y, Conv2dGeometry.of(geometry.x(), w, geometry.window(), 1).y(), axis::toString);
                checked++;
            }
        }
        assertTrue(checked > 1000, "only " + checked);
    }

    @Test
    void aTransposedConvolutionSaysWhatDoesNotFit() {
        Shape y = Shape.of(1, 4, 2, 2);
        Shape w = Shape.of(4, 3, 3, 3);
        assertEquals("output padding must be at least 0 and smaller than the stride, but it is 2 and the stride 2",
                refusal(() -> Conv2dGeometry.transposed(y, w, Window.square(3, 2, 1), 2, 0, 1)));
        assertEquals("output padding must be at least 0 and smaller than the stride, but it is -1 and the stride 2",
                refusal(() -> Conv2dGeometry.transposed(y, w, Window.square(3, 2, 1), 0, -1, 1)));
        assertEquals("(2-1)*1+3-2-2+0 = 0 is no size for the output of a transposed convolution",
                refusal(() -> Conv2dGeometry.transposed(y, w, Window.square(3, 1, 2), 0, 0, 1)));
        assertEquals("groups=3 must divide the 4 input channels",
                refusal(() -> Conv2dGeometry.transposed(y, w, Window.square(3, 1, 0), 0, 0, 3)));
        assertEquals("the filters must be 4x3x2x2 for an input of 1x4x2x2, not 4x3x3x3",
                refusal(() -> Conv2dGeometry.transposed(y, w, Window.square(2, 1, 0), 0, 0, 1)));
        assertEquals("the input of a transposed convolution must have the layout N x C x H x W, not 4x2x2",
                refusal(() -> Conv2dGeometry.transposed(Shape.of(4, 2, 2), w, Window.square(3, 1, 0), 0, 0, 1)));
        assertEquals("a transposed convolution has no depth",
                refusal(() -> Conv2dGeometry.transposed(y, w, Window.cube(3, 1, 0), 0, 0, 1)));
    }

    @Test
    void aConvolutionIsPointwiseIfEachPositionSeesItsOwnPlaceAlone() {
        assertTrue(pointwise(new Axis(1, 1, 0, 0, 1), 3));
        assertTrue(pointwise(new Axis(1, 5, 0, 0, 2), 1));
        assertFalse(pointwise(new Axis(1, 2, 0, 2, 1), 3));
        assertFalse(pointwise(new Axis(1, 2, 2, 0, 1), 3));
        assertFalse(pointwise(new Axis(2, 1, 0, 1, 1), 3));
    }

    private static boolean pointwise(Axis axis, int height) {
        Window window = new Window(axis, Axis.IDENTITY);
        return Conv2dGeometry.of(Shape.of(1, 1, height, 4), Shape.of(1, 1, axis.kernel(), 1), window, 1).isPointwise();
    }

    private static String refusal(Executable executable) {
        return assertThrows(ShapeException.class, executable).getMessage();
    }

    private static Conv2dGeometry conv(Shape x, int filters, Window window) {
        Shape w = Shape.of(filters, x.dim(1), window.height().kernel(), window.width().kernel());
        return Conv2dGeometry.of(x, w, window, 1);
    }
}

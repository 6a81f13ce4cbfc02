package org.neocog.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
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

    private static Conv2dGeometry conv(Shape x, int filters, Window window) {
        Shape w = Shape.of(filters, x.dim(1), window.height().kernel(), window.width().kernel());
        return Conv2dGeometry.of(x, w, window, 1);
    }
}

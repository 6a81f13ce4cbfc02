package org.neocog.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;

/** What movements, resampling and activations refuse, in which words, and which axes movements take together. */
final class MovementShapesTest {
    private static final TensorSpec IMAGES = TensorSpec.f32(2, 3, 4, 5);

    @Test
    void concatenatedInputsAgreeBesideTheAxis() {
        assertEquals(TensorSpec.f32(2, 10, 4, 5),
                new Concat(1).infer(List.of(IMAGES, TensorSpec.f32(2, 7, 4, 5))));
        assertEquals("Concat: inputs must agree in all dimensions but that of axis 1, not be 2x3x4x5 and 2x7x4x6",
                refusal(new Concat(1), IMAGES, TensorSpec.f32(2, 7, 4, 6)));
        assertEquals("Concat: inputs must agree in all dimensions but that of axis 0, not be 2x3x4x5 and 3x4x5",
                refusal(new Concat(0), IMAGES, TensorSpec.f32(3, 4, 5)));
        assertEquals("Concat: 2x3x4x5 has no axis 4", refusal(new Concat(4), IMAGES));
        assertEquals("Concat takes at least 1 input, not 0", refusal(new Concat(0)));
        assertEquals("an axis is counted from 0, the outermost; it cannot be -1", wrong(() -> new Concat(-1)));
    }

    @Test
    void aSliceLiesInItsInput() {
        assertEquals("Slice: 2x3x4x5 from [0, 0, 1, 0] on does not lie in 2x3x4x5",
                refusal(new Slice(List.of(0, 0, 1, 0), Shape.of(2, 3, 4, 5)), IMAGES));
        assertEquals("Slice: 2 from [0] on does not lie in 2x3x4x5",
                refusal(new Slice(List.of(0), Shape.of(2)), IMAGES));
        assertEquals("a slice cannot start before element 0: [-1]", wrong(() -> new Slice(List.of(-1), Shape.of(2))));
        assertEquals("a slice of the shape 2x3 needs 2 starts, not 1", wrong(() -> new Slice(List.of(0), Shape.of(2, 3))));
        assertEquals("Slice: a tensor may have at most 6 dimensions, not 7 as 1x1x1x1x1x1x1", refusal(
                new Slice(List.of(0, 0, 0, 0, 0, 0, 0), Shape.of(1, 1, 1, 1, 1, 1, 1)), TensorSpec.f32(1, 1, 1, 1, 1, 1, 1)));
    }

    @Test
    void aReflectingPaddingIsShorterThanItsAxis() {
        List<Integer> none = List.of(0, 0, 0, 0);
        assertEquals(TensorSpec.f32(2, 3, 7, 5),
                new Pad(List.of(0, 0, 3, 0), none, PadMode.REFLECT).infer(List.of(IMAGES)));
        assertEquals("Pad: there are too few elements along axis 2 of 2x3x4x5 to reflect 4 of them; a reflecting padding must be "
                + "shorter than its axis", refusal(new Pad(List.of(0, 0, 4, 0), none, PadMode.REFLECT), IMAGES));
        assertEquals("Pad: a padding of 1 axes does not suit 2x3x4x5",
                refusal(new Pad(List.of(0), List.of(0), PadMode.ZERO), IMAGES));
        assertEquals("a padding needs as many numbers before as after, not 1 and 2",
                wrong(() -> new Pad(List.of(1), List.of(1, 2), PadMode.ZERO)));
        assertEquals("a padding cannot be negative: [1] before, [-1] after",
                wrong(() -> new Pad(List.of(1), List.of(-1), PadMode.ZERO)));
        assertEquals("Pad: 4294967292 elements along axis 0 are too many", refusal(
                new Pad(List.of(2147483646), List.of(2147483645), PadMode.ZERO), TensorSpec.f32(1)));
        assertEquals("ReflectPadGrad: axis 0 of 4 is no axis with a reflecting padding of 2+0",
                refusal(new ReflectPadGrad(0, 2, 0), TensorSpec.f32(4)));
    }

    @Test
    void anOrderNamesEachAxisOnce() {
        assertEquals(TensorSpec.f32(5, 2, 4, 3), new Transpose(List.of(3, 0, 2, 1)).infer(List.of(IMAGES)));
        assertEquals("an order of axes names each of 0 to 2 once, unlike [0, 2, 2]",
                wrong(() -> new Transpose(List.of(0, 2, 2))));
        assertEquals("Transpose: an order of 2 axes does not suit 2x3x4x5", refusal(new Transpose(List.of(1, 0)), IMAGES));
    }

    @Test
    void batchesOfMatricesHaveOneSize() {
        MatMul product = new MatMul(true, false);
        List<TensorSpec> inputs = List.of(TensorSpec.f32(6, 5, 3), TensorSpec.f32(6, 5, 7));
        assertEquals(TensorSpec.f32(6, 3, 7), product.infer(inputs));
        assertEquals(6 * 3 * 5 * 7, product.multiplyAdds(inputs, product.infer(inputs)));
        assertEquals("MatMul: 6 matrices cannot be multiplied by 1 (6x5x3 · 1x5x7)",
                refusal(product, TensorSpec.f32(6, 5, 3), TensorSpec.f32(1, 5, 7)));
        assertEquals("MatMul: inner dimensions differ, 5 and 4 (6x5x3ᵀ · 6x4x7)",
                refusal(product, TensorSpec.f32(6, 5, 3), TensorSpec.f32(6, 4, 7)));
    }

    @Test
    void adaptivePoolingTakesImagesAndWholeWindows() {
        assertEquals(TensorSpec.f32(2, 3, 7, 1), new AdaptiveAvgPool2d(7, 1).infer(List.of(IMAGES)));
        assertEquals("AdaptiveAvgPool2d: the input must have the layout N x C x H x W, not 5",
                refusal(new AdaptiveAvgPool2d(1, 1), TensorSpec.f32(5)));
        assertEquals("an adaptive pooling needs at least 1 row and 1 column, not 0x3",
                wrong(() -> new AdaptiveAvgPool2d(0, 3)));
        assertEquals("AdaptiveAvgPool2d: 2147483647x1 windows are too many for 2x3x4x5",
                refusal(new AdaptiveAvgPool2d(Integer.MAX_VALUE, 1), IMAGES));
        assertEquals("AdaptiveAvgPool2dGrad: dy must be 2x3x2x2:f32, not 2x4x2x2:f32",
                refusal(new AdaptiveAvgPool2dGrad(IMAGES.shape()), TensorSpec.f32(2, 4, 2, 2)));
    }

    @Test
    void imagesAreEnlargedByWholeFactors() {
        assertEquals(TensorSpec.f32(2, 3, 8, 15), new NearestUnpool(2, 3).infer(List.of(IMAGES)));
        assertEquals(TensorSpec.f32(2, 3, 2, 1), new BedOfNailsGrad(2, 5).infer(List.of(IMAGES)));
        assertEquals("an image is enlarged by whole factors of at least 1, not 0 and 2", wrong(() -> new BedOfNails(0, 2)));
        assertEquals("NearestUnpool: the input must have the layout N x C x H x W, not 5",
                refusal(new NearestUnpool(2, 2), TensorSpec.f32(5)));
        assertEquals("BedOfNails: 2x3x4x5 cannot be enlarged by 1073741824 and 1; a tensor holds at most 2^31-1 elements",
                refusal(new BedOfNails(1 << 30, 1), IMAGES));
        assertEquals("NearestUnpoolGrad: dy of 2x3x4x5 does not consist of blocks of 2x2",
                refusal(new NearestUnpoolGrad(2, 2), IMAGES));
    }

    @Test
    void unpoolingNeedsWhatWasPooledAndAsManyValuesAsWindows() {
        Window window = Window.square(2, 2, 0).with(Remainder.DROP);
        assertEquals(IMAGES, new MaxUnpool2d(window).infer(List.of(IMAGES, TensorSpec.f32(2, 3, 2, 2))));
        assertEquals("MaxUnpool2d: the values must be 2x3x2x2:f32, not 2x3x4x5:f32",
                refusal(new MaxUnpool2d(window), IMAGES, IMAGES));
        assertEquals("MaxUnpool2dGrad: dy must be 2x3x4x5:f32, not 2x3x2x2:f32",
                refusal(new MaxUnpool2dGrad(window), IMAGES, TensorSpec.f32(2, 3, 2, 2)));
    }

    @Test
    void slopesThatWouldHideTheSignOfTheInputAreRefused() {
        assertEquals("the slope of a leaky ReLU must be a finite number of at least 0, not -0.1",
                wrong(() -> new LeakyRelu(-0.1f)));
        assertEquals("the slope of a leaky ReLU must be a finite number of at least 0, not NaN",
                wrong(() -> new LeakyRelu(Float.NaN)));
        assertEquals("the alpha of an ELU must be a finite number of at least 0, not Infinity",
                wrong(() -> new Elu(Float.POSITIVE_INFINITY)));
        assertEquals("LogSoftmax: the input must have the layout N x classes, not 2x3x4x5", refusal(new LogSoftmax(), IMAGES));
        assertEquals("GeluGrad: dy must be 2x3x4x5:f32, not 5:f32", refusal(new GeluGrad(), IMAGES, TensorSpec.f32(5)));
    }

    /** A slice of channels is a slice of rows of 20; an axis that reflects stays by itself. */
    @Test
    void axesThatMoveAsOneAreTakenTogether() {
        assertEquals(List.of(new PadGeometry.Line(2, 2, 0), new PadGeometry.Line(60, 20, -20)),
                new Slice(List.of(0, 1, 0, 0), Shape.of(2, 1, 4, 5)).geometry(IMAGES.shape()).axes());
        List<Integer> before = List.of(0, 0, 1, 0);
        assertEquals(
                List.of(new PadGeometry.Line(6, 6, 0), new PadGeometry.Line(4, 5, 1), new PadGeometry.Line(5, 5, 0)),
                new Pad(before, List.of(0, 0, 0, 0), PadMode.REFLECT).geometry(IMAGES.shape()).axes());
        assertEquals(
                List.of(
                        new TransposeGeometry.Line(2, 60), new TransposeGeometry.Line(20, 1), new TransposeGeometry.Line(3, 20)),
                new Transpose(List.of(0, 2, 3, 1)).geometry(IMAGES.shape()).axes());
    }

    private static String refusal(ComputeOp op, TensorSpec... inputs) {
        return assertThrows(ShapeException.class, () -> op.infer(List.of(inputs))).getMessage();
    }

    private static String wrong(Executable attributes) {
        return assertThrows(IllegalArgumentException.class, attributes).getMessage();
    }
}

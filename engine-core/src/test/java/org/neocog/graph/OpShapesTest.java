package org.neocog.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;

/** What operations refuse, and in which words. */
final class OpShapesTest {
    private static final TensorSpec SCALAR = TensorSpec.f32();
    private static final TensorSpec SCORES = TensorSpec.f32(5, 10);
    private static final TensorSpec LABELS = TensorSpec.i32(5);

    @Test
    void elementwiseInputsMustHaveOneShape() {
        assertEquals("Add: the right input must be 5x10:f32, not 10x5:f32",
                refusal(new Add(), SCORES, TensorSpec.f32(10, 5)));
        assertEquals("Mul: the left input must be f32, not 5:i32", refusal(new Mul(), LABELS, LABELS));
        assertEquals("MeanSquaredError: the target must be 5x10:f32, not 5:i32",
                refusal(new MeanSquaredError(), SCORES, LABELS));
    }

    @Test
    void aBiasHasOneElementForEachChannel() {
        assertEquals("AddBias: the bias must be 10:f32, not 5:f32", refusal(new AddBias(), SCORES, TensorSpec.f32(5)));
        assertEquals("AddBias: the input must have the layout N x C or N x C x …, not 5",
                refusal(new AddBias(), TensorSpec.f32(5), TensorSpec.f32(5)));
        assertEquals("ChannelSum: the input must have the layout N x C or N x C x …, not scalar",
                refusal(new ChannelSum(), SCALAR));
    }

    @Test
    void matricesHaveTwoDimensionsAndOneInnerOne() {
        assertEquals("MatMul: the left matrix must have the layout rows x columns, not 2x3x4",
                refusal(new MatMul(false, false), TensorSpec.f32(2, 3, 4), SCORES));
        assertEquals("MatMul: inner dimensions differ, 5 and 10 (5x10ᵀ · 5x10ᵀ)",
                refusal(new MatMul(true, true), SCORES, SCORES));
        assertEquals(TensorSpec.f32(10, 10), new MatMul(true, false).infer(List.of(SCORES, SCORES)));
        assertEquals(TensorSpec.f32(5, 5), new MatMul(false, true).infer(List.of(SCORES, SCORES)));
    }

    @Test
    void aProductCountsItsMultiplyAdds() {
        for (boolean transposed : new boolean[] {false, true}) {
            TensorSpec a = transposed ? TensorSpec.f32(7, 3) : TensorSpec.f32(3, 7);
            MatMul product = new MatMul(transposed, false);
            List<TensorSpec> inputs = List.of(a, TensorSpec.f32(7, 11));
            assertEquals(3 * 7 * 11, product.multiplyAdds(inputs, product.infer(inputs)));
        }
        assertEquals(0, new Relu().multiplyAdds(List.of(SCORES), SCORES));
    }

    @Test
    void labelsBelongToTheirScores() {
        for (ComputeOp op : List.of(new SoftmaxCrossEntropy(), new MulticlassHinge(1), new CountCorrect())) {
            assertEquals(op.opName() + ": the labels must be 5:i32, not 6:i32", refusal(op, SCORES, TensorSpec.i32(6)));
            assertEquals(op.opName() + ": the labels must be 5:i32, not 5:f32", refusal(op, SCORES, TensorSpec.f32(5)));
            assertEquals(op.opName() + ": the scores must have the layout N x classes, not 5x10x1x1",
                    refusal(op, TensorSpec.f32(5, 10, 1, 1), LABELS));
            assertEquals(SCALAR, op.infer(List.of(SCORES, LABELS)));
        }
        assertEquals("OneHot: the labels must be 5:i32, not 5:f32", refusal(new OneHot(3), TensorSpec.f32(5)));
        assertEquals(TensorSpec.f32(5, 3), new OneHot(3).infer(List.of(LABELS)));
    }

    @Test
    void targetsHaveTheShapeOfTheScores() {
        assertEquals("SoftTargetCrossEntropy: the targets must be 5x10:f32, not 5:i32",
                refusal(new SoftTargetCrossEntropy(), SCORES, LABELS));
        assertEquals("SoftTargetCrossEntropy: the scores must have the layout N x classes, not 5x10x1",
                refusal(new SoftTargetCrossEntropy(), TensorSpec.f32(5, 10, 1), SCORES));
        assertEquals("BinaryCrossEntropy: the target must be 5x10:f32, not 10x5:f32",
                refusal(new BinaryCrossEntropy(), SCORES, TensorSpec.f32(10, 5)));
        assertEquals("SmoothL1: the target must be 5x10:f32, not 10:f32",
                refusal(new SmoothL1(1), SCORES, TensorSpec.f32(10)));
        assertEquals(SCALAR, new SoftTargetCrossEntropy().infer(List.of(SCORES, SCORES)));
    }

    @Test
    void anEmbeddingTakesNumbersOfRows() {
        TensorSpec table = TensorSpec.f32(10, 3);
        assertEquals("Embedding: the ids must be i32, not 5x10:f32", refusal(new Embedding(), SCORES, table));
        assertEquals("Embedding: the table must have the layout rows x width, not 10",
                refusal(new Embedding(), LABELS, TensorSpec.f32(10)));
        assertEquals("EmbeddingGrad: dy must have a row for each of the ids 5, not 6x3",
                refusal(new EmbeddingGrad(10), LABELS, TensorSpec.f32(6, 3)));
        assertEquals(TensorSpec.f32(2, 3, 3), new Embedding().infer(List.of(TensorSpec.i32(2, 3), table)));
        assertEquals(TensorSpec.f32(3), new Embedding().infer(List.of(TensorSpec.i32(), table)));
    }

    @Test
    void regionsHaveFiveNumbers() {
        TensorSpec features = TensorSpec.f32(2, 3, 8, 9);
        for (ComputeOp op : List.of(new RoiMaxPool(4, 5, 1), new RoiAlign(4, 5, 1, 0, true))) {
            assertEquals(op.opName() + ": the regions must have the layout K x 5 (image, x1, y1, x2, y2), not 7x4",
                    refusal(op, features, TensorSpec.f32(7, 4)));
            assertEquals(op.opName() + ": the features must have the layout N x C x H x W, not 5x10",
                    refusal(op, SCORES, TensorSpec.f32(7, 5)));
            assertEquals(TensorSpec.f32(7, 3, 4, 5), op.infer(List.of(features, TensorSpec.f32(7, 5))));
        }
        assertEquals("a region's output must be at least 1x1, not 0x5", attribute(() -> new RoiMaxPool(0, 5, 1)));
        assertEquals("a spatial scale must be above 0 and finite, not NaN",
                attribute(() -> new RoiAlign(4, 5, Float.NaN, 0, true)));
        assertEquals("a sampling ratio must be from 1 to 1024, or 0 to choose by size, not -1",
                attribute(() -> new RoiAlign(4, 5, 1, -1, true)));
    }

    @Test
    void anLstmHasFourGatesForEachCell() {
        TensorSpec weight = TensorSpec.f32(12, 3);
        assertEquals("Lstm: gates N x T x 4H go with recurrent weights 4H x H, not 2x5x10 with 12x3",
                refusal(new Lstm(), TensorSpec.f32(2, 5, 10), weight));
        assertEquals("Lstm: gates N x T x 4H go with recurrent weights 4H x H, not 2x5x12 with 12x4",
                refusal(new Lstm(), TensorSpec.f32(2, 5, 12), TensorSpec.f32(12, 4)));
        List<TensorSpec> inputs = List.of(TensorSpec.f32(2, 5, 12), weight);
        assertEquals(TensorSpec.f32(2, 5, 3), new Lstm().infer(inputs));
        assertEquals(2 * 5 * 12 * 3, new Lstm().multiplyAdds(inputs, TensorSpec.f32(2, 5, 3)));
    }

    @Test
    void aReshapeKeepsTheNumberOfElements() {
        assertEquals("Reshape: 5x10 has 50 elements, 7x7 has 49", refusal(new Reshape(Shape.of(7, 7)), SCORES));
        assertEquals(TensorSpec.i32(5, 1), new Reshape(Shape.of(5, 1)).infer(List.of(LABELS)));
    }

    @Test
    void dropoutNeedsFourWordsOfRandomState() {
        assertEquals("Dropout: the random state must be 4:i32, not 2:i32",
                refusal(new Dropout(0.5f, 0), SCORES, TensorSpec.i32(2)));
    }

    @Test
    void anUpdatesSlotsAreLikeItsParameter() {
        AdamUpdate adam = new AdamUpdate(0.9f, 0.999f, 1e-8f, 0, false);
        assertEquals("AdamUpdate takes 6 inputs, not 4", refusal(adam, SCORES, SCORES, SCALAR, TensorSpec.i32()));
        assertEquals("AdamUpdate: input 3 must be 5x10:f32, not 5:i32",
                refusal(adam, SCORES, SCORES, SCORES, LABELS, SCALAR, TensorSpec.i32()));
        assertEquals("AdamUpdate: the step count must be scalar:i32, not scalar:f32",
                refusal(adam, SCORES, SCORES, SCORES, SCORES, SCALAR, SCALAR));
        assertEquals(SCORES, adam.infer(List.of(SCORES, SCORES, SCORES, SCORES, SCALAR, TensorSpec.i32())));
        assertEquals(List.of(0, 1, 1, 2, 2),
                List.of(
                        new SgdUpdate(0, false, 0).slots(),
                        new SgdUpdate(0.9f, false, 0).slots(),
                        new RmsPropUpdate(0.99f, 1e-8f, 0).slots(),
                        adam.slots(),
                        new AdadeltaUpdate(0.9f, 1e-6f, 0).slots()));
    }

    @Test
    void aHistoryIsARowOfNumbers() {
        TensorSpec row = TensorSpec.f32(16);
        assertEquals("HistoryUpdate takes 3 inputs, not 2", refusal(new HistoryUpdate(), row, SCALAR));
        assertEquals("HistoryUpdate: the history must have the layout K, not 5x10",
                refusal(new HistoryUpdate(), SCORES, SCALAR, TensorSpec.i32()));
        assertEquals("HistoryUpdate: the value must be scalar:f32, not 16:f32",
                refusal(new HistoryUpdate(), row, row, TensorSpec.i32()));
        assertEquals("HistoryUpdate: the step count must be scalar:i32, not scalar:f32",
                refusal(new HistoryUpdate(), row, SCALAR, SCALAR));
        assertEquals(row, new HistoryUpdate().infer(List.of(row, SCALAR, TensorSpec.i32())));
    }

    @Test
    void attributesOutsideTheirRangeAreNamed() {
        assertEquals("a dropout rate must be at least 0 and below 1, not 1.0", attribute(() -> new Dropout(1, 0)));
        assertEquals("a dropout rate must be at least 0 and below 1, not NaN", attribute(() -> new Dropout(Float.NaN, 0)));
        assertEquals("a momentum must be at least 0 and below 1, not 1.0", attribute(() -> new SgdUpdate(1, false, 0)));
        assertEquals("Nesterov's rule needs a momentum above 0", attribute(() -> new SgdUpdate(0, true, 0)));
        assertEquals("a weight decay cannot be negative", attribute(() -> new SgdUpdate(0, false, -1)));
        assertEquals("a beta must be at least 0 and below 1",
                attribute(() -> new AdamUpdate(0.9f, 1, 1e-8f, 0, false)));
        assertEquals("alpha must be at least 0 and below 1, not -0.1", attribute(() -> new RmsPropUpdate(-0.1f, 1e-8f, 0)));
        assertEquals("epsilon must be above 0 and weight decay at least 0",
                attribute(() -> new AdadeltaUpdate(0.9f, 0, 0)));
        assertEquals("groups must be at least 1, not 0", attribute(() -> new Conv2d(Window.same(3), 0, true)));
        assertEquals("there must be at least one class, not 0", attribute(() -> new OneHot(0)));
        assertEquals("label smoothing must be between 0 and 1, not 1.5", attribute(() -> OneHot.smoothed(3, 1.5f)));
        assertEquals("label smoothing must be between 0 and 1, not NaN", attribute(() -> OneHot.smoothed(3, Float.NaN)));
        assertEquals("off and on must be numbers, not 0.0 and Infinity",
                attribute(() -> new OneHot(3, 0, Float.POSITIVE_INFINITY)));
        assertEquals("beta must be above 0 and finite, not 0.0", attribute(() -> new SmoothL1(0)));
    }

    private static String refusal(Op op, TensorSpec... inputs) {
        return assertThrows(ShapeException.class, () -> op.infer(List.of(inputs))).getMessage();
    }

    private static String attribute(Executable constructor) {
        return assertThrows(IllegalArgumentException.class, constructor).getMessage();
    }
}

package org.neocog.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.neocog.NeocogException;
import org.neocog.data.ByteDataset;
import org.neocog.data.Dataset;
import org.neocog.device.Device;
import org.neocog.nn.Model;
import org.neocog.nn.Models;
import org.neocog.tensor.HostTensor;
import org.neocog.tensor.Shape;

final class EvaluatorTest {
    private static final Model MODEL = Models.parse("input 1x1x2\nfc 2 bias=no\nsoftmax\n", "two");
    /** The scores are the two pixels themselves. */
    private static final Map<String, HostTensor> IDENTITY =
            Map.of("fc1.weight", HostTensor.of(Shape.of(2, 2), new float[] {1, 0, 0, 1}));

    /** Pixels (1, 0), (0, 1), (1, 0), (0.2, 0.6), (1, 1) of the classes 0, 1, 1, 1, 0. */
    private static Dataset data() {
        byte[] pixels = {-1, 0, 0, -1, -1, 0, 51, (byte) 153, -1, -1};
        return new ByteDataset(Shape.of(1, 1, 2), pixels, new int[] {0, 1, 1, 1, 0}, List.of("left", "right"));
    }

    /**
     * The cross-entropy of a score margin m is log(1 + exp(-m)); the margins are 1, 1, -1, 0.4 and 0. The last image has
     * equal scores, so that the first class counts.
     */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 100})
    void lossAccuracyAndConfusionAreAsCountedByHand(int batch) {
        double loss = 0;
        for (double margin : new double[] {1, 1, -1, 0.4, 0}) {
            loss += Math.log1p(Math.exp(-margin)) / 5;
        }
        try (Device device = TinyRun.cpu(2)) {
            Evaluation evaluation = Evaluator.evaluate(device, MODEL, IDENTITY, data(), batch);
            assertEquals(loss, evaluation.loss(), 1e-7);
            assertEquals(0.8, evaluation.accuracy());
            assertEquals(5, evaluation.examples());
            assertArrayEquals(new int[][] {{2, 0}, {1, 2}}, evaluation.confusion());
            assertEquals(0, device.allocatedBytes());
        }
    }

    /**
     * Two views of each picture, side by side. The probabilities of the first class: 1/(1+exp(-m)) with the margins 1 and -1
     * (the mean is 1/2, and the first of equal classes counts), 1 and 0.4.
     */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 100})
    void severalViewsAreAveragedByTheirProbabilities(int batch) {
        byte[] pixels = {-1, 0, 0, -1, -1, 0, (byte) 153, 51};
        Dataset views = new ByteDataset(Shape.of(1, 1, 2), pixels, new int[] {1, 1, 0, 0}, List.of("left", "right"));
        double second = (1 / (1 + Math.exp(-1)) + 1 / (1 + Math.exp(-0.4))) / 2;
        try (Device device = TinyRun.cpu(2)) {
            Evaluation evaluation = Evaluator.evaluate(device, MODEL, IDENTITY, views, 2, batch, 2);
            assertEquals((Math.log(2) - Math.log(second)) / 2, evaluation.loss(), 1e-6);
            assertEquals(0.5, evaluation.accuracy());
            assertEquals(2, evaluation.examples());
            assertArrayEquals(new int[][] {{1, 0}, {1, 0}}, evaluation.confusion());
            assertEquals(0, device.allocatedBytes());
            assertThrows(
                    IllegalArgumentException.class,
                    () -> Evaluator.evaluate(device, MODEL, IDENTITY, views, 3, batch, 1));
        }
    }

    @Test
    void anOptimizersTensorsAreLeftAside() {
        HostTensor any = HostTensor.of(Shape.of(7), new float[7]);
        Map<String, HostTensor> checkpoint =
                Map.of("fc1.weight", IDENTITY.get("fc1.weight"), "optimizer/fc1.weight/velocity", any);
        try (Device device = TinyRun.cpu(1)) {
            assertEquals(0.8, Evaluator.evaluate(device, MODEL, checkpoint, data(), 5).accuracy());
        }
    }

    @Test
    void tensorsThatAreNotTheModelsAreNamed() {
        HostTensor right = IDENTITY.get("fc1.weight");
        HostTensor wrong = HostTensor.of(Shape.of(2, 3), new float[6]);
        assertEquals(
                "model two: the tensor fc1.weight is missing; the model wants it as 2x2:f32", refused(Map.of(), data()));
        assertEquals(
                "model two: the tensor fc1.weight is 2x3:f32, but the model wants 2x2:f32",
                refused(Map.of("fc1.weight", wrong), data()));
        assertEquals(
                "model two: the tensor fc2.weight (2x3:f32) is none of the model's, which are fc1.weight",
                refused(Map.of("fc1.weight", right, "fc2.weight", wrong), data()));
    }

    @Test
    void dataThatDoNotSuitTheModelAreRefused() {
        Dataset wide = new ByteDataset(Shape.of(1, 1, 3), new byte[3], new int[] {0}, List.of("a", "b"));
        Dataset three = new ByteDataset(Shape.of(1, 1, 2), new byte[2], new int[] {0}, List.of("a", "b", "c"));
        assertEquals(
                "the model two takes images of 1x1x2 (channels x height x width), but the data have 1x1x3; --augment can scale and crop them",
                refused(IDENTITY, wide));
        assertEquals("the model two has 2 classes, but the data have 3: a, b, c", refused(IDENTITY, three));
    }

    @Test
    void aLossThatIsNoNumberIsAnError() {
        HostTensor broken = HostTensor.of(Shape.of(2, 2), new float[] {Float.NaN, 0, 0, 1});
        assertEquals(
                "the loss is NaN: the weights or the images are no sound numbers",
                refused(Map.of("fc1.weight", broken), data()));
    }

    private static String refused(Map<String, HostTensor> weights, Dataset data) {
        try (Device device = TinyRun.cpu(1)) {
            String message = assertThrows(
                            NeocogException.class, () -> Evaluator.evaluate(device, MODEL, weights, data, 5))
                    .getMessage();
            assertEquals(0, device.allocatedBytes());
            return message;
        }
    }
}

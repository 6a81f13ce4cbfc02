package org.neocog.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.neocog.device.Device;
import org.neocog.exec.Executor;
import org.neocog.exec.Planner;
import org.neocog.exec.Session;
import org.neocog.nn.Models;
import org.neocog.tensor.HostTensor;
import org.neocog.tensor.Shape;

final class TrainingStepTest {
    /**
     * Scores (w0, w1)·x against a 1 for the label, x = 1 with label 0 and x = 2 with label 1, w = (1/2, -1/4). Differences
     * (-1/2, -1/4) and (1, -3/2): the loss is (1/4 + 1/16 + 1 + 9/4) / 4 = 57/64. The gradient is 2/4 · Σ difference · x =
     * (3/4, -13/8). With the rate 1/8: w - (3/32, -13/64). A decay of 1/2 adds (1/4, -1/8) to the gradient.
     */
    @ParameterizedTest
    @CsvSource({"0, 0.40625, -0.046875", "0.5, 0.375, -0.03125"})
    void aStepOfDescentIsAsWorkedByHand(float weightDecay, float w0, float w1) {
        TrainingGraph training = TrainingGraph.of(
                Models.parse("input 1x1x1\nfc 2 bias=no\nmse\n", "line"), 2, new Sgd(0, false), weightDecay);
        try (Device device = TinyRun.cpu(1);
                Session session = new Session(device)) {
            session.set("fc1.weight", HostTensor.of(Shape.of(2, 1), new float[] {0.5f, -0.25f}));
            TrainingGraph.histories().forEach((name, spec) -> session.set(name, HostTensor.zeros(spec)));
            Executor executor = session.executor(Planner.plan(training.graph(), device));
            executor.feed("images", HostTensor.of(Shape.of(2, 1, 1, 1), new float[] {1, 2}));
            executor.feed("labels", HostTensor.of(Shape.of(2), new int[] {0, 1}));
            executor.feed("learningRate", HostTensor.scalar(0.125f));
            executor.feed("step", HostTensor.of(Shape.scalar(), new int[] {3}));
            executor.run();
            assertEquals(57f / 64, executor.fetch("loss").floats()[0]);
            assertEquals(1, executor.fetch("correct").floats()[0]);
            assertEquals(57f / 64, session.get("metrics/loss").floats()[2]);
            assertEquals(1, session.get("metrics/correct").floats()[2]);
            assertArrayEquals(new float[] {w0, w1}, session.get("fc1.weight").floats());
        }
    }
}

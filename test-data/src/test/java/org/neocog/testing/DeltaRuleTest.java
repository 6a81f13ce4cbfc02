package org.neocog.testing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.neocog.exec.Executor;
import org.neocog.exec.Planner;
import org.neocog.exec.Session;
import org.neocog.graph.Gradients;
import org.neocog.graph.GraphBuilder;
import org.neocog.graph.MatMul;
import org.neocog.graph.MeanSquaredError;
import org.neocog.graph.MulticlassHinge;
import org.neocog.graph.Node;
import org.neocog.graph.SgdUpdate;
import org.neocog.tensor.HostTensor;
import org.neocog.tensor.TensorSpec;

/**
 * The rules of the first learning machines, {@code w += α · (d - y) · x}, are what gradient descent does for a net of one layer.
 * The first element of x is 1, so the first weight is the bias.
 */
final class DeltaRuleTest {
    private static final float ALPHA = 0.1f;

    private final GraphBuilder graph = new GraphBuilder();
    private final Node x = graph.input("x", TensorSpec.f32(1, 3));

    /**
     * Adaline (Widrow and Hoff 1960): y = w · x. The squared error's slope is -2 · (d - y) · x, so the rate is α/2.
     *
     * <p>From w = (0, 0.5, -0.25): x = (1, 1, 2) and d = 1 give y = 0 and so w = (0.1, 0.6, -0.05); then x = (1, 2, -1) and
     * d = -1 give y = 1.35, and w += 0.1 · -2.35 · x is (-0.135, 0.13, 0.185).
     */
    @Test
    void squaredErrorAndGradientDescentMakeAdaline() {
        Node w = graph.variable("w", TensorSpec.f32(1, 3));
        Node wanted = graph.input("d", TensorSpec.f32(1, 1));
        Node y = graph.add("y", new MatMul(false, true), x, w);
        Node loss = graph.add("loss", new MeanSquaredError(), y, wanted);
        update(loss, w);
        try (Session session = new Session(new ReferenceDevice())) {
            session.set("w", Tensors.matrix(1, 0, 0.5f, -0.25f));
            step(session, "d", Tensors.matrix(1, 1), 1, 1, 2);
            assertArrayEquals(new float[] {0.1f, 0.6f, -0.05f}, session.get("w").floats(), 1e-6f);
            step(session, "d", Tensors.matrix(1, -1), 1, 2, -1);
            assertArrayEquals(new float[] {-0.135f, 0.13f, 0.185f}, session.get("w").floats(), 1e-6f);
        }
    }

    /**
     * The perceptron (Rosenblatt 1958): y = 1 if w · x > 0, else 0, and only mistakes change w. With a row of weights for each
     * answer, w is their difference and the loss is a hinge without margin; each row takes half of the step.
     *
     * <p>From w = (0, 0.5, -0.25): x = (1, 1, 1) and d = 0 give y = 1 and so w = (-0.1, 0.4, -0.35); the same again is still
     * wrong if 0.4 - 0.1 - 0.35 > 0, which it is not.
     */
    @Test
    void aHingeWithoutMarginMakesThePerceptron() {
        Node w = graph.variable("w", TensorSpec.f32(2, 3));
        Node wanted = graph.input("d", TensorSpec.i32(1));
        Node scores = graph.add("scores", new MatMul(false, true), x, w);
        Node loss = graph.add("loss", new MulticlassHinge(0), scores, wanted);
        update(loss, w);
        try (Session session = new Session(new ReferenceDevice())) {
            session.set("w", Tensors.matrix(2, 0, 0, 0, 0, 0.5f, -0.25f));
            step(session, "d", Tensors.labels(0), 1, 1, 1);
            assertArrayEquals(new float[] {-0.1f, 0.4f, -0.35f}, difference(session), 1e-6f);
            step(session, "d", Tensors.labels(0), 1, 1, 1);
            assertArrayEquals(new float[] {-0.1f, 0.4f, -0.35f}, difference(session), 1e-6f);
        }
    }

    private void update(Node loss, Node w) {
        Node gradient = Gradients.of(graph, loss, List.of(w)).get(w);
        Node rate = graph.input("rate", TensorSpec.f32());
        Node count = graph.input("step", TensorSpec.i32());
        graph.output("update", graph.add("update", new SgdUpdate(0, false, 0), w, gradient, rate, count));
    }

    private void step(Session session, String target, HostTensor wanted, float... example) {
        Executor executor = session.executor(Planner.plan(graph.build(), session.device()));
        executor.feed("x", Tensors.matrix(1, example));
        executor.feed(target, wanted);
        executor.feed("rate", HostTensor.scalar(ALPHA / 2));
        executor.feed("step", Tensors.step(1));
        executor.run();
    }

    private static float[] difference(Session session) {
        float[] rows = session.get("w").floats();
        return new float[] {rows[3] - rows[0], rows[4] - rows[1], rows[5] - rows[2]};
    }
}

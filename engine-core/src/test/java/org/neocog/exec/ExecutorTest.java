package org.neocog.exec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.neocog.graph.Add;
import org.neocog.graph.Graph;
import org.neocog.graph.GraphBuilder;
import org.neocog.graph.Node;
import org.neocog.graph.Relu;
import org.neocog.graph.Reshape;
import org.neocog.graph.Scale;
import org.neocog.graph.SgdUpdate;
import org.neocog.tensor.HostTensor;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;

final class ExecutorTest {
    private static final TensorSpec SPEC = TensorSpec.f32(3);

    private final FakeDevice device = new FakeDevice(256);
    private final Session session = new Session(device);

    @AfterEach
    void everythingIsGivenBack() {
        session.close();
        assertEquals(0, device.allocatedBytes());
    }

    @Test
    void aRunComputesTheOutputsFromWhatWasFed() {
        Executor executor = session.executor(Planner.plan(diamond(), device));
        executor.feed("x", row(1, -2, 3));
        executor.run();
        // relu(2x) + 2x
        assertArrayEquals(new float[] {4, -4, 12}, executor.fetch("y").floats());
        assertArrayEquals(new float[] {2, -4, 6}, executor.fetch("doubled").floats());
        assertEquals(Shape.of(3, 1), executor.fetch("column").shape());
    }

    @Test
    void whatWasFedStaysForTheNextRun() {
        Executor executor = session.executor(Planner.plan(diamond(), device));
        executor.feed("x", row(1, 2, 3));
        executor.run();
        executor.run();
        assertArrayEquals(new float[] {4, 8, 12}, executor.fetch("y").floats());
        executor.feed("x", row(0, 0, 1));
        executor.run();
        assertArrayEquals(new float[] {0, 0, 4}, executor.fetch("y").floats());
    }

    @Test
    void aTensorOfAnotherShapeCannotBeFed() {
        Executor executor = session.executor(Planner.plan(diamond(), device));
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class, () -> executor.feed("x", HostTensor.zeros(TensorSpec.f32(4))));
        assertEquals("input x is 3:f32, not 4:f32", e.getMessage());
        assertThrows(IllegalArgumentException.class, () -> executor.feed("x", HostTensor.zeros(TensorSpec.i32(3))));
    }

    @Test
    void anInputThatThePlanLeavesOutMayBeFed() {
        Executor executor = session.executor(Planner.plan(diamond(), device));
        executor.feed("labels", HostTensor.zeros(TensorSpec.i32(3)));
        assertEquals(List.of("x"), List.copyOf(executor.plan().inputs().keySet()));
    }

    @Test
    void anUnknownOutputIsAnErrorThatNamesTheOnesThereAre() {
        Executor executor = session.executor(Planner.plan(diamond(), device));
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> executor.fetch("scores"));
        assertEquals("the plan has no output scores, only [y, doubled, column]", e.getMessage());
    }

    @Test
    void aVariableWithoutValueIsAnError() {
        Plan plan = Planner.plan(training(), device);
        IllegalStateException e = assertThrows(IllegalStateException.class, () -> session.executor(plan));
        assertEquals("variable w has no value", e.getMessage());
    }

    @Test
    void aVariableCanBeHandedOverOnce() {
        session.adopt("w", row(1, -2, 3));
        assertArrayEquals(new float[] {1, -2, 3}, session.get("w").floats());
        assertEquals(List.of("w"), List.copyOf(session.variables().keySet()));
        assertThrows(IllegalStateException.class, () -> session.adopt("w", row(4, 5, 6)));
        session.set("w", row(4, 5, 6));
        assertArrayEquals(new float[] {4, 5, 6}, session.get("w").floats());
    }

    @Test
    void aVariableOfAnotherShapeIsAnError() {
        session.set("w", HostTensor.zeros(TensorSpec.f32(4)));
        Plan plan = Planner.plan(training(), device);
        IllegalStateException e = assertThrows(IllegalStateException.class, () -> session.executor(plan));
        assertEquals("variable w is 4:f32, but the plan needs 3:f32", e.getMessage());
        IllegalArgumentException set =
                assertThrows(IllegalArgumentException.class, () -> session.set("w", HostTensor.zeros(SPEC)));
        assertEquals("variable w is 4:f32, not 3:f32", set.getMessage());
    }

    @Test
    void anUpdateChangesItsVariableAfterTheOldValueWasRead() {
        session.set("w", row(1, 2, 3));
        Executor executor = session.executor(Planner.plan(training(), device));
        executor.feed("x", row(10, 20, 30));
        executor.feed("lr", HostTensor.scalar(0.5f));
        executor.feed("step", HostTensor.of(Shape.scalar(), new int[] {1}));
        executor.run();
        assertArrayEquals(new float[] {11, 22, 33}, executor.fetch("y").floats());
        assertArrayEquals(new float[] {-4, -8, -12}, session.get("w").floats());
        executor.run();
        assertArrayEquals(new float[] {6, 12, 18}, executor.fetch("y").floats());
    }

    @Test
    void twoPlansShareTheVariablesAndTheArena() {
        session.set("w", row(1, 2, 3));
        Executor training = session.executor(Planner.plan(training(), device));
        GraphBuilder graph = new GraphBuilder();
        Node w = graph.variable("w", SPEC);
        Node a = graph.add("a", new Scale(2), w);
        Node b = graph.add("b", new Scale(3), w);
        Node c = graph.add("c", new Scale(5), w);
        graph.output("sum", graph.add(new Add(), graph.add(new Add(), a, b), c));
        Executor larger = session.executor(Planner.plan(graph.build(), device));
        training.feed("x", row(1, 1, 1));
        training.feed("lr", HostTensor.scalar(1));
        training.feed("step", HostTensor.of(Shape.scalar(), new int[] {1}));
        training.run();
        larger.run();
        assertArrayEquals(new float[] {0, 10, 20}, larger.fetch("sum").floats());
    }

    @Test
    void anObserverSeesEveryStepInOrder() {
        List<String> seen = new ArrayList<>();
        Executor executor = session.executor(Planner.plan(diamond(), device));
        executor.feed("x", row(1, 2, 3));
        executor.run(new StepObserver() {
            @Override
            public void before(BoundStep step) {
                seen.add("before " + step.step().node().name());
            }

            @Override
            public void after(BoundStep step, long nanos) {
                seen.add("after " + step.step().node().name() + (nanos >= 0 ? "" : " in negative time"));
            }
        });
        assertEquals(
                List.of("before doubled", "after doubled", "before relu", "after relu", "before y", "after y"), seen);
        assertArrayEquals(new float[] {4, 8, 12}, executor.fetch("y").floats());
    }

    @Test
    void nothingRunsWhenTheSessionIsClosed() {
        Executor executor = session.executor(Planner.plan(diamond(), device));
        Plan plan = executor.plan();
        session.close();
        session.close();
        assertThrows(IllegalStateException.class, executor::run);
        assertThrows(IllegalStateException.class, () -> executor.feed("x", row(1, 2, 3)));
        assertThrows(IllegalStateException.class, () -> executor.fetch("y"));
        assertThrows(IllegalStateException.class, () -> session.executor(plan));
        assertThrows(IllegalStateException.class, () -> session.set("w", row(1, 2, 3)));
    }

    /** y = relu(2x) + 2x. */
    private static Graph diamond() {
        GraphBuilder graph = new GraphBuilder();
        Node doubled = graph.add("doubled", new Scale(2), graph.input("x", SPEC));
        Node y = graph.add("y", new Add(), graph.add("relu", new Relu(), doubled), doubled);
        graph.output("y", y);
        graph.output("doubled", doubled);
        graph.output("column", graph.add("column", new Reshape(Shape.of(3, 1)), y));
        return graph.build();
    }

    /** y = w + x, and w -= lr · x. */
    private static Graph training() {
        GraphBuilder graph = new GraphBuilder();
        Node x = graph.input("x", SPEC);
        Node w = graph.variable("w", SPEC);
        Node lr = graph.input("lr", TensorSpec.f32());
        Node step = graph.input("step", TensorSpec.i32());
        graph.output("update", graph.add("update", new SgdUpdate(0, false, 0), w, x, lr, step));
        graph.output("y", graph.add("y", new Add(), w, x));
        return graph.build();
    }

    private static HostTensor row(float... values) {
        return HostTensor.of(Shape.of(values.length), values);
    }
}

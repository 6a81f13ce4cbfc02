package org.neocog.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.neocog.graph.Add;
import org.neocog.graph.GraphBuilder;
import org.neocog.graph.L2;
import org.neocog.graph.Node;
import org.neocog.graph.Relu;
import org.neocog.graph.Reshape;
import org.neocog.graph.Scale;
import org.neocog.graph.SgdUpdate;
import org.neocog.tensor.HostTensor;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;

final class PlannerTest {
    /** 400 bytes, of which the arena makes 448. */
    private static final TensorSpec SPEC = TensorSpec.f32(100);

    private final GraphBuilder graph = new GraphBuilder();
    private final Node x = graph.input("x", SPEC);
    private final FakeDevice device = new FakeDevice();

    @Test
    void eachNodeIsCompiledOnceAndThoseNotWantedNotAtAll() {
        Node y = graph.add("y", new Relu(), x);
        graph.add("unwanted", new Relu(), y);
        graph.output("y", y);
        graph.output("again", y);
        plan();
        assertEquals(List.of("y"), device.compiled);
    }

    @Test
    void anInputThatIsNotWantedIsNotAllocated() {
        graph.input("labels", TensorSpec.i32(100));
        graph.output("y", graph.add("y", new Relu(), x));
        Plan plan = plan();
        assertEquals(List.of("x"), List.copyOf(plan.inputs().sequencedKeySet()));
        assertEquals(400, plan.memory().inputs());
    }

    @Test
    void aChainOfElementwiseOperationsWorksInOnePlace() {
        Node a = graph.add("a", new Scale(2), x);
        Node b = graph.add("b", new Relu(), a);
        graph.output("y", graph.add("y", new Scale(3), b));
        Plan plan = plan();
        assertEquals(448, plan.memory().arena());
        assertEquals(3 * 448, plan.memory().withoutReuse());
        assertEquals(offset(plan, "a"), offset(plan, "y"));
    }

    @Test
    void anInputOfThePlanIsNotOverwritten() {
        graph.output("y", graph.add("y", new Relu(), x));
        assertInstanceOf(Location.Arena.class, plan().outputs().get("y"));
    }

    @Test
    void aValueThatIsStillReadIsNotOverwritten() {
        Node a = graph.add("a", new Scale(2), x);
        Node b = graph.add("b", new Relu(), a);
        graph.output("y", graph.add("y", new Add(), b, a));
        Plan plan = plan();
        assertNotEquals(offset(plan, "a"), offset(plan, "b"));
        assertEquals(offset(plan, "b"), offset(plan, "y"), "b dies here and is the preferred place");
        assertEquals(2 * 448, plan.memory().arena());
    }

    @Test
    void theSecondInputsPlaceIsTakenWhenTheFirstLivesOn() {
        Node a = graph.add("a", new Scale(2), x);
        Node b = graph.add("b", new Scale(3), x);
        Node sum = graph.add("sum", new Add(), a, b);
        graph.output("y", graph.add("y", new Add(), a, sum));
        Plan plan = plan();
        assertEquals(offset(plan, "b"), offset(plan, "sum"));
    }

    @Test
    void anOutputIsNotOverwritten() {
        Node a = graph.add("a", new Scale(2), x);
        graph.output("a", a);
        Node b = graph.add("b", new Relu(), a);
        graph.output("y", graph.add("y", new Scale(3), b));
        Plan plan = plan();
        assertNotEquals(offset(plan, "a"), offset(plan, "b"));
        assertEquals(offset(plan, "b"), offset(plan, "y"));
    }

    @Test
    void anOutputBehindAReshapeIsNotOverwritten() {
        Node a = graph.add("a", new Scale(2), x);
        graph.output("matrix", graph.add("matrix", new Reshape(Shape.of(10, 10)), a));
        graph.output("y", graph.add("y", new Relu(), a));
        Plan plan = plan();
        assertNotEquals(offset(plan, "a"), offset(plan, "y"));
        assertEquals(new Location.Arena(TensorSpec.f32(10, 10), offset(plan, "a")), plan.outputs().get("matrix"));
    }

    @Test
    void aReshapeCostsNoStepAndNoBytes() {
        Node a = graph.add("a", new Scale(2), x);
        Node matrix = graph.add("matrix", new Reshape(Shape.of(10, 10)), a);
        Node row = graph.add("row", new Reshape(Shape.of(1, 100)), matrix);
        graph.output("y", graph.add("y", new Relu(), row));
        Plan plan = plan();
        assertEquals(2, plan.steps().size());
        assertEquals(448, plan.memory().arena(), "the ReLU may still work in place");
        assertEquals(TensorSpec.f32(1, 100), plan.outputs().get("y").spec());
    }

    @Test
    void aValueReadThroughAReshapeLivesOn() {
        Node a = graph.add("a", new Scale(2), x);
        Node matrix = graph.add("matrix", new Reshape(Shape.of(10, 10)), a);
        Node b = graph.add("b", new Relu(), a);
        Node c = graph.add("c", new Relu(), matrix);
        graph.output("y", graph.add("y", new Add(), graph.add(new Reshape(Shape.of(10, 10)), b), c));
        Plan plan = plan();
        assertNotEquals(offset(plan, "a"), offset(plan, "b"));
    }

    @Test
    void anOutputOfAnotherSizeHasAPlaceOfItsOwn() {
        Node a = graph.add("a", new Scale(2), x);
        graph.output("loss", graph.add("loss", new L2(1), a));
        assertEquals(448 + 64, plan().memory().arena());
    }

    @Test
    void anInputAndAVariableCanBeOutputs() {
        Node w = graph.variable("w", SPEC);
        graph.output("x", x);
        graph.output("w", w);
        Plan plan = plan();
        assertEquals(new Location.Fed(SPEC, "x"), plan.outputs().get("x"));
        assertEquals(new Location.Kept(SPEC, "w"), plan.outputs().get("w"));
        assertEquals(0, plan.memory().arena());
    }

    @Test
    void anUpdateWritesToItsVariable() {
        Node w = graph.variable("w", SPEC);
        Node lr = graph.input("lr", TensorSpec.f32());
        Node step = graph.input("step", TensorSpec.i32());
        Node update = graph.add("update", new SgdUpdate(0, false, 0), w, x, lr, step);
        graph.output("update", update);
        graph.output("matrix", graph.add(new Reshape(Shape.of(10, 10)), update));
        Plan plan = plan();
        assertEquals(new Location.Kept(SPEC, "w"), plan.outputs().get("update"));
        assertEquals(new Location.Kept(TensorSpec.f32(10, 10), "w"), plan.outputs().get("matrix"));
        assertEquals(400 + 4 + 4, plan.memory().inputs());
        assertEquals(400, plan.memory().variables());
    }

    @Test
    void scratchIsSharedBetweenStepsButNotWithWhatTheyReadOrWrite() {
        Node a = graph.add("a", new Scale(2), x);
        graph.output("y", graph.add("y", new L2(1), a));
        Plan plan = Planner.plan(graph.build(), new FakeDevice(1000));
        assertEquals(448 + 64 + 1024, plan.memory().arena());
        assertEquals(448 + 64 + 2 * 1024, plan.memory().withoutReuse());
        for (Step step : plan.steps()) {
            long offset = step.workspaceOffset();
            assertTrue(offset >= offset(plan, "a") + 448 || offset + 1024 <= offset(plan, "a"), "scratch at " + offset);
        }
    }

    @Test
    void thePeakIsWhatTheDeviceIsAskedFor() {
        Node w = graph.variable("w", SPEC);
        Node a = graph.add("a", new Add(), x, w);
        Node b = graph.add("b", new Relu(), a);
        graph.output("y", graph.add("y", new Add(), a, b));
        Plan plan = plan();
        try (Session session = new Session(device)) {
            session.set("w", HostTensor.zeros(SPEC));
            session.executor(plan);
            assertEquals(plan.memory().peak(), device.allocatedBytes());
            assertEquals(plan.memory().peak(), device.peak());
        }
        assertEquals(400 + 400 + 2 * 448, plan.memory().peak());
        assertEquals(0, device.allocatedBytes());
    }

    @Test
    void theStepsCountTheBytesTheyTouch() {
        graph.output("y", graph.add("y", new Add(), x, x));
        assertEquals(3 * 400, plan().steps().getFirst().bytesTouched());
    }

    private Plan plan() {
        return Planner.plan(graph.build(), device);
    }

    private static long offset(Plan plan, String name) {
        Step step = plan.steps().stream().filter(s -> s.node().name().equals(name)).findFirst().orElseThrow();
        return ((Location.Arena) step.output()).offset();
    }
}

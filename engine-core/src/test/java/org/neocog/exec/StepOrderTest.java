package org.neocog.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.neocog.graph.Add;
import org.neocog.graph.GraphBuilder;
import org.neocog.graph.Node;
import org.neocog.graph.Relu;
import org.neocog.graph.Reshape;
import org.neocog.graph.Scale;
import org.neocog.graph.SgdUpdate;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;

final class StepOrderTest {
    private static final TensorSpec SPEC = TensorSpec.f32(4);

    private final GraphBuilder graph = new GraphBuilder();
    private final Node lr = graph.input("lr", TensorSpec.f32());
    private final Node step = graph.input("step", TensorSpec.i32());
    private final Node x = graph.input("x", SPEC);
    private final Node w = graph.variable("w", SPEC);
    private final Node v = graph.variable("v", SPEC);

    @Test
    void whatNoOutputNeedsIsLeftOut() {
        Node wanted = graph.add("wanted", new Relu(), w);
        graph.add("unwanted", new Relu(), v);
        graph.output("y", wanted);
        assertEquals(List.of("w", "wanted"), names());
    }

    @Test
    void anUpdateWaitsForEveryReaderOfWhatItOverwrites() {
        Node gradient = graph.add("gradient", new Scale(2), v);
        graph.output("update", update("update", w, gradient));
        Node reader = graph.add("reader", new Relu(), w);
        graph.output("late", graph.add("late", new Scale(3), graph.add("reader2", new Add(), reader, w)));
        List<String> names = names();
        assertTrue(names.indexOf("update") > names.indexOf("reader"), names.toString());
        assertTrue(names.indexOf("update") > names.indexOf("reader2"), names.toString());
        assertTrue(names.indexOf("update") < names.indexOf("late"), "it need not wait any longer: " + names);
    }

    @Test
    void anUpdateWithSlotsAtTheEndOfTheGraphRunsRightAfterItsGradient() {
        Node gradient = graph.add("gradient", new Scale(2), x);
        Node other = graph.add("other", new Scale(3), graph.add("next", new Relu(), gradient));
        Node slot = graph.variable("slot", SPEC);
        graph.output("update", graph.add("update", new SgdUpdate(0.9f, false, 0), w, gradient, slot, lr, step));
        graph.output("update2", update("update2", v, other));
        List<String> names = names();
        assertEquals(List.of("gradient", "update", "next", "other", "update2"), names.subList(names.size() - 5, names.size()));
    }

    @Test
    void anUpdateWaitsForAReaderBehindAReshape() {
        Node gradient = graph.add("gradient", new Scale(2), v);
        graph.output("update", update("update", w, gradient));
        Node flat = graph.add("flat", new Reshape(Shape.of(2, 2)), w);
        graph.output("reader", graph.add("reader", new Relu(), flat));
        List<String> names = names();
        assertTrue(names.indexOf("update") > names.indexOf("reader"), names.toString());
    }

    @Test
    void anUpdateWaitsForAnUpdateThatReadsWhatItOverwrites() {
        // The first takes v itself for its gradient; the second overwrites v. Either order of adding them must do.
        Node gradient = graph.add("gradient", new Scale(2), x);
        graph.output("overwrites", update("overwrites", v, gradient));
        graph.output("reads", update("reads", w, v));
        List<String> names = names();
        assertTrue(names.indexOf("reads") < names.indexOf("overwrites"), names.toString());
    }

    @Test
    void anUpdateMayReadItsOwnParameterAsGradient() {
        graph.output("decay", update("decay", w, w));
        assertTrue(names().contains("decay"));
    }

    @Test
    void updatesThatReadEachOthersParametersAreAnError() {
        graph.output("a", update("a", w, v));
        graph.output("b", update("b", v, w));
        assertEquals("updates wait for one another, each to read what another overwrites: a, b", error());
    }

    @Test
    void readingTheOutputOfAnUpdateIsAnError() {
        Node update = update("update", w, v);
        graph.output("y", graph.add("reader", new Relu(), update));
        assertEquals("nothing may read the output of an update, but reader reads update", error());
    }

    @Test
    void readingTheOutputOfAnUpdateBehindAReshapeIsAnError() {
        Node update = update("update", w, v);
        Node flat = graph.add("flat", new Reshape(Shape.of(2, 2)), update);
        graph.output("y", graph.add("reader", new Relu(), flat));
        assertEquals("nothing may read the output of an update, but reader reads update", error());
    }

    @Test
    void anUpdateOfAnUpdateIsAnError() {
        Node first = update("first", w, v);
        graph.output("second", update("second", first, v));
        assertEquals("second updates first, which is no variable", error());
    }

    @Test
    void twoUpdatesOfOneVariableAreAnError() {
        graph.output("a", update("a", w, v));
        graph.output("b", update("b", w, v));
        assertEquals("two updates write to w", error());
    }

    @Test
    void twoUpdatesThatShareASlotAreAnError() {
        Node slot = graph.variable("slot", SPEC);
        SgdUpdate momentum = new SgdUpdate(0.9f, false, 0);
        graph.output("a", graph.add("a", momentum, w, x, slot, lr, step));
        graph.output("b", graph.add("b", momentum, v, x, slot, lr, step));
        assertEquals("two updates write to slot", error());
    }

    @Test
    void anUpdateOfAnInputIsAnError() {
        graph.output("update", update("update", x, v));
        assertEquals("update updates x, which is no variable", error());
    }

    @Test
    void anUpdateThatIsNotWantedDoesNotRun() {
        update("update", w, v);
        graph.output("y", graph.add("y", new Relu(), w));
        assertEquals(List.of("w", "y"), names());
    }

    private Node update(String name, Node parameter, Node gradient) {
        return graph.add(name, new SgdUpdate(0, false, 0), parameter, gradient, lr, step);
    }

    private List<String> names() {
        return StepOrder.of(graph.build()).stream().map(Node::name).toList();
    }

    private String error() {
        return assertThrows(IllegalArgumentException.class, this::names).getMessage();
    }
}

package org.neocog.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.neocog.tensor.TensorSpec;

final class GraphBuilderTest {
    private final GraphBuilder graph = new GraphBuilder();
    private final Node x = graph.input("x", TensorSpec.f32(2, 3));

    @Test
    void aNameThatIsTakenGetsANumber() {
        assertEquals("relu", graph.add(new Relu(), x).name());
        assertEquals("relu_1", graph.add(new Relu(), x).name());
        assertEquals("relu_2", graph.add("relu", new Relu(), x).name());
    }

    @Test
    void aNumberedNameThatIsTakenIsSteppedOver() {
        graph.add("relu_1", new Relu(), x);
        assertEquals("relu", graph.add("relu", new Relu(), x).name());
        assertEquals("relu_2", graph.add("relu", new Relu(), x).name());
    }

    @Test
    void twoSourcesCannotHaveOneName() {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> graph.variable("x", TensorSpec.f32(1)));
        assertEquals("there is a node x already", e.getMessage());
    }

    @Test
    void anOutputIsDeclaredOnce() {
        graph.output("y", x);
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> graph.output("y", x));
        assertEquals("there is an output y already", e.getMessage());
    }

    @Test
    void anotherGraphsNodeIsRefused() {
        Node foreign = new GraphBuilder().input("theirs", TensorSpec.f32(2, 3));
        String message = "theirs belongs to another graph";
        assertEquals(message,
                assertThrows(IllegalArgumentException.class, () -> graph.add(new Relu(), foreign)).getMessage());
        assertEquals(message,
                assertThrows(IllegalArgumentException.class, () -> graph.output("y", foreign)).getMessage());
    }

    @Test
    void aShapeThatDoesNotFitNamesTheNode() {
        Node w = graph.variable("w", TensorSpec.f32(4, 5));
        ShapeException e = assertThrows(ShapeException.class, () -> graph.add("fc1", new MatMul(false, true), x, w));
        assertEquals("fc1: MatMul: inner dimensions differ, 3 and 5 (2x3 · 4x5ᵀ)", e.getMessage());
    }

    @Test
    void aTensorThatIsTooLargeNamesTheNode() {
        Node column = graph.input("column", TensorSpec.f32(100_000, 1));
        Node row = graph.input("row", TensorSpec.f32(1, 100_000));
        ShapeException e =
                assertThrows(ShapeException.class, () -> graph.add("outer", new MatMul(false, false), column, row));
        assertEquals("outer: a tensor holds at most 2^31-1 elements; 100000x100000 is larger", e.getMessage());
    }

    @Test
    void theWrongNumberOfInputsIsNamed() {
        ShapeException e = assertThrows(ShapeException.class, () -> graph.add("sum", new Add(), x));
        assertEquals("sum: Add takes 2 inputs, not 1", e.getMessage());
    }

    @Test
    void theGraphListsItsNodesInOrder() {
        Node w = graph.variable("w", TensorSpec.f32(4, 3));
        graph.output("scores", graph.add("fc", new MatMul(false, true), x, w));
        Graph built = graph.build();
        assertEquals(List.of("x", "w", "fc"), built.nodes().stream().map(Node::name).toList());
        assertEquals("x = Input() : 2x3:f32\nw = Variable() : 4x3:f32\nfc = MatMul(x, w) : 2x4:f32\noutputs: scores = fc",
                built.toString());
    }

    @Test
    void aBuiltGraphDoesNotGrow() {
        Graph built = graph.build();
        graph.output("later", graph.add(new Relu(), x));
        assertEquals(1, built.nodes().size());
        assertEquals(0, built.outputs().size());
        assertThrows(UnsupportedOperationException.class, () -> built.outputs().clear());
    }
}

package org.neocog.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.neocog.tensor.TensorSpec;

final class GradientsTest {
    private final GraphBuilder graph = new GraphBuilder();
    private final Node x = graph.input("x", TensorSpec.f32(2, 3));
    private final Node w = graph.variable("w", TensorSpec.f32(2, 3));
    private final Node unused = graph.variable("unused", TensorSpec.f32(2, 3));

    @Test
    void theLossStartsWithOne() {
        Node loss = graph.add("loss", new L2(1), w);
        Node gradient = Gradients.of(graph, loss, List.of(w)).get(w);
        assertEquals(new L2Grad(1), gradient.op());
        assertEquals(new Fill(loss.spec(), 1), gradient.input(1).op());
        assertSame(w, gradient.input(0));
    }

    @Test
    void gradientsOfANodeThatIsUsedTwiceAreAdded() {
        Node dy = graph.input("dy", TensorSpec.f32(2, 3));
        Node y = graph.add("y", new Mul(), w, w);
        Node gradient = Gradients.of(graph, y, dy, List.of(w)).get(w);
        assertEquals(new Add(), gradient.op());
        assertEquals(List.of("y.da", "y.db"), gradient.inputs().stream().map(Node::name).toList());
    }

    @Test
    void gradientsOfANodeThatIsUsedAlongThreePathsAreAddedOnceEach() {
        Node dy = graph.input("dy", TensorSpec.f32(2, 3));
        Node sum = graph.add(new Add(), graph.add("a", new Scale(2), w), graph.add("b", new Scale(3), w));
        Node y = graph.add("y", new Add(), sum, graph.add("c", new Scale(5), w));
        Node gradient = Gradients.of(graph, y, dy, List.of(w)).get(w);
        assertEquals(10, slope(gradient, dy), 0);
    }

    @Test
    void theGradientOfAnInnerNodeIsCompleteBeforeItIsPassedOn() {
        Node dy = graph.input("dy", TensorSpec.f32(2, 3));
        Node inner = graph.add("inner", new Scale(2), w);
        Node y = graph.add("y", new Add(), inner, graph.add("more", new Scale(3), inner));
        Map<Node, Node> gradients = Gradients.of(graph, y, dy, List.of(w, inner));
        assertEquals(4, slope(gradients.get(inner), dy), 0);
        assertEquals(8, slope(gradients.get(w), dy), 0);
    }

    @Test
    void theGradientsComeInTheOrderAskedFor() {
        Node y = graph.add("y", new Mul(), x, w);
        Node dy = graph.input("dy", TensorSpec.f32(2, 3));
        assertEquals(List.of(w, x), List.copyOf(Gradients.of(graph, y, dy, List.of(w, x)).sequencedKeySet()));
    }

    @Test
    void theGradientOfTheResultItselfIsWhatItStartsWith() {
        Node dy = graph.input("dy", TensorSpec.f32(2, 3));
        assertSame(dy, Gradients.of(graph, w, dy, List.of(w)).get(w));
    }

    @Test
    void aNodeThatTheLossDoesNotDependOnIsAnError() {
        Node loss = graph.add("loss", new L2(1), w);
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> Gradients.of(graph, loss, List.of(w, unused)));
        assertEquals("loss does not depend on unused", e.getMessage());
    }

    @Test
    void aNodeReachedOnlyThroughLabelsIsAnError() {
        Node labels = graph.input("labels", TensorSpec.i32(2));
        Node loss = graph.add("loss", new SoftmaxCrossEntropy(), x, labels);
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> Gradients.of(graph, loss, List.of(labels)));
        assertEquals("loss does not depend on labels", e.getMessage());
    }

    @Test
    void aLossMustBeAScalar() {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> Gradients.of(graph, w, List.of(w)));
        assertEquals("the loss must be a scalar; w is 2x3:f32", e.getMessage());
    }

    @Test
    void nothingIsAddedForBranchesThatDoNotMatter() {
        Node images = graph.input("images", TensorSpec.f32(1, 1, 4, 4));
        Node filters = graph.variable("filters", TensorSpec.f32(2, 1, 3, 3));
        Node y = graph.add("conv", new Conv2d(Window.square(3, 1, 0), 1, false), graph.add(new Relu(), images), filters);
        Node dy = graph.input("dy", y.spec());
        Gradients.of(graph, y, dy, List.of(filters));
        List<String> ops = graph.build().nodes().stream().map(node -> node.op().opName()).toList();
        assertTrue(ops.contains("Conv2dWeightGrad"), ops.toString());
        assertTrue(!ops.contains("ReluGrad"), ops.toString());
    }

    @Test
    void anUpdateHasNoGradient() {
        Node lr = graph.input("lr", TensorSpec.f32());
        Node step = graph.input("step", TensorSpec.i32());
        Node update = graph.add("update", new SgdUpdate(0, false, 0), w, x, lr, step);
        IllegalStateException e = assertThrows(
                IllegalStateException.class, () -> Gradients.of(graph, update, x, List.of(w)));
        assertEquals("SgdUpdate has no gradient", e.getMessage());
    }

    /** What a graph of additions and scalings multiplies {@code dy} by. */
    private static double slope(Node node, Node dy) {
        return switch (node.op()) {
            case Add _ -> slope(node.input(0), dy) + slope(node.input(1), dy);
            case Scale scale -> scale.factor() * slope(node.input(0), dy);
            default -> node == dy ? 1 : Double.NaN;
        };
    }
}

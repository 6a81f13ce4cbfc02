package org.neocog.device;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.neocog.graph.Add;
import org.neocog.graph.GraphBuilder;
import org.neocog.graph.Node;
import org.neocog.graph.Relu;
import org.neocog.graph.Sigmoid;
import org.neocog.graph.Tanh;
import org.neocog.tensor.TensorSpec;

final class FusionTest {
    private static final Predicate<Node> ALL_BUT_TANH =
            node -> node.op() instanceof Relu || node.op() instanceof Add || node.op() instanceof Sigmoid;

    private final GraphBuilder graph = new GraphBuilder();
    private final Node x = graph.input("x", TensorSpec.f32(2, 3));

    private List<Fusion> find(Node... outputs) {
        for (int i = 0; i < outputs.length; i++) {
            graph.output("y" + i, outputs[i]);
        }
        return Fusion.find(graph.build().nodes(), List.of(outputs), ALL_BUT_TANH);
    }

    @Test
    void takesAllThatLeadsToOneResult() {
        Node a = graph.add("a", new Relu(), x);
        Node b = graph.add("b", new Sigmoid(), a);
        Node c = graph.add("c", new Add(), a, b);
        assertEquals(List.of(new Fusion(List.of(a, b, c), List.of(x))), find(c));
    }

    @Test
    void endsWhereSomebodyElseReads() {
        Node a = graph.add("a", new Relu(), x);
        Node b = graph.add("b", new Sigmoid(), a);
        Node t = graph.add("t", new Tanh(), a);
        Node c = graph.add("c", new Add(), b, t);
        assertEquals(List.of(new Fusion(List.of(a), List.of(x)), new Fusion(List.of(b, c), List.of(a, t))), find(c));
    }

    @Test
    void endsAtWhatIsWanted() {
        Node a = graph.add("a", new Relu(), x);
        Node b = graph.add("b", new Sigmoid(), a);
        assertEquals(List.of(new Fusion(List.of(a), List.of(x)), new Fusion(List.of(b), List.of(a))), find(a, b));
    }

    @Test
    void doesNotCloseARing() {
        // a and c could be one only if t, which lies between them, were part of it.
        Node a = graph.add("a", new Relu(), x);
        Node t = graph.add("t", new Tanh(), a);
        Node c = graph.add("c", new Add(), a, t);
        assertEquals(List.of(new Fusion(List.of(a), List.of(x)), new Fusion(List.of(c), List.of(a, t))), find(c));
    }
}

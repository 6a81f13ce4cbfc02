package org.neocog.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import org.neocog.tensor.Shape;

/** Reverse-mode differentiation: adds the backward pass to a graph as ordinary nodes. */
public final class Gradients {
    private final GraphBuilder graph;
    private final Set<Node> needed = new HashSet<>();
    private final Map<Node, Node> gradients = new HashMap<>();

    private Gradients(GraphBuilder graph) {
        this.graph = graph;
    }

    /**
     * The gradient of {@code loss} with respect to each node of {@code with}.
     *
     * @throws IllegalArgumentException if the loss is no scalar or does not depend on one of the nodes
     */
    public static SequencedMap<Node, Node> of(GraphBuilder graph, Node loss, List<Node> with) {
        if (!loss.shape().equals(Shape.scalar())) {
            throw new IllegalArgumentException("the loss must be a scalar; " + loss.name() + " is " + loss.spec());
        }
        Node one = graph.add("dloss", new Fill(loss.spec(), 1));
        return of(graph, loss, one, with);
    }

    /** As above, with {@code dy} in place of the 1 by which a scalar's gradient starts; {@code y} may have any shape. */
    public static SequencedMap<Node, Node> of(GraphBuilder graph, Node y, Node dy, List<Node> with) {
        Gradients pass = new Gradients(graph);
        List<Node> order = pass.pathsTo(y, with);
        pass.gradients.put(y, dy);
        for (Node node : order.reversed()) {
            if (!(node.op() instanceof Source) && pass.gradients.containsKey(node)) {
                pass.propagate(node);
            }
        }
        SequencedMap<Node, Node> result = new LinkedHashMap<>();
        for (Node node : with) {
            Node gradient = pass.gradients.get(node);
            if (gradient == null) {
                throw new IllegalArgumentException(y.name() + " does not depend on " + node.name());
            }
            result.put(node, gradient);
        }
        return result;
    }

    private void propagate(Node node) {
        if (node.inputs().stream().noneMatch(needed::contains)) {
            return;
        }
        List<Optional<Node>> parts = node.op().gradient(graph, node, gradients.get(node));
        for (int i = 0; i < parts.size(); i++) {
            Node input = node.input(i);
            if (needed.contains(input)) {
                parts.get(i).ifPresent(part -> gradients.merge(input, part, (a, b) -> graph.add("dsum", new Add(), a, b)));
            }
        }
    }

    /** Marks the nodes between {@code with} and {@code y} as needed; returns what {@code y} depends on, in order. */
    private List<Node> pathsTo(Node y, List<Node> with) {
        Set<Node> seen = new HashSet<>(List.of(y));
        List<Node> ancestors = new ArrayList<>(List.of(y));
        for (int i = 0; i < ancestors.size(); i++) {
            for (Node input : ancestors.get(i).inputs()) {
                if (seen.add(input)) {
                    ancestors.add(input);
                }
            }
        }
        ancestors.sort(java.util.Comparator.comparingInt(Node::id));
        needed.addAll(with);
        for (Node node : ancestors) {
            if (node.inputs().stream().anyMatch(needed::contains)) {
                needed.add(node);
            }
        }
        return ancestors;
    }
}

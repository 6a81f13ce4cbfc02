package org.neocog.device;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.neocog.graph.ComputeOp;
import org.neocog.graph.Node;

/**
 * Nodes that a device computes by one kernel: what lies between them is read by none but them, so it never has to be in
 * memory in the layout that other kernels expect.
 *
 * @param nodes in an order in which they can run; the last one's value is the result
 * @param inputs what they read and is not among them, each once
 */
public record Fusion(List<Node> nodes, List<Node> inputs) {
    public Fusion {
        nodes = List.copyOf(nodes);
        inputs = List.copyOf(inputs);
    }

    public Node result() {
        return nodes.getLast();
    }

    public long multiplyAdds() {
        return nodes.stream().mapToLong(Node::multiplyAdds).sum();
    }

    /**
     * The largest sets of suitable nodes of which only one is read from outside, or wanted. No node is in two of them.
     *
     * @param order nodes in an order in which they can run
     * @param outputs nodes whose values are wanted
     */
    public static List<Fusion> find(List<Node> order, Collection<Node> outputs, Predicate<Node> suits) {
        Map<Node, List<Node>> readers = new HashMap<>();
        for (Node node : order) {
            new HashSet<>(node.inputs()).forEach(input -> readers.computeIfAbsent(input, _ -> new ArrayList<>()).add(node));
        }
        Set<Node> wanted = new HashSet<>(outputs);
        Map<Node, Node> resultOf = new HashMap<>();
        for (Node node : order.reversed()) {
            if (!suits.test(node)) {
                continue;
            }
            List<Node> readBy = wanted.contains(node) ? List.of() : readers.getOrDefault(node, List.of());
            Set<Node> results = new HashSet<>();
            readBy.forEach(reader -> results.add(resultOf.get(reader)));
            boolean inside = results.size() == 1 && !results.contains(null);
            if (inside) {
                resultOf.put(node, results.iterator().next());
            } else if (node.op() instanceof ComputeOp) {
                resultOf.put(node, node);
            }
        }
        Map<Node, List<Node>> members = new HashMap<>();
        for (Node node : order) {
            if (resultOf.containsKey(node)) {
                members.computeIfAbsent(resultOf.get(node), _ -> new ArrayList<>()).add(node);
            }
        }
        return order.stream().filter(members::containsKey).map(result -> of(members.get(result))).toList();
    }

    private static Fusion of(List<Node> nodes) {
        Set<Node> inputs = new LinkedHashSet<>();
        nodes.forEach(node -> inputs.addAll(node.inputs()));
        nodes.forEach(inputs::remove);
        return new Fusion(nodes, List.copyOf(inputs));
    }
}

package org.neocog.exec;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.neocog.graph.Graph;
import org.neocog.graph.Node;
import org.neocog.graph.Reshape;
import org.neocog.graph.Source;
import org.neocog.graph.UpdateOp;
import org.neocog.graph.Variable;

/**
 * Which nodes run and in what order: those that an output depends on, inputs first, and each update as soon as its
 * gradient is there and nobody has still to read what it overwrites. Updating early gives up gradients early.
 */
final class StepOrder {
    private final Set<Node> wanted = new LinkedHashSet<>();
    /** What each node keeps from running: the updates that it is an input of, and those of variables that it reads. */
    private final Map<Node, List<Node>> keptWaiting = new HashMap<>();
    /** How many times an update is in these lists of nodes that have not run. */
    private final Map<Node, Integer> waitsFor = new HashMap<>();
    private final List<Node> order = new ArrayList<>();

    private StepOrder() {}

    /**
     * Every node that is needed, in an order in which they can run.
     *
     * @throws IllegalArgumentException if something reads the output of an update, two updates write to one variable, or
     *     updates wait for one another
     */
    static List<Node> of(Graph graph) {
        return new StepOrder().order(graph);
    }

    /** The node whose storage a node's value is in, behind any reshaping. */
    static Node root(Node node) {
        Node root = node;
        while (root.op() instanceof Reshape) {
            root = root.input(0);
        }
        return root;
    }

    private List<Node> order(Graph graph) {
        prune(graph);
        Map<Node, Node> writers = writers();
        for (Node node : wanted) {
            if (node.op() instanceof UpdateOp) {
                node.inputs().forEach(input -> letWait(node, input));
            }
            read(node).stream().filter(writers::containsKey).forEach(root -> letWait(writers.get(root), node));
        }
        // Sources first: optimizers' slots are made last, but no update need wait for them.
        wanted.stream().filter(node -> node.op() instanceof Source).forEach(this::run);
        wanted.stream().filter(node -> !(node.op() instanceof Source || node.op() instanceof UpdateOp)).forEach(this::run);
        List<Node> left = wanted.stream().filter(node -> waitsFor.getOrDefault(node, 0) > 0).toList();
        if (!left.isEmpty()) {
            throw new IllegalArgumentException(
                    "updates wait for one another, each to read what another overwrites: " + names(left));
        }
        return order;
    }

    private void letWait(Node update, Node until) {
        keptWaiting.computeIfAbsent(until, _ -> new ArrayList<>()).add(update);
        waitsFor.merge(update, 1, Integer::sum);
    }

    /** Runs a node, and then the updates that waited for nothing else. */
    private void run(Node node) {
        Deque<Node> ready = new ArrayDeque<>(List.of(node));
        while (!ready.isEmpty()) {
            Node next = ready.remove();
            order.add(next);
            for (Node update : keptWaiting.getOrDefault(next, List.of())) {
                if (waitsFor.merge(update, -1, Integer::sum) == 0) {
                    ready.add(update);
                }
            }
        }
    }

    private void prune(Graph graph) {
        Set<Node> reached = new HashSet<>(graph.outputs().values());
        for (Node node : graph.nodes().reversed()) {
            if (reached.contains(node)) {
                reached.addAll(node.inputs());
            }
        }
        graph.nodes().stream().filter(reached::contains).forEach(wanted::add);
    }

    /** The update of each variable that has one. */
    private Map<Node, Node> writers() {
        Map<Node, Node> writers = new HashMap<>();
        for (Node node : wanted) {
            for (Node target : targets(node)) {
                if (!(target.op() instanceof Variable)) {
                    throw new IllegalArgumentException(node.name() + " updates " + target.name() + ", which is no variable");
                }
                if (writers.put(target, node) != null) {
                    throw new IllegalArgumentException("two updates write to " + target.name());
                }
            }
        }
        return writers;
    }

    /** The variables that a node overwrites: an optimizer's parameter and slots, for one. */
    private static List<Node> targets(Node node) {
        return node.op() instanceof UpdateOp update
                ? update.writtenInputs().stream().map(node::input).toList()
                : List.of();
    }

    /** Whose storage a node reads, apart from what it overwrites itself; a reshaping reads nothing. */
    private static List<Node> read(Node node) {
        if (node.op() instanceof Reshape) {
            return List.of();
        }
        List<Node> targets = targets(node);
        List<Node> roots = node.inputs().stream().map(StepOrder::root).filter(root -> !targets.contains(root)).toList();
        for (Node root : roots) {
            if (root.op() instanceof UpdateOp) {
                throw new IllegalArgumentException(
                        "nothing may read the output of an update, but " + node.name() + " reads " + root.name());
            }
        }
        return roots;
    }

    private static String names(List<Node> nodes) {
        return String.join(", ", nodes.stream().map(Node::name).toList());
    }
}

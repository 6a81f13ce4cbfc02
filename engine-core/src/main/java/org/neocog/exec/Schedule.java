package org.neocog.exec;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.neocog.graph.Graph;
import org.neocog.graph.Node;
import org.neocog.graph.Reshape;
import org.neocog.graph.UpdateOp;
import org.neocog.graph.Variable;

/**
 * Which nodes run and in what order: those that an output depends on, inputs first, and each update as soon as its
 * gradient is there and nobody has still to read what it overwrites. Updating early gives up gradients early.
 */
final class Schedule {
    private final Set<Node> wanted = new LinkedHashSet<>();
    private final Map<Node, Integer> readersLeft = new HashMap<>();
    private final Set<Node> written = new HashSet<>();

    private Schedule() {}

    /** Every node that is needed, in an order in which they can run. */
    static List<Node> of(Graph graph) {
        return new Schedule().order(graph);
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
        for (Node node : wanted) {
            if (node.op() instanceof UpdateOp update) {
                writes(node, update);
            } else if (!(node.op() instanceof Reshape)) {
                node.inputs().forEach(input -> readersLeft.merge(root(input), 1, Integer::sum));
            }
        }
        List<Node> order = new ArrayList<>(wanted.size());
        List<Node> updates = new ArrayList<>();
        Set<Node> done = new HashSet<>();
        for (Node node : wanted) {
            if (node.op() instanceof UpdateOp) {
                updates.add(node);
            } else {
                order.add(node);
                done.add(node);
                if (!(node.op() instanceof Reshape)) {
                    node.inputs().forEach(input -> readersLeft.merge(root(input), -1, Integer::sum));
                }
            }
            runWhatCan(updates, done, order);
        }
        if (!updates.isEmpty()) {
            throw new IllegalArgumentException("nothing may read the output of an update, but " + updates.getFirst().name()
                    + " waits for a value that is never there");
        }
        return order;
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

    private void writes(Node node, UpdateOp update) {
        for (int i = 0; i < 2 + update.slots(); i++) {
            Node target = node.input(i);
            if (i == 1) {
                continue;
            }
            if (!(target.op() instanceof Variable)) {
                throw new IllegalArgumentException(node.name() + " updates " + target.name() + ", which is no variable");
            }
            if (!written.add(target)) {
                throw new IllegalArgumentException("two updates write to " + target.name());
            }
        }
    }

    private void runWhatCan(List<Node> updates, Set<Node> done, List<Node> order) {
        for (Iterator<Node> it = updates.iterator(); it.hasNext(); ) {
            Node update = it.next();
            boolean ready = done.containsAll(update.inputs())
                    && update.inputs().stream()
                            .filter(written::contains)
                            .allMatch(target -> readersLeft.getOrDefault(target, 0) == 0);
            if (ready) {
                order.add(update);
                it.remove();
            }
        }
    }
}

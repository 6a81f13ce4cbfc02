package org.neocog.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;

/** Grows a graph node by node, checking shapes as it goes. Not for use by several threads at once. */
public final class GraphBuilder {
    private final List<Node> nodes = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private final Map<String, Integer> suffixes = new HashMap<>();
    private final SequencedMap<String, Node> outputs = new LinkedHashMap<>();

    public Node input(String name, TensorSpec spec) {
        return source(new Input(name, spec));
    }

    public Node variable(String name, TensorSpec spec) {
        return source(new Variable(name, spec));
    }

    /** Adds a node under a name made from the operation's. */
    public Node add(Op op, Node... inputs) {
        return add(op.opName().toLowerCase(java.util.Locale.ROOT), op, Arrays.asList(inputs));
    }

    /** Adds a node; a name that is taken gets a number. */
    public Node add(String name, Op op, Node... inputs) {
        return add(name, op, Arrays.asList(inputs));
    }

    /**
     * Adds a node; a name that is taken gets a number.
     *
     * @throws ShapeException naming the node, if the inputs' shapes do not suit the operation
     */
    public Node add(String name, Op op, List<Node> inputs) {
        inputs.forEach(this::own);
        TensorSpec spec;
        try {
            spec = op.infer(inputs.stream().map(Node::spec).toList());
        } catch (ShapeException | IllegalArgumentException e) {
            throw new ShapeException(name + ": " + e.getMessage());
        }
        Node node = new Node(nodes.size(), unique(name), op, inputs, spec);
        nodes.add(node);
        return node;
    }

    /** Adds nodes for one row of a matrix, R x C, as a vector of C. */
    public Node row(String name, Node matrix, int index) {
        Shape row = matrix.shape().dropFirst();
        return add(name, new Reshape(row), add(name + ".row", new Slice(List.of(index, 0), row.prepend(1)), matrix));
    }

    /** Declares a value that a run must compute. */
    public void output(String name, Node node) {
        own(node);
        if (outputs.putIfAbsent(name, node) != null) {
            throw new IllegalArgumentException("there is an output " + name + " already");
        }
    }

    public Graph build() {
        return new Graph(nodes, outputs);
    }

    private Node source(Source source) {
        if (names.contains(source.name())) {
            throw new IllegalArgumentException("there is a node " + source.name() + " already");
        }
        return add(source.name(), source, List.of());
    }

    private void own(Node node) {
        if (node.id() >= nodes.size() || nodes.get(node.id()) != node) {
            throw new IllegalArgumentException(node.name() + " belongs to another graph");
        }
    }

    private String unique(String name) {
        String result = name;
        while (!names.add(result)) {
            result = name + "_" + suffixes.merge(name, 1, Integer::sum);
        }
        return result;
    }
}

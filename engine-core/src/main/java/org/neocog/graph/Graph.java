package org.neocog.graph;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/** Nodes in topological order and the named values that are wanted. Immutable. */
public final class Graph {
    private final List<Node> nodes;
    private final SequencedMap<String, Node> outputs;

    Graph(List<Node> nodes, SequencedMap<String, Node> outputs) {
        this.nodes = List.copyOf(nodes);
        this.outputs = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(outputs));
    }

    /** Every node, inputs before the nodes that read them. */
    public List<Node> nodes() {
        return nodes;
    }

    /** What a run computes, by name. */
    public SequencedMap<String, Node> outputs() {
        return outputs;
    }

    /** One line a node, then the outputs. */
    @Override
    public String toString() {
        String listing = nodes.stream().map(Node::toString).collect(Collectors.joining("\n"));
        String wanted = outputs.entrySet().stream()
                .map((Map.Entry<String, Node> e) -> e.getKey() + " = " + e.getValue().name())
                .collect(Collectors.joining(", "));
        return listing + "\noutputs: " + wanted;
    }
}

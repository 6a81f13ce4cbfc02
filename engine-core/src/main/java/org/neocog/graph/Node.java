package org.neocog.graph;

import java.util.List;
import java.util.stream.Collectors;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;

/** One value of a graph: an operation, the nodes it reads, and what comes out. Compared by identity. */
public final class Node {
    private final int id;
    private final String name;
    private final Op op;
    private final List<Node> inputs;
    private final TensorSpec spec;

    Node(int id, String name, Op op, List<Node> inputs, TensorSpec spec) {
        this.id = id;
        this.name = name;
        this.op = op;
        this.inputs = List.copyOf(inputs);
        this.spec = spec;
    }

    /** Position in the graph: larger than that of every input. */
    public int id() {
        return id;
    }

    public String name() {
        return name;
    }

    public Op op() {
        return op;
    }

    public List<Node> inputs() {
        return inputs;
    }

    public Node input(int index) {
        return inputs.get(index);
    }

    public TensorSpec spec() {
        return spec;
    }

    public Shape shape() {
        return spec.shape();
    }

    public List<TensorSpec> inputSpecs() {
        return inputs.stream().map(Node::spec).toList();
    }

    public long multiplyAdds() {
        return op.multiplyAdds(inputSpecs(), spec);
    }

    /** {@code conv1 = Conv2d(images, conv1.weight) : 100x32x28x28:f32}. */
    @Override
    public String toString() {
        String arguments = inputs.stream().map(Node::name).collect(Collectors.joining(", "));
        return name + " = " + op.opName() + "(" + arguments + ") : " + spec;
    }
}

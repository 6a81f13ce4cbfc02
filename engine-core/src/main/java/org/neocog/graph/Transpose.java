package org.neocog.graph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;

/**
 * The axes in another order: axis k of the output is axis {@code order[k]} of the input (PyTorch's {@code permute}).
 *
 * @param order each axis once, as in 0, 2, 3, 1 for N x C x H x W to N x H x W x C
 */
public record Transpose(List<Integer> order) implements MovementOp {
    public Transpose {
        order = List.copyOf(order);
        List<Integer> sorted = order.stream().sorted().toList();
        for (int i = 0; i < sorted.size(); i++) {
            Check.attribute(sorted.get(i) == i, "an order of axes names each of 0 to " + (sorted.size() - 1) + " once, unlike "
                    + order);
        }
    }

    @Override
    public TensorSpec infer(List<TensorSpec> inputs) {
        Check.inputs(this, inputs, 1);
        Shape x = Check.movable(this, inputs.getFirst());
        if (x.rank() != order.size()) {
            throw new ShapeException("Transpose: an order of " + order.size() + " axes does not suit " + x);
        }
        return TensorSpec.f32(order.stream().mapToInt(x::dim).toArray());
    }

    /** The opposite order. */
    @Override
    public List<Optional<Node>> gradient(GraphBuilder graph, Node node, Node dy) {
        List<Integer> back = new ArrayList<>(Collections.nCopies(order.size(), 0));
        for (int i = 0; i < order.size(); i++) {
            back.set(order.get(i), i);
        }
        return List.of(Optional.of(graph.add(node.name() + ".dx", new Transpose(back), dy)));
    }

    public TransposeGeometry geometry(Shape x) {
        return TransposeGeometry.of(x, order);
    }
}

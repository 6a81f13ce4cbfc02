package org.neocog.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;

/**
 * A box out of a tensor: {@code y[j0, j1, …] = x[starts0 + j0, starts1 + j1, …]}.
 *
 * @param starts first element taken along each axis, from 0
 * @param shape of the box, of as many dimensions as the input
 */
public record Slice(List<Integer> starts, Shape shape) implements MovementOp {
    public Slice {
        starts = List.copyOf(starts);
        Check.attribute(starts.size() == shape.rank(),
                "a slice of the shape " + shape + " needs " + shape.rank() + " starts, not " + starts.size());
        Check.attribute(starts.stream().allMatch(start -> start >= 0), "a slice cannot start before element 0: " + starts);
    }

    @Override
    public TensorSpec infer(List<TensorSpec> inputs) {
        Check.inputs(this, inputs, 1);
        Shape x = Check.movable(this, inputs.getFirst());
        boolean inside = x.rank() == shape.rank();
        for (int i = 0; inside && i < x.rank(); i++) {
            inside = starts.get(i) <= x.dim(i) - shape.dim(i);
        }
        if (!inside) {
            throw new ShapeException("Slice: " + shape + " from " + starts + " on does not lie in " + x);
        }
        return TensorSpec.f32(shape);
    }

    /** dy with zeros around it. */
    @Override
    public List<Optional<Node>> gradient(GraphBuilder graph, Node node, Node dy) {
        Shape x = node.input(0).shape();
        List<Integer> after = new ArrayList<>();
        for (int i = 0; i < x.rank(); i++) {
            after.add(x.dim(i) - starts.get(i) - shape.dim(i));
        }
        return List.of(Optional.of(graph.add(node.name() + ".dx", new Pad(starts, after, PadMode.ZERO), dy)));
    }

    /** A slice is a padding by less than nothing. */
    public PadGeometry geometry(Shape x) {
        return PadGeometry.of(x, shape, starts.stream().map(start -> -start).toList(), PadMode.ZERO);
    }
}

package org.neocog.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;

/**
 * The inputs, one or more, one behind the other along {@code axis}. They must agree in every other dimension.
 *
 * @param axis counted from 0, the outermost
 */
public record Concat(int axis) implements MovementOp {
    public Concat {
        Check.attribute(axis >= 0, "an axis is counted from 0, the outermost; it cannot be " + axis);
    }

    @Override
    public TensorSpec infer(List<TensorSpec> inputs) {
        if (inputs.isEmpty()) {
            throw new ShapeException("Concat takes at least 1 input, not 0");
        }
        Shape first = Check.floats(this, "an input", inputs.getFirst()).shape();
        if (axis >= first.rank()) {
            throw new ShapeException("Concat: " + first + " has no axis " + axis);
        }
        int[] dims = first.toArray();
        long length = 0;
        for (TensorSpec input : inputs) {
            Shape shape = Check.floats(this, "an input", input).shape();
            if (!agree(first, shape)) {
                throw new ShapeException("Concat: inputs must agree in all dimensions but that of axis " + axis + ", not be "
                        + first + " and " + shape);
            }
            length += shape.dim(axis);
        }
        if (length > Integer.MAX_VALUE) {
            throw new ShapeException("Concat: " + length + " elements along axis " + axis + " are too many");
        }
        dims[axis] = (int) length;
        return TensorSpec.f32(dims);
    }

    private boolean agree(Shape a, Shape b) {
        if (a.rank() != b.rank()) {
            return false;
        }
        for (int i = 0; i < a.rank(); i++) {
            if (i != axis && a.dim(i) != b.dim(i)) {
                return false;
            }
        }
        return true;
    }

    /** Each input's gradient is its part of dy. */
    @Override
    public List<Optional<Node>> gradient(GraphBuilder graph, Node node, Node dy) {
        List<Optional<Node>> parts = new ArrayList<>();
        int start = 0;
        for (Node input : node.inputs()) {
            List<Integer> starts = new ArrayList<>(java.util.Collections.nCopies(input.shape().rank(), 0));
            starts.set(axis, start);
            parts.add(Optional.of(graph.add(node.name() + ".dx", new Slice(starts, input.shape()), dy)));
            start += input.shape().dim(axis);
        }
        return parts;
    }
}

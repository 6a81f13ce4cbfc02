package org.neocog.graph;

import java.util.List;
import java.util.Optional;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;

/**
 * The adjoint of a reflecting {@link Pad} along one axis: {@code dx[i]} is {@code dy[before + i]} and, where element i was
 * reflected, {@code dy[before - i]} (for 1 ≤ i ≤ before) and {@code dy[before + 2(L-1) - i]} (for L-1-after ≤ i ≤ L-2) as
 * well, L being the axis's length without the padding. The input is dy.
 */
public record ReflectPadGrad(int axis, int before, int after) implements MovementOp {
    public ReflectPadGrad {
        Check.attribute(axis >= 0 && before >= 0 && after >= 0, "axis and paddings cannot be negative");
    }

    @Override
    public TensorSpec infer(List<TensorSpec> inputs) {
        Check.inputs(this, inputs, 1);
        Shape dy = Check.movable(this, inputs.getFirst());
        long length = axis < dy.rank() ? (long) dy.dim(axis) - before - after : 0;
        if (length <= Math.max(before, after)) {
            throw new ShapeException("ReflectPadGrad: axis " + axis + " of " + dy + " is no axis with a reflecting padding of "
                    + before + "+" + after);
        }
        int[] dims = dy.toArray();
        dims[axis] = (int) length;
        return TensorSpec.f32(dims);
    }

    /** Linear, and the adjoint of the adjoint is the padding itself. */
    @Override
    public List<Optional<Node>> gradient(GraphBuilder graph, Node node, Node dy) {
        Pad pad = Pad.reflect(dy.shape().rank(), axis, before, after);
        return List.of(Optional.of(graph.add(node.name() + ".ddy", pad, dy)));
    }
}

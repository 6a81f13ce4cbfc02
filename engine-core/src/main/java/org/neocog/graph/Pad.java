package org.neocog.graph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;

/**
 * A tensor with a margin around it: {@code before} elements in front of the first and {@code after} behind the last along
 * each axis, filled as {@code mode} says.
 *
 * @param before one number for each axis, at least 0; less than the axis is long if the margin reflects
 * @param after the same at the other end
 */
public record Pad(List<Integer> before, List<Integer> after, PadMode mode) implements MovementOp {
    public Pad {
        before = List.copyOf(before);
        after = List.copyOf(after);
        Check.attribute(before.size() == after.size(),
                "a padding needs as many numbers before as after, not " + before.size() + " and " + after.size());
        Check.attribute(before.stream().allMatch(n -> n >= 0) && after.stream().allMatch(n -> n >= 0),
                "a padding cannot be negative: " + before + " before, " + after + " after");
    }

    @Override
    public TensorSpec infer(List<TensorSpec> inputs) {
        Check.inputs(this, inputs, 1);
        Shape x = Check.movable(this, inputs.getFirst());
        if (x.rank() != before.size()) {
            throw new ShapeException("Pad: a padding of " + before.size() + " axes does not suit " + x);
        }
        int[] dims = new int[x.rank()];
        for (int i = 0; i < dims.length; i++) {
            int most = Math.max(before.get(i), after.get(i));
            if (mode == PadMode.REFLECT && most >= x.dim(i)) {
                throw new ShapeException("Pad: there are too few elements along axis " + i + " of " + x + " to reflect " + most
                        + " of them; a reflecting padding must be shorter than its axis");
            }
            long length = (long) x.dim(i) + before.get(i) + after.get(i);
            if (length > Integer.MAX_VALUE) {
                throw new ShapeException("Pad: " + length + " elements along axis " + i + " are too many");
            }
            dims[i] = (int) length;
        }
        return TensorSpec.f32(dims);
    }

    /** Zeros have no gradient; what was reflected adds up with what it is an image of, axis by axis. */
    @Override
    public List<Optional<Node>> gradient(GraphBuilder graph, Node node, Node dy) {
        String name = node.name() + ".dx";
        if (mode == PadMode.ZERO) {
            return List.of(Optional.of(graph.add(name, new Slice(before, node.input(0).shape()), dy)));
        }
        Node gradient = dy;
        for (int axis = before.size() - 1; axis >= 0; axis--) {
            if (before.get(axis) + after.get(axis) > 0) {
                gradient = graph.add(name, new ReflectPadGrad(axis, before.get(axis), after.get(axis)), gradient);
            }
        }
        return List.of(Optional.of(gradient));
    }

    /** The same padding along one axis of {@code rank} alone. */
    static Pad reflect(int rank, int axis, int before, int after) {
        List<Integer> first = new ArrayList<>(Collections.nCopies(rank, 0));
        List<Integer> last = new ArrayList<>(first);
        first.set(axis, before);
        last.set(axis, after);
        return new Pad(first, last, PadMode.REFLECT);
    }

    public PadGeometry geometry(Shape x) {
        return PadGeometry.of(x, infer(List.of(TensorSpec.f32(x))).shape(), before, mode);
    }
}

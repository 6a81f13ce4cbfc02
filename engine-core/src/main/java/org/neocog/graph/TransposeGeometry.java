package org.neocog.graph;

import java.util.ArrayList;
import java.util.List;
import org.neocog.tensor.Shape;

/**
 * The axes of a transposition's output, outermost first, without those of length 1 and with neighbours that are neighbours in
 * the input as well taken together; there is at least one.
 */
public record TransposeGeometry(List<Line> axes) {
    /**
     * @param length of the axis
     * @param stride elements of the input from one index to the next; 1 for exactly one axis
     */
    public record Line(int length, int stride) {}

    public TransposeGeometry {
        axes = List.copyOf(axes);
    }

    static TransposeGeometry of(Shape x, List<Integer> order) {
        List<Line> merged = new ArrayList<>();
        for (int axis : order) {
            Line inner = new Line(x.dim(axis), x.elements(axis + 1, x.rank()));
            if (inner.length() == 1) {
                continue;
            }
            if (!merged.isEmpty() && merged.getLast().stride() == inner.length() * inner.stride()) {
                Line outer = merged.removeLast();
                inner = new Line(outer.length() * inner.length(), inner.stride());
            }
            merged.add(inner);
        }
        if (merged.isEmpty()) {
            merged.add(new Line(1, 1));
        }
        return new TransposeGeometry(merged);
    }
}

package org.neocog.graph;

import java.util.ArrayList;
import java.util.List;
import org.neocog.tensor.Shape;

/**
 * All numbers of a padding or a slice. Neighbouring axes that are moved as one are taken together, so that there are few of
 * them and the innermost is long; there is at least one.
 *
 * @param axes outermost first
 * @param mode what stands where there is no element of the input
 */
public record PadGeometry(List<Line> axes, PadMode mode) {
    /**
     * One axis: element j of the output is element j - before of the input.
     *
     * @param before negative where the first elements are left out
     */
    public record Line(int input, int output, int before) {
        boolean untouched() {
            return before == 0 && input == output;
        }
    }

    public PadGeometry {
        axes = List.copyOf(axes);
    }

    static PadGeometry of(Shape x, Shape y, List<Integer> before, PadMode mode) {
        List<Line> merged = new ArrayList<>();
        for (int i = 0; i < x.rank(); i++) {
            Line inner = new Line(x.dim(i), y.dim(i), before.get(i));
            if (!merged.isEmpty() && inner.untouched() && (mode == PadMode.ZERO || merged.getLast().untouched())) {
                Line outer = merged.removeLast();
                merged.add(new Line(
                        outer.input() * inner.input(), outer.output() * inner.output(), outer.before() * inner.input()));
            } else {
                merged.add(inner);
            }
        }
        if (merged.isEmpty()) {
            merged.add(new Line(1, 1, 0));
        }
        return new PadGeometry(merged, mode);
    }
}

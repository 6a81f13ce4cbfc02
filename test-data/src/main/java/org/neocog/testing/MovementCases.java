package org.neocog.testing;

import java.util.ArrayList;
import java.util.List;
import org.neocog.graph.Concat;
import org.neocog.graph.MatMul;
import org.neocog.graph.MovementOp;
import org.neocog.graph.Pad;
import org.neocog.graph.PadMode;
import org.neocog.graph.ReflectPadGrad;
import org.neocog.graph.Slice;
import org.neocog.graph.Transpose;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;

/** Elements put into other places, and batches of matrix products, which go with them in attention. */
final class MovementCases {
    private final List<OpCase> cases = new ArrayList<>();

    private MovementCases() {}

    static List<OpCase> all() {
        MovementCases movements = new MovementCases();
        movements.concats();
        movements.slices();
        movements.paddings();
        movements.reflections();
        movements.transpositions();
        movements.products(5, 7, 3, 11);
        movements.products(1, 13, 17, 5);
        movements.products(37, 1, 9, 1);
        movements.products(3, 64, 65, 130);
        movements.products(2, 129, 300, 70);
        return movements.cases;
    }

    private void concats() {
        concat("channels", 1, Shape.of(3, 4, 5, 7), Shape.of(3, 1, 5, 7), Shape.of(3, 6, 5, 7));
        concat("one-input", 0, Shape.of(13));
        concat("batch", 0, Shape.of(2, 3), Shape.of(5, 3));
        concat("innermost", 2, Shape.of(4, 37, 1), Shape.of(4, 37, 2));
        concat("one-row", 0, Shape.of(9000), Shape.of(1), Shape.of(8191));
        concat("twice-the-shape", 1, Shape.of(17, 64, 8, 8), Shape.of(17, 64, 8, 8));
    }

    private void concat(String name, int axis, Shape... inputs) {
        add(name, new Concat(axis), List.of(inputs));
    }

    private void slices() {
        slice("crop", Shape.of(3, 2, 9, 11), List.of(0, 0, 2, 3), Shape.of(3, 2, 5, 7));
        slice("all", Shape.of(3, 5), List.of(0, 0), Shape.of(3, 5));
        slice("one-element", Shape.of(4, 7), List.of(3, 6), Shape.of(1, 1));
        slice("channel", Shape.of(5, 6, 3, 3), List.of(0, 4, 0, 0), Shape.of(5, 1, 3, 3));
        slice("rows", Shape.of(11), List.of(4), Shape.of(7));
        slice("one-column", Shape.of(1000, 9), List.of(0, 8), Shape.of(1000, 1));
        slice("six-axes", Shape.of(3, 2, 3, 4, 2, 3), List.of(1, 0, 1, 2, 0, 1), Shape.of(2, 2, 1, 2, 2, 2));
        slice("long", Shape.of(3, 20_000), List.of(0, 1), Shape.of(3, 19_998));
    }

    private void slice(String name, Shape x, List<Integer> starts, Shape shape) {
        add(name, new Slice(starts, shape), List.of(x));
    }

    private void paddings() {
        for (PadMode mode : PadMode.values()) {
            String end = mode == PadMode.ZERO ? "-zero" : "-reflect";
            pad("image" + end, mode, Shape.of(2, 3, 5, 7), List.of(0, 0, 1, 2), List.of(0, 0, 2, 1));
            pad("nothing" + end, mode, Shape.of(3, 5), List.of(0, 0), List.of(0, 0));
            pad("row" + end, mode, Shape.of(7), List.of(6), List.of(6));
            pad("outer-axis" + end, mode, Shape.of(3, 4, 5), List.of(2, 0, 0), List.of(1, 0, 0));
            pad("middle" + end, mode, Shape.of(2, 4, 3, 5), List.of(0, 3, 0, 0), List.of(0, 0, 1, 0));
            pad("all" + end, mode, Shape.of(2, 3, 4, 5), List.of(1, 2, 0, 4), List.of(1, 0, 3, 1));
            pad("six-axes" + end, mode, Shape.of(2, 2, 3, 2, 2, 3), List.of(1, 0, 2, 0, 1, 0), List.of(0, 1, 1, 1, 0, 2));
            pad("many-rows" + end, mode, Shape.of(300, 50), List.of(0, 1), List.of(2, 0));
        }
        pad("more-than-there-is", PadMode.ZERO, Shape.of(1, 1, 1), List.of(2, 0, 5), List.of(0, 3, 0));
    }

    private void pad(String name, PadMode mode, Shape x, List<Integer> before, List<Integer> after) {
        add(name, new Pad(before, after, mode), List.of(x));
    }

    private void reflections() {
        add("columns", new ReflectPadGrad(3, 2, 3), Tolerances.ELEMENTWISE, List.of(Shape.of(2, 3, 4, 9)));
        add("rows", new ReflectPadGrad(0, 1, 0), Tolerances.ELEMENTWISE, List.of(Shape.of(3, 50)));
        add("as-much-as-can-be", new ReflectPadGrad(1, 4, 4), Tolerances.ELEMENTWISE, List.of(Shape.of(5, 13, 2)));
        add("two-elements", new ReflectPadGrad(0, 1, 1), Tolerances.ELEMENTWISE, List.of(Shape.of(4)));
        add("nothing", new ReflectPadGrad(1, 0, 0), Tolerances.EXACT, List.of(Shape.of(3, 5)));
        add("many", new ReflectPadGrad(1, 3, 2), Tolerances.ELEMENTWISE, List.of(Shape.of(40, 12, 70)));
    }

    private void transpositions() {
        transpose(Shape.of(7), 0);
        transpose(Shape.of(1, 1, 1), 2, 0, 1);
        transpose(Shape.of(5, 7), 1, 0);
        transpose(Shape.of(67, 131), 1, 0);
        transpose(Shape.of(5, 7), 0, 1);
        transpose(Shape.of(3, 4, 5, 6), 0, 2, 3, 1);
        transpose(Shape.of(3, 37, 33), 0, 2, 1);
        transpose(Shape.of(2, 9, 4, 16), 0, 2, 1, 3);
        transpose(Shape.of(3, 4, 5), 2, 1, 0);
        transpose(Shape.of(1, 40, 1, 70), 3, 0, 1, 2);
        transpose(Shape.of(2, 3, 4, 5, 2, 3), 5, 2, 0, 4, 1, 3);
        transpose(Shape.of(17, 19, 23), 1, 2, 0);
        transpose(Shape.of(19, 33, 35), 2, 0, 1);
    }

    private void transpose(Shape x, Integer... order) {
        add(x + "-as-" + List.of(order).toString().replaceAll("[^0-9]", ""), new Transpose(List.of(order)), List.of(x));
    }

    private void add(String name, MovementOp op, List<Shape> inputs) {
        add(name, op, Tolerances.EXACT, inputs);
    }

    private void add(String name, MovementOp op, double tolerance, List<Shape> inputs) {
        cases.add(OpCase.of(
                name, op, tolerance, inputs.stream().map(shape -> CaseInput.linear(TensorSpec.f32(shape))).toList()));
    }

    private void products(int batch, int rows, int inner, int columns) {
        for (int way = 0; way < 4; way++) {
            boolean transposeA = way / 2 == 1;
            boolean transposeB = way % 2 == 1;
            TensorSpec a = transposeA ? TensorSpec.f32(batch, inner, rows) : TensorSpec.f32(batch, rows, inner);
            TensorSpec b = transposeB ? TensorSpec.f32(batch, columns, inner) : TensorSpec.f32(batch, inner, columns);
            String name = batch + "-of-" + rows + "x" + inner + "x" + columns + (transposeA ? "-t" : "-n")
                    + (transposeB ? "t" : "n");
            cases.add(OpCase.of(name, new MatMul(transposeA, transposeB), Tolerances.SUM,
                    CaseInput.linear(a), CaseInput.linear(b)));
        }
    }
}

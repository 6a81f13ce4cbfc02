package org.neocog.cuda;

import static org.neocog.cuda.Argument.flag;
import static org.neocog.cuda.Argument.input;
import static org.neocog.cuda.Argument.output;
import static org.neocog.cuda.Argument.whole;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import org.neocog.graph.Concat;
import org.neocog.graph.MovementOp;
import org.neocog.graph.Node;
import org.neocog.graph.Pad;
import org.neocog.graph.PadGeometry;
import org.neocog.graph.PadMode;
import org.neocog.graph.ReflectPadGrad;
import org.neocog.graph.Slice;
import org.neocog.graph.Transpose;
import org.neocog.graph.TransposeGeometry;
import org.neocog.tensor.Shape;

/** Elements put into other places. */
final class MovementPrograms {
    private static final String FILE = "movement.cu";
    private static final int TILE = 32;

    private MovementPrograms() {}

    static Program of(MovementOp op, Node node) {
        Shape out = node.shape();
        Shape in = node.input(0).shape();
        return switch (op) {
            case Concat concat -> concat(concat.axis(), node);
            case Pad pad -> pad(pad.geometry(in), out.elements());
            case ReflectPadGrad grad -> reflectPadGrad(grad, out);
            case Slice slice -> pad(slice.geometry(in), out.elements());
            case Transpose transpose -> transpose(transpose.geometry(in), out.elements());
        };
    }

    private static Program concat(int axis, Node node) {
        Shape out = node.shape();
        int stride = out.elements(axis, out.rank());
        List<Command> calls = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < node.inputs().size(); i++) {
            Shape in = node.input(i).shape();
            int length = in.elements(axis, in.rank());
            calls.add(KernelCall.of(
                    FILE, "neocog_copy_rows", Grid.each(in.elements()), input(i), Argument.at(Place.OUTPUT.plus(start)),
                    whole(in.elements()), whole(length), whole(stride)));
            start += length;
        }
        return new Program(calls, 0, "");
    }

    private static Program pad(PadGeometry g, int n) {
        List<Argument> arguments = new ArrayList<>(List.of(
                input(0), output(), whole(n), whole(unused(g.axes())), flag(g.mode() == PadMode.REFLECT)));
        arguments.addAll(six(g.axes(), PadGeometry.Line::output, 1).subList(1, MovementOp.MAX_RANK));
        arguments.addAll(six(g.axes(), PadGeometry.Line::input, 1));
        arguments.addAll(six(g.axes(), PadGeometry.Line::before, 0));
        return Program.of(new KernelCall(FILE, "neocog_pad", Grid.each(n), arguments));
    }

    private static Program reflectPadGrad(ReflectPadGrad op, Shape dx) {
        return Program.of(KernelCall.of(
                FILE, "neocog_reflect_pad_grad", Grid.each(dx.elements()), input(0), output(), whole(dx.elements()),
                whole(dx.dim(op.axis())), whole(dx.elements(op.axis() + 1, dx.rank())), whole(op.before()),
                whole(op.after())));
    }

    /** Where the two innermost axes are exchanged and no other moves, by tiles. */
    private static Program transpose(TransposeGeometry g, int n) {
        List<TransposeGeometry.Line> axes = g.axes();
        int last = axes.size() - 1;
        boolean matrices = last == 1 || last == 2 && axes.get(0).stride() == axes.get(1).length() * axes.get(2).length();
        if (matrices && axes.get(last - 1).stride() == 1) {
            int rows = axes.get(last).length();
            int columns = axes.get(last - 1).length();
            int down = Math.ceilDiv(rows, TILE);
            int across = Math.ceilDiv(columns, TILE);
            Grid grid = new Grid(n / rows / columns * down * across, TILE, 8);
            return Program.of(KernelCall.of(
                    FILE, "neocog_transpose", grid, input(0), output(), whole(rows), whole(columns), whole(down),
                    whole(across)));
        }
        List<Argument> arguments = new ArrayList<>(List.of(input(0), output(), whole(n), whole(unused(axes))));
        arguments.addAll(six(axes, TransposeGeometry.Line::length, 1).subList(1, MovementOp.MAX_RANK));
        arguments.addAll(six(axes, TransposeGeometry.Line::stride, 0));
        return Program.of(new KernelCall(FILE, "neocog_permute", Grid.each(n), arguments));
    }

    /** How many axes of the kernels' six are in front of these. */
    private static int unused(List<?> axes) {
        return MovementOp.MAX_RANK - axes.size();
    }

    private static <T> List<Argument> six(List<T> axes, ToIntFunction<T> number, int otherwise) {
        List<Argument> six = new ArrayList<>();
        for (int i = 0; i < unused(axes); i++) {
            six.add(whole(otherwise));
        }
        axes.forEach(axis -> six.add(whole(number.applyAsInt(axis))));
        return six;
    }
}

package org.neocog.testing;

import java.util.List;
import org.neocog.graph.Concat;
import org.neocog.graph.MovementOp;
import org.neocog.graph.Pad;
import org.neocog.graph.PadMode;
import org.neocog.graph.ReflectPadGrad;
import org.neocog.graph.Slice;
import org.neocog.graph.Transpose;
import org.neocog.tensor.Shape;

/** Reference for what moves elements: index by index, with the coordinates of each element worked out. */
final class ReferenceMovement {
    private ReferenceMovement() {}

    static DoubleTensor output(MovementOp op, List<DoubleTensor> in) {
        return switch (op) {
            case Concat concat -> concat(concat.axis(), in);
            case Pad pad -> pad(pad, in.get(0));
            case ReflectPadGrad grad -> reflectPadGrad(grad, in.get(0));
            case Slice slice -> slice(slice, in.get(0));
            case Transpose transpose -> transpose(transpose, in.get(0));
        };
    }

    private static DoubleTensor concat(int axis, List<DoubleTensor> in) {
        int[] dims = in.getFirst().shape().toArray();
        dims[axis] = in.stream().mapToInt(x -> x.dim(axis)).sum();
        DoubleTensor y = DoubleTensor.zeros(dims);
        int start = 0;
        for (DoubleTensor x : in) {
            for (int i = 0; i < x.data().length; i++) {
                int[] at = coordinates(i, x.shape());
                at[axis] += start;
                y.data()[index(at, y.shape())] = x.data()[i];
            }
            start += x.dim(axis);
        }
        return y;
    }

    private static DoubleTensor slice(Slice op, DoubleTensor x) {
        DoubleTensor y = DoubleTensor.zeros(op.shape());
        for (int i = 0; i < y.data().length; i++) {
            int[] at = coordinates(i, y.shape());
            for (int k = 0; k < at.length; k++) {
                at[k] += op.starts().get(k);
            }
            y.data()[i] = x.data()[index(at, x.shape())];
        }
        return y;
    }

    private static DoubleTensor pad(Pad op, DoubleTensor x) {
        int[] dims = x.shape().toArray();
        for (int k = 0; k < dims.length; k++) {
            dims[k] += op.before().get(k) + op.after().get(k);
        }
        DoubleTensor y = DoubleTensor.zeros(dims);
        for (int i = 0; i < y.data().length; i++) {
            int[] at = coordinates(i, y.shape());
            boolean inside = true;
            for (int k = 0; k < at.length; k++) {
                int from = at[k] - op.before().get(k);
                at[k] = mirrored(from, x.dim(k));
                inside &= from == at[k];
            }
            y.data()[i] = inside || op.mode() == PadMode.REFLECT ? x.data()[index(at, x.shape())] : 0;
        }
        return y;
    }

    private static int mirrored(int from, int length) {
        return from < 0 ? -from : from < length ? from : length - 1 - (from - (length - 1));
    }

    /** Scatters where the formula gathers. */
    private static DoubleTensor reflectPadGrad(ReflectPadGrad op, DoubleTensor dy) {
        int[] dims = dy.shape().toArray();
        dims[op.axis()] -= op.before() + op.after();
        DoubleTensor dx = DoubleTensor.zeros(dims);
        for (int i = 0; i < dy.data().length; i++) {
            int[] at = coordinates(i, dy.shape());
            at[op.axis()] = mirrored(at[op.axis()] - op.before(), dx.dim(op.axis()));
            dx.data()[index(at, dx.shape())] += dy.data()[i];
        }
        return dx;
    }

    private static DoubleTensor transpose(Transpose op, DoubleTensor x) {
        int[] dims = op.order().stream().mapToInt(x::dim).toArray();
        DoubleTensor y = DoubleTensor.zeros(dims);
        for (int i = 0; i < y.data().length; i++) {
            int[] at = coordinates(i, y.shape());
            int[] from = new int[at.length];
            for (int k = 0; k < at.length; k++) {
                from[op.order().get(k)] = at[k];
            }
            y.data()[i] = x.data()[index(from, x.shape())];
        }
        return y;
    }

    private static int[] coordinates(int index, Shape shape) {
        int[] at = new int[shape.rank()];
        int rest = index;
        for (int k = at.length - 1; k >= 0; k--) {
            at[k] = rest % shape.dim(k);
            rest /= shape.dim(k);
        }
        return at;
    }

    private static int index(int[] at, Shape shape) {
        int index = 0;
        for (int k = 0; k < at.length; k++) {
            index = index * shape.dim(k) + at[k];
        }
        return index;
    }
}

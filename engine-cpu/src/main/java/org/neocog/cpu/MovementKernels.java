package org.neocog.cpu;

import org.neocog.graph.Concat;
import org.neocog.graph.MovementOp;
import org.neocog.graph.Node;
import org.neocog.graph.Pad;
import org.neocog.graph.ReflectPadGrad;
import org.neocog.graph.Slice;
import org.neocog.graph.Transpose;
import org.neocog.tensor.Shape;

/** Elements put into other places. */
final class MovementKernels {
    private MovementKernels() {}

    static CpuKernel of(WorkerPool pool, MovementOp op, Node node) {
        return switch (op) {
            case Concat concat -> concat(pool, concat.axis(), node);
            case Pad pad -> new PadKernel(pool, pad.geometry(node.input(0).shape()));
            case ReflectPadGrad grad -> reflectGrad(pool, grad, node.shape());
            case Slice slice -> new PadKernel(pool, slice.geometry(node.input(0).shape()));
            case Transpose transpose -> new TransposeKernel(pool, transpose.geometry(node.input(0).shape()));
        };
    }

    /** A row of the output is everything from the axis inwards: a row of each input. */
    private static CpuKernel concat(WorkerPool pool, int axis, Node node) {
        Shape y = node.shape();
        int rows = y.elements(0, axis);
        int length = y.elements(axis, y.rank());
        int[] lengths = node.inputs().stream().mapToInt(input -> input.shape().elements(axis, y.rank())).toArray();
        return (inputs, output, _) -> Spans.run(pool, rows, length, (from, to) -> {
            int start = output.offset() + from * length;
            for (int k = 0; k < lengths.length; k++) {
                CpuBuffer x = inputs.at(k);
                for (int row = from; row < to; row++) {
                    System.arraycopy(
                            x.floats(), x.offset() + row * lengths[k],
                            output.floats(), start + (row - from) * length, lengths[k]);
                }
                start += lengths[k];
            }
        });
    }

    /** Rows from the axis inwards; each element gathers what was made of it. */
    private static CpuKernel reflectGrad(WorkerPool pool, ReflectPadGrad op, Shape dx) {
        int length = dx.dim(op.axis());
        int inner = dx.elements(op.axis() + 1, dx.rank());
        int rows = dx.elements(0, op.axis()) * length;
        int before = op.before();
        int padded = before + length + op.after();
        return (inputs, output, _) -> {
            CpuBuffer dy = inputs.at(0);
            float[] dys = dy.floats();
            float[] dxs = output.floats();
            Spans.run(pool, rows, inner, (from, to) -> {
                for (int row = from; row < to; row++) {
                    int i = row % length;
                    int to0 = output.offset() + row * inner;
                    int from0 = dy.offset() + row / length * padded * inner;
                    System.arraycopy(dys, from0 + (before + i) * inner, dxs, to0, inner);
                    if (i >= 1 && i <= before) {
                        add(dys, from0 + (before - i) * inner, dxs, to0, inner);
                    }
                    if (i <= length - 2 && i >= length - 1 - op.after()) {
                        add(dys, from0 + (before + 2 * (length - 1) - i) * inner, dxs, to0, inner);
                    }
                }
            });
        };
    }

    private static void add(float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i++) {
            y[yo + i] += x[xo + i];
        }
    }
}

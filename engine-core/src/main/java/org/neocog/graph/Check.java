package org.neocog.graph;

import java.util.List;
import org.neocog.tensor.DType;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;

/** The checks that shape rules share. */
final class Check {
    private Check() {}

    static void inputs(Op op, List<TensorSpec> inputs, int count) {
        if (inputs.size() != count) {
            throw new ShapeException(op.opName() + " takes " + count + " inputs, not " + inputs.size());
        }
    }

    static void same(Op op, String what, TensorSpec wanted, TensorSpec found) {
        if (!wanted.equals(found)) {
            throw new ShapeException(op.opName() + ": " + what + " must be " + wanted + ", not " + found);
        }
    }

    /** Requires f32 of the given rank; returns the spec. */
    static TensorSpec rank(Op op, String what, TensorSpec found, int rank, String layout) {
        floats(op, what, found);
        if (found.shape().rank() != rank) {
            throw new ShapeException(op.opName() + ": " + what + " must have the layout " + layout + ", not " + found.shape());
        }
        return found;
    }

    static TensorSpec floats(Op op, String what, TensorSpec found) {
        if (found.dtype() != DType.F32) {
            throw new ShapeException(op.opName() + ": " + what + " must be f32, not " + found);
        }
        return found;
    }

    /** Requires f32 of few enough dimensions; returns the shape. */
    static Shape movable(Op op, TensorSpec found) {
        Shape shape = floats(op, "the input", found).shape();
        if (shape.rank() > MovementOp.MAX_RANK) {
            throw new ShapeException(op.opName() + ": a tensor may have at most " + MovementOp.MAX_RANK + " dimensions, not "
                    + shape.rank() + " as " + shape);
        }
        return shape;
    }

    static void factors(int height, int width) {
        attribute(height >= 1 && width >= 1,
                "an image is enlarged by whole factors of at least 1, not " + height + " and " + width);
    }

    /** Images so many times as high and as wide. */
    static Shape enlarged(Op op, Shape x, int height, int width) {
        long rows = (long) x.dim(2) * height;
        long columns = (long) x.dim(3) * width;
        if (Math.max(rows, columns) > Integer.MAX_VALUE) {
            throw new ShapeException(op.opName() + ": " + x + " cannot be enlarged by " + height + " and " + width
                    + "; a tensor holds at most 2^31-1 elements");
        }
        return Shape.of(x.dim(0), x.dim(1), (int) rows, (int) columns);
    }

    /** Requires labels i32[N] for scores f32[N x classes]; returns the scores' spec. */
    static TensorSpec scoresAndLabels(Op op, TensorSpec scores, TensorSpec labels) {
        rank(op, "the scores", scores, 2, "N x classes");
        same(op, "the labels", TensorSpec.i32(scores.shape().dim(0)), labels);
        return scores;
    }

    static void attribute(boolean valid, String message) {
        if (!valid) {
            throw new IllegalArgumentException(message);
        }
    }
}

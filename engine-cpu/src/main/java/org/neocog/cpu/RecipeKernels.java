package org.neocog.cpu;

import java.util.Arrays;
import org.neocog.graph.AddSquares;
import org.neocog.graph.Clamp;
import org.neocog.graph.ClipFactor;
import org.neocog.graph.MixRows;
import org.neocog.graph.RecipeOp;
import org.neocog.graph.ScaleBy;
import org.neocog.tensor.Shape;

/** What recipes of training put around a network. */
final class RecipeKernels {
    private static final double EPSILON = 1e-6;

    private RecipeKernels() {}

    static CpuKernel of(WorkerPool pool, RecipeOp op, Shape in) {
        return switch (op) {
            case AddSquares _ -> ReductionKernels.addSquares(pool, in);
            case Clamp c -> ElementwiseKernels.unary(pool, (x, xo, y, yo, n) -> clamp(c.limit(), x, xo, y, yo, n));
            case ClipFactor c -> (inputs, output, _) ->
                    output.floats()[output.offset()] = factor(c.maxNorm(), inputs.at(0).scalar());
            case MixRows _ -> mixRows(pool, in);
            case ScaleBy _ -> scaleBy(pool);
        };
    }

    private static void clamp(float limit, float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = Math.min(Math.max(x[xo + i], -limit), limit);
        }
    }

    private static float factor(float maxNorm, float squares) {
        double factor = maxNorm / (Math.sqrt(squares) + EPSILON);
        return factor >= 1 ? 1 : (float) factor;
    }

    private static CpuKernel scaleBy(WorkerPool pool) {
        return (inputs, output, _) -> {
            CpuBuffer x = inputs.at(0);
            float factor = inputs.at(1).scalar();
            float[] xs = x.floats();
            float[] ys = output.floats();
            Ranges.run(pool, output.elements(), (from, to) -> ElementwiseKernels.scale(
                    factor, xs, x.offset() + from, ys, output.offset() + from, to - from));
        };
    }

    private static CpuKernel mixRows(WorkerPool pool, Shape shape) {
        int rows = shape.dim(0);
        int length = shape.elements() / rows;
        return (inputs, output, _) -> {
            CpuBuffer x = inputs.at(0);
            CpuBuffer partners = inputs.at(1);
            float share = inputs.at(2).scalar();
            float[] xs = x.floats();
            float[] ys = output.floats();
            Rows.run(pool, rows, length, row -> {
                int partner = partners.ints()[partners.offset() + row];
                int to = output.offset() + row * length;
                if (partner >= 0 && partner < rows) {
                    mix(share, xs, x.offset() + row * length, x.offset() + partner * length, ys, to, length);
                } else {
                    Arrays.fill(ys, to, to + length, Float.NaN);
                }
            });
        };
    }

    private static void mix(float share, float[] x, int mine, int partners, float[] y, int yo, int n) {
        float rest = 1 - share;
        for (int i = 0; i < n; i++) {
            y[yo + i] = share * x[mine + i] + rest * x[partners + i];
        }
    }
}

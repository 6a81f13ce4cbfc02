package org.neocog.cpu;

import java.util.Arrays;
import org.neocog.graph.Axis;
import org.neocog.graph.Conv2dGeometry;

/**
 * The elements of a plane that a 1x1 filter sees: every stride-th of every stride-th row, P x Q of H x W.
 *
 * @param planeSize H · W
 * @param width W
 * @param rows P
 * @param columns Q
 * @param down stride between rows
 * @param across stride between columns
 */
record Subsampling(int planeSize, int width, int rows, int columns, int down, int across) {
    static Subsampling of(Conv2dGeometry g) {
        return new Subsampling(
                g.inputPositions(), g.width(), g.outHeight(), g.outWidth(), g.window().height().stride(),
                g.window().width().stride());
    }

    /** Images whose 1x1 windows lie inside: some of the elements, or all. */
    static boolean suits(Conv2dGeometry g) {
        return g.window().depth().isEmpty() && single(g.window().height()) && single(g.window().width());
    }

    private static boolean single(Axis axis) {
        return axis.kernel() == 1 && axis.padBefore() == 0 && axis.padAfter() == 0;
    }

    /** Whether a plane consists of nothing else. */
    boolean everything() {
        return planeSize == rows * columns;
    }

    /** Copies the elements of a plane to P · Q neighbouring ones. */
    void take(float[] x, int plane, float[] out, int to) {
        if (everything()) {
            System.arraycopy(x, plane, out, to, planeSize);
            return;
        }
        for (int p = 0; p < rows; p++) {
            int from = plane + p * down * width;
            int target = to + p * columns;
            if (across == 2) {
                takeHalf(x, from, out, target, columns);
            } else {
                take(x, from, across, out, target, columns);
            }
        }
    }

    /** Copies P · Q neighbouring elements to their places in a plane and sets all others to 0. */
    void spread(float[] in, int from, float[] x, int plane) {
        if (everything()) {
            System.arraycopy(in, from, x, plane, planeSize);
            return;
        }
        Arrays.fill(x, plane, plane + planeSize, 0);
        for (int p = 0; p < rows; p++) {
            int source = from + p * columns;
            int to = plane + p * down * width;
            if (across == 2) {
                spreadDouble(in, source, x, to, columns);
            } else {
                spread(in, source, x, to, across, columns);
            }
        }
    }

    // With the stride a constant the compiler can take the checks of the bounds out of the loop.

    private static void takeHalf(float[] x, int from, float[] out, int to, int n) {
        for (int i = 0; i < n; i++) {
            out[to + i] = x[from + 2 * i];
        }
    }

    private static void take(float[] x, int from, int stride, float[] out, int to, int n) {
        for (int i = 0; i < n; i++) {
            out[to + i] = x[from + i * stride];
        }
    }

    private static void spreadDouble(float[] in, int from, float[] x, int to, int n) {
        for (int i = 0; i < n; i++) {
            x[to + 2 * i] = in[from + i];
        }
    }

    private static void spread(float[] in, int from, float[] x, int to, int stride, int n) {
        for (int i = 0; i < n; i++) {
            x[to + i * stride] = in[from + i];
        }
    }
}

package org.neocog.testing;

import java.util.Arrays;
import org.neocog.graph.AvgPool2dGrad;
import org.neocog.graph.Axis;
import org.neocog.graph.Remainder;
import org.neocog.graph.Window;

/** Reference for pooling. */
final class ReferencePools {
    private ReferencePools() {}

    /** Lays windows down one by one and counts them. */
    static int windows(Axis axis, int input, Remainder remainder) {
        int padded = axis.padBefore() + input + axis.padAfter();
        int count = 0;
        int covered = 0;
        for (int start = 0; ; start += axis.stride()) {
            int end = start + (axis.kernel() - 1) * axis.dilation() + 1;
            boolean whole = end <= padded;
            boolean partial =
                    remainder == Remainder.PARTIAL && covered < padded && start < axis.padBefore() + input && count > 0;
            if (!whole && !partial) {
                return count;
            }
            count++;
            covered = end;
        }
    }

    /** An element under a window: position (n, c, h, w) of the image for (p, q) of the output. */
    private interface Visit {
        void element(int n, int c, int p, int q, int h, int w);
    }

    static DoubleTensor max(Window window, DoubleTensor x) {
        DoubleTensor y = output(window, x);
        int[] winners = winners(window, x, y);
        for (int i = 0; i < winners.length; i++) {
            y.data()[i] = x.data()[winners[i]];
        }
        return y;
    }

    static DoubleTensor maxGrad(Window window, DoubleTensor x, DoubleTensor dy) {
        DoubleTensor dx = DoubleTensor.zeros(x.shape());
        int[] winners = winners(window, x, dy);
        for (int i = 0; i < winners.length; i++) {
            dx.data()[winners[i]] += dy.data()[i];
        }
        return dx;
    }

    /** For each window the element of dy at the place of the winner. */
    static DoubleTensor pick(Window window, DoubleTensor x, DoubleTensor dy) {
        DoubleTensor picked = output(window, x);
        int[] winners = winners(window, x, picked);
        for (int i = 0; i < winners.length; i++) {
            picked.data()[i] = dy.data()[winners[i]];
        }
        return picked;
    }

    static DoubleTensor average(Window window, boolean countPadding, DoubleTensor x) {
        DoubleTensor y = output(window, x);
        visit(window, x, y, (n, c, p, q, h, w) ->
                y.add(n, c, p, q, x.at(n, c, h, w) / divisor(window, countPadding, x, p, q)));
        return y;
    }

    static DoubleTensor averageGrad(AvgPool2dGrad op, DoubleTensor dy) {
        DoubleTensor dx = DoubleTensor.zeros(op.inputShape());
        visit(op.window(), dx, dy, (n, c, p, q, h, w) ->
                dx.add(n, c, h, w, dy.at(n, c, p, q) / divisor(op.window(), op.countPadding(), dx, p, q)));
        return dx;
    }

    private static DoubleTensor output(Window window, DoubleTensor x) {
        return DoubleTensor.zeros(
                x.dim(0),
                x.dim(1),
                windows(window.height(), x.dim(2), window.remainder()),
                windows(window.width(), x.dim(3), window.remainder()));
    }

    /** For each window the index of the element that wins: the first of the largest, or the first NaN. */
    private static int[] winners(Window window, DoubleTensor x, DoubleTensor y) {
        int[] winners = new int[y.data().length];
        Arrays.fill(winners, -1);
        visit(window, x, y, (n, c, p, q, h, w) -> {
            int out = ((n * y.dim(1) + c) * y.dim(2) + p) * y.dim(3) + q;
            int at = ((n * x.dim(1) + c) * x.dim(2) + h) * x.dim(3) + w;
            double value = x.data()[at];
            double best = winners[out] < 0 ? Double.NaN : x.data()[winners[out]];
            if (winners[out] < 0 || value > best || Double.isNaN(value) && !Double.isNaN(best)) {
                winners[out] = at;
            }
        });
        return winners;
    }

    private static double divisor(Window window, boolean countPadding, DoubleTensor x, int p, int q) {
        return (double) counted(window.height(), countPadding, x.dim(2), p)
                * counted(window.width(), countPadding, x.dim(3), q);
    }

    private static int counted(Axis axis, boolean countPadding, int input, int window) {
        int count = 0;
        for (int tap = 0; tap < axis.kernel(); tap++) {
            int at = window * axis.stride() + tap - axis.padBefore();
            boolean counts = countPadding
                    ? at >= -axis.padBefore() && at < input + axis.padAfter()
                    : at >= 0 && at < input;
            count += counts ? 1 : 0;
        }
        return count;
    }

    /** The elements under each window in row order; those in the padding are left out. */
    private static void visit(Window window, DoubleTensor x, DoubleTensor y, Visit visit) {
        Axis down = window.height();
        Axis across = window.width();
        for (int n = 0; n < x.dim(0); n++) {
            for (int c = 0; c < x.dim(1); c++) {
                for (int p = 0; p < y.dim(2); p++) {
                    for (int q = 0; q < y.dim(3); q++) {
                        for (int r = 0; r < down.kernel(); r++) {
                            for (int t = 0; t < across.kernel(); t++) {
                                int h = p * down.stride() + r * down.dilation() - down.padBefore();
                                int w = q * across.stride() + t * across.dilation() - across.padBefore();
                                if (h >= 0 && h < x.dim(2) && w >= 0 && w < x.dim(3)) {
                                    visit.element(n, c, p, q, h, w);
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

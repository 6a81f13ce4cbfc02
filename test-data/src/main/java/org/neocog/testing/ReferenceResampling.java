package org.neocog.testing;

import java.util.List;
import org.neocog.graph.AdaptiveAvgPool2d;
import org.neocog.graph.AdaptiveAvgPool2dGrad;
import org.neocog.graph.BedOfNails;
import org.neocog.graph.BedOfNailsGrad;
import org.neocog.graph.MaxUnpool2d;
import org.neocog.graph.MaxUnpool2dGrad;
import org.neocog.graph.NearestUnpool;
import org.neocog.graph.NearestUnpoolGrad;
import org.neocog.graph.ResamplingOp;

/** Reference for what makes images smaller or larger. */
final class ReferenceResampling {
    private ReferenceResampling() {}

    static DoubleTensor output(ResamplingOp op, List<DoubleTensor> in) {
        return switch (op) {
            case AdaptiveAvgPool2d pool -> {
                DoubleTensor x = in.get(0);
                DoubleTensor y = DoubleTensor.zeros(x.dim(0), x.dim(1), pool.height(), pool.width());
                adaptive(x, y, (n, c, p, q, h, w, share) -> y.add(n, c, p, q, x.at(n, c, h, w) * share));
                yield y;
            }
            case AdaptiveAvgPool2dGrad grad -> {
                DoubleTensor dx = DoubleTensor.zeros(grad.inputShape());
                DoubleTensor dy = in.get(0);
                adaptive(dx, dy, (n, c, p, q, h, w, share) -> dx.add(n, c, h, w, dy.at(n, c, p, q) * share));
                yield dx;
            }
            case BedOfNails nails -> enlarge(in.get(0), nails.height(), nails.width(), false);
            case BedOfNailsGrad nails -> reduce(in.get(0), nails.height(), nails.width(), false);
            case NearestUnpool nearest -> enlarge(in.get(0), nearest.height(), nearest.width(), true);
            case NearestUnpoolGrad nearest -> reduce(in.get(0), nearest.height(), nearest.width(), true);
            case MaxUnpool2d unpool -> ReferencePools.maxGrad(unpool.window(), in.get(0), in.get(1));
            case MaxUnpool2dGrad unpool -> ReferencePools.pick(unpool.window(), in.get(0), in.get(1));
        };
    }

    /** y[..., h·height, w·width] or, if {@code all}, every element of that block, comes from x[..., h, w]. */
    private static DoubleTensor enlarge(DoubleTensor x, int height, int width, boolean all) {
        DoubleTensor y = DoubleTensor.zeros(x.dim(0), x.dim(1), x.dim(2) * height, x.dim(3) * width);
        blocks(x, y, height, width, all, (n, c, h, w, i, j, _) -> y.add(n, c, i, j, x.at(n, c, h, w)));
        return y;
    }

    private static DoubleTensor reduce(DoubleTensor dy, int height, int width, boolean all) {
        DoubleTensor dx = DoubleTensor.zeros(dy.dim(0), dy.dim(1), dy.dim(2) / height, dy.dim(3) / width);
        blocks(dx, dy, height, width, all, (n, c, h, w, i, j, _) -> dx.add(n, c, h, w, dy.at(n, c, i, j)));
        return dx;
    }

    private static void blocks(DoubleTensor small, DoubleTensor large, int height, int width, boolean all, Visit visit) {
        for (int n = 0; n < small.dim(0); n++) {
            for (int c = 0; c < small.dim(1); c++) {
                for (int i = 0; i < large.dim(2); i++) {
                    for (int j = 0; j < large.dim(3); j++) {
                        if (all || i % height == 0 && j % width == 0) {
                            visit.element(n, c, i / height, j / width, i, j, 1);
                        }
                    }
                }
            }
        }
    }

    /** Element (h, w) lies under window (p, q), of which it is {@code share}. */
    private interface Visit {
        void element(int n, int c, int p, int q, int h, int w, double share);
    }

    private static void adaptive(DoubleTensor x, DoubleTensor y, Visit visit) {
        for (int n = 0; n < x.dim(0); n++) {
            for (int c = 0; c < x.dim(1); c++) {
                for (int p = 0; p < y.dim(2); p++) {
                    for (int q = 0; q < y.dim(3); q++) {
                        int top = (int) Math.floor(p * (double) x.dim(2) / y.dim(2));
                        int bottom = (int) Math.ceil((p + 1) * (double) x.dim(2) / y.dim(2));
                        int left = (int) Math.floor(q * (double) x.dim(3) / y.dim(3));
                        int right = (int) Math.ceil((q + 1) * (double) x.dim(3) / y.dim(3));
                        for (int h = top; h < bottom; h++) {
                            for (int w = left; w < right; w++) {
                                visit.element(n, c, p, q, h, w, 1.0 / ((bottom - top) * (right - left)));
                            }
                        }
                    }
                }
            }
        }
    }
}

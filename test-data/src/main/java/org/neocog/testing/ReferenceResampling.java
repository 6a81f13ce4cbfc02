package org.neocog.testing;

import java.util.List;
import org.neocog.graph.AdaptiveAvgPool2d;
import org.neocog.graph.AdaptiveAvgPool2dGrad;
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
        };
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

package org.neocog.testing;

import java.util.ArrayList;
import java.util.List;
import org.neocog.graph.Axis;
import org.neocog.graph.Conv2d;
import org.neocog.graph.Conv2dGeometry;
import org.neocog.graph.MatMul;
import org.neocog.graph.Window;

/** Reference for matrix products and convolutions: the sums as the formulas have them, one term at a time. */
final class ReferenceProducts {
    private ReferenceProducts() {}

    static DoubleTensor matMul(MatMul op, DoubleTensor a, DoubleTensor b) {
        if (a.shape().rank() == 2) {
            return product(op, a, b);
        }
        List<DoubleTensor> products = new ArrayList<>();
        for (int i = 0; i < a.dim(0); i++) {
            products.add(product(op, a.part(i), b.part(i)));
        }
        DoubleTensor c = DoubleTensor.zeros(products.getFirst().shape().prepend(products.size()));
        for (int i = 0; i < c.data().length; i++) {
            int size = products.getFirst().data().length;
            c.data()[i] = products.get(i / size).data()[i % size];
        }
        return c;
    }

    private static DoubleTensor product(MatMul op, DoubleTensor a, DoubleTensor b) {
        int rows = a.dim(op.transposeA() ? 1 : 0);
        int inner = a.dim(op.transposeA() ? 0 : 1);
        int columns = b.dim(op.transposeB() ? 0 : 1);
        DoubleTensor c = DoubleTensor.zeros(rows, columns);
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                double sum = 0;
                for (int k = 0; k < inner; k++) {
                    double left = op.transposeA() ? a.at(k, i) : a.at(i, k);
                    double right = op.transposeB() ? b.at(j, k) : b.at(k, j);
                    sum += left * right;
                }
                c.data()[i * columns + j] = sum;
            }
        }
        return c;
    }

    /** One product of a convolution's sums: x[n,c,h,w] · weight[k,v,r,t] belongs to y[n,k,p,q]. */
    private interface Term {
        void visit(int n, int k, int p, int q, int c, int h, int w, int v, int r, int t);
    }

    static DoubleTensor conv(Conv2d op, List<DoubleTensor> in) {
        DoubleTensor x = in.get(0);
        DoubleTensor weight = in.get(1);
        Window window = op.window();
        int height = ReferencePools.windows(window.height(), x.dim(2), window.remainder());
        int width = ReferencePools.windows(window.width(), x.dim(3), window.remainder());
        DoubleTensor y = DoubleTensor.zeros(x.dim(0), weight.dim(0), height, width);
        if (op.bias()) {
            y = ReferenceChannels.addBias(y, in.get(2));
        }
        DoubleTensor result = y;
        terms(window, op.groups(), x, weight, result, (n, k, p, q, c, h, w, v, r, t) ->
                result.add(n, k, p, q, x.at(n, c, h, w) * weight.at(k, v, r, t)));
        return result;
    }

    static DoubleTensor inputGrad(Conv2dGeometry geometry, DoubleTensor dy, DoubleTensor weight) {
        DoubleTensor dx = DoubleTensor.zeros(geometry.x());
        terms(geometry.window(), geometry.groups(), dx, weight, dy, (n, k, p, q, c, h, w, v, r, t) ->
                dx.add(n, c, h, w, dy.at(n, k, p, q) * weight.at(k, v, r, t)));
        return dx;
    }

    static DoubleTensor weightGrad(Conv2dGeometry geometry, DoubleTensor x, DoubleTensor dy) {
        DoubleTensor dw = DoubleTensor.zeros(geometry.w());
        terms(geometry.window(), geometry.groups(), x, dw, dy, (n, k, p, q, c, h, w, v, r, t) ->
                dw.add(k, v, r, t, x.at(n, c, h, w) * dy.at(n, k, p, q)));
        return dw;
    }

    private static void terms(
            Window window, int groups, DoubleTensor x, DoubleTensor weight, DoubleTensor y, Term term) {
        Axis down = window.height();
        Axis across = window.width();
        int filtersPerGroup = weight.dim(0) / groups;
        for (int n = 0; n < x.dim(0); n++) {
            for (int k = 0; k < weight.dim(0); k++) {
                for (int v = 0; v < weight.dim(1); v++) {
                    int c = k / filtersPerGroup * weight.dim(1) + v;
                    for (int r = 0; r < down.kernel(); r++) {
                        for (int t = 0; t < across.kernel(); t++) {
                            for (int p = 0; p < y.dim(2); p++) {
                                int h = p * down.stride() + r * down.dilation() - down.padBefore();
                                for (int q = 0; q < y.dim(3) && h >= 0 && h < x.dim(2); q++) {
                                    int w = q * across.stride() + t * across.dilation() - across.padBefore();
                                    if (w >= 0 && w < x.dim(3)) {
                                        term.visit(n, k, p, q, c, h, w, v, r, t);
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

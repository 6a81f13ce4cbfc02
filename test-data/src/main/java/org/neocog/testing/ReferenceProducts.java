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

    /** One product of a convolution's sums, by the elements' places: x[from] · weight[with] belongs to y[to]. */
    private interface Term {
        void visit(int from, int with, int to);
    }

    static DoubleTensor conv(Conv2d op, List<DoubleTensor> in) {
        DoubleTensor x = in.get(0);
        DoubleTensor weight = in.get(1);
        Window window = op.window();
        List<Integer> dims = new ArrayList<>(List.of(x.dim(0), weight.dim(0)));
        window.depth().ifPresent(depth -> dims.add(ReferencePools.windows(depth, x.dim(2), window.remainder())));
        dims.add(ReferencePools.windows(window.height(), x.dim(-2), window.remainder()));
        dims.add(ReferencePools.windows(window.width(), x.dim(-1), window.remainder()));
        DoubleTensor zeros = DoubleTensor.zeros(dims.stream().mapToInt(Integer::intValue).toArray());
        DoubleTensor y = op.bias() ? ReferenceChannels.addBias(zeros, in.get(2)) : zeros;
        terms(window, op.groups(), x, weight, y, (from, with, to) ->
                y.data()[to] += x.data()[from] * weight.data()[with]);
        return y;
    }

    static DoubleTensor inputGrad(Conv2dGeometry geometry, DoubleTensor dy, DoubleTensor weight) {
        DoubleTensor dx = DoubleTensor.zeros(geometry.x());
        terms(geometry.window(), geometry.groups(), dx, weight, dy, (from, with, to) ->
                dx.data()[from] += dy.data()[to] * weight.data()[with]);
        return dx;
    }

    static DoubleTensor weightGrad(Conv2dGeometry geometry, DoubleTensor x, DoubleTensor dy) {
        DoubleTensor dw = DoubleTensor.zeros(geometry.w());
        terms(geometry.window(), geometry.groups(), x, dw, dy, (from, with, to) ->
                dw.data()[with] += x.data()[from] * dy.data()[to]);
        return dw;
    }

    /** Every x[n,c,d,h,w] · weight[k,v,u,r,t] of y[n,k,o,p,q]; an image is a volume of depth 1. */
    private static void terms(
            Window window, int groups, DoubleTensor x, DoubleTensor weight, DoubleTensor y, Term term) {
        int filters = weight.dim(0);
        int channels = weight.dim(1);
        int[] in = extent(x);
        int[] out = extent(y);
        int[] taps = extent(weight);
        for (int n = 0; n < x.dim(0); n++) {
            for (int k = 0; k < filters; k++) {
                for (int v = 0; v < channels; v++) {
                    int c = k / (filters / groups) * channels + v;
                    for (int u = 0; u < taps[0]; u++) {
                        for (int r = 0; r < taps[1]; r++) {
                            for (int t = 0; t < taps[2]; t++) {
                                int[] tap = {u, r, t};
                                int from = (n * x.dim(1) + c) * in[0] * in[1] * in[2];
                                int with = (((k * channels + v) * taps[0] + u) * taps[1] + r) * taps[2] + t;
                                int to = (n * filters + k) * out[0] * out[1] * out[2];
                                positions(window, in, out, tap, (place, position) ->
                                        term.visit(from + place, with, to + position));
                            }
                        }
                    }
                }
            }
        }
    }

    /** An element of a channel and the position of the output whose window has it. */
    private interface Pair {
        void visit(int place, int position);
    }

    /** For each output position the element that its window has at the given tap, if it lies inside. */
    private static void positions(Window window, int[] in, int[] out, int[] tap, Pair pair) {
        for (int o = 0; o < out[0]; o++) {
            int d = element(window.depthAxis(), o, tap[0]);
            for (int p = 0; p < out[1]; p++) {
                int h = element(window.height(), p, tap[1]);
                for (int q = 0; q < out[2]; q++) {
                    int w = element(window.width(), q, tap[2]);
                    if (d >= 0 && d < in[0] && h >= 0 && h < in[1] && w >= 0 && w < in[2]) {
                        pair.visit((d * in[1] + h) * in[2] + w, (o * out[1] + p) * out[2] + q);
                    }
                }
            }
        }
    }

    private static int element(Axis axis, int window, int tap) {
        return window * axis.stride() + tap * axis.dilation() - axis.padBefore();
    }

    /** Depth, height and width. */
    private static int[] extent(DoubleTensor tensor) {
        return new int[] {tensor.shape().rank() == 5 ? tensor.dim(2) : 1, tensor.dim(-2), tensor.dim(-1)};
    }
}

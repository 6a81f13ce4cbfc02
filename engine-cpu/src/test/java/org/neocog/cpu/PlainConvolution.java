package org.neocog.cpu;

import org.neocog.graph.Axis;
import org.neocog.graph.Conv2dGeometry;

/** A convolution of images without groups and its gradients, term by term in double precision, to hold kernels to. */
record PlainConvolution(Conv2dGeometry g) {
    @FunctionalInterface
    private interface Term {
        /** Elements of x, w and y that meet. */
        void meet(int x, int w, int y);
    }

    float[] forward(CpuBuffer x, CpuBuffer w) {
        double[] sums = new double[g.y().elements()];
        terms((i, j, k) -> sums[k] += (double) x.floats()[x.offset() + i] * w.floats()[w.offset() + j]);
        return rounded(sums);
    }

    float[] inputGradient(CpuBuffer dy, CpuBuffer w) {
        double[] sums = new double[g.x().elements()];
        terms((i, j, k) -> sums[i] += (double) dy.floats()[dy.offset() + k] * w.floats()[w.offset() + j]);
        return rounded(sums);
    }

    float[] weightGradient(CpuBuffer x, CpuBuffer dy) {
        double[] sums = new double[g.w().elements()];
        terms((i, j, k) -> sums[j] += (double) x.floats()[x.offset() + i] * dy.floats()[dy.offset() + k]);
        return rounded(sums);
    }

    private void terms(Term term) {
        int area = g.window().area();
        for (int y = 0; y < g.y().elements(); y++) {
            int position = y % g.positions();
            int filter = y / g.positions() % g.filters();
            int image = y / g.positions() / g.filters();
            for (int w = 0; w < g.filterElements(); w++) {
                int tap = w % area;
                int row = at(g.window().height(), position / g.outWidth(), tap / g.window().width().kernel());
                int column = at(g.window().width(), position % g.outWidth(), tap % g.window().width().kernel());
                if (row >= 0 && row < g.height() && column >= 0 && column < g.width()) {
                    int plane = image * g.channels() + w / area;
                    term.meet((plane * g.height() + row) * g.width() + column, filter * g.filterElements() + w, y);
                }
            }
        }
    }

    private static int at(Axis axis, int output, int tap) {
        return output * axis.stride() + tap * axis.dilation() - axis.padBefore();
    }

    private static float[] rounded(double[] sums) {
        float[] result = new float[sums.length];
        for (int i = 0; i < sums.length; i++) {
            result[i] = (float) sums[i];
        }
        return result;
    }
}

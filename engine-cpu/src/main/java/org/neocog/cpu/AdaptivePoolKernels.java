package org.neocog.cpu;

import static org.neocog.graph.AdaptiveAvgPool2d.end;
import static org.neocog.graph.AdaptiveAvgPool2d.first;

import java.util.Arrays;
import org.neocog.tensor.Shape;

/** Adaptive average pooling, plane by plane; the mean of a whole plane by itself. */
final class AdaptivePoolKernels {
    private final int height;
    private final int width;
    private final int outHeight;
    private final int outWidth;

    private AdaptivePoolKernels(Shape x, Shape y) {
        this.height = x.dim(2);
        this.width = x.dim(3);
        this.outHeight = y.dim(2);
        this.outWidth = y.dim(3);
    }

    static CpuKernel forward(WorkerPool pool, Shape x, Shape y) {
        int planes = x.dim(0) * x.dim(1);
        int area = x.dim(2) * x.dim(3);
        if (y.dim(2) * y.dim(3) == 1) {
            return (inputs, output, _) -> {
                CpuBuffer in = inputs.at(0);
                Spans.run(pool, planes, area, (from, to) -> means(
                        in.floats(), in.offset() + from * area, area, output.floats(), output.offset() + from, to - from));
            };
        }
        AdaptivePoolKernels kernels = new AdaptivePoolKernels(x, y);
        int positions = y.dim(2) * y.dim(3);
        return (inputs, output, _) -> {
            CpuBuffer in = inputs.at(0);
            Spans.run(pool, planes, area, (from, to) -> {
                for (int i = from; i < to; i++) {
                    kernels.average(in.floats(), in.offset() + i * area, output.floats(), output.offset() + i * positions);
                }
            });
        };
    }

    static CpuKernel gradient(WorkerPool pool, Shape x, Shape y) {
        AdaptivePoolKernels kernels = new AdaptivePoolKernels(x, y);
        int area = x.dim(2) * x.dim(3);
        int positions = y.dim(2) * y.dim(3);
        return (inputs, output, _) -> {
            CpuBuffer dy = inputs.at(0);
            Spans.run(pool, x.dim(0) * x.dim(1), area, (from, to) -> {
                for (int i = from; i < to; i++) {
                    int dxo = output.offset() + i * area;
                    if (positions == 1) {
                        Arrays.fill(output.floats(), dxo, dxo + area, dy.floats()[dy.offset() + i] / area);
                    } else {
                        kernels.spread(output.floats(), dxo, dy.floats(), dy.offset() + i * positions);
                    }
                }
            });
        };
    }

    /** Mean of each of {@code n} planes. Eight sums side by side: one alone would wait for each addition to end. */
    private static void means(float[] x, int xo, int area, float[] y, int yo, int n) {
        int whole = area & -8;
        for (int i = 0; i < n; i++) {
            int at = xo + i * area;
            float s0 = 0;
            float s1 = 0;
            float s2 = 0;
            float s3 = 0;
            float s4 = 0;
            float s5 = 0;
            float s6 = 0;
            float s7 = 0;
            for (int j = at; j < at + whole; j += 8) {
                s0 += x[j];
                s1 += x[j + 1];
                s2 += x[j + 2];
                s3 += x[j + 3];
                s4 += x[j + 4];
                s5 += x[j + 5];
                s6 += x[j + 6];
                s7 += x[j + 7];
            }
            float rest = 0;
            for (int j = at + whole; j < at + area; j++) {
                rest += x[j];
            }
            y[yo + i] = (s0 + s1 + (s2 + s3) + (s4 + s5 + (s6 + s7)) + rest) / area;
        }
    }

    private void average(float[] x, int xo, float[] y, int yo) {
        for (int p = 0; p < outHeight; p++) {
            int top = first(p, outHeight, height);
            int bottom = end(p, outHeight, height);
            for (int q = 0; q < outWidth; q++) {
                int left = first(q, outWidth, width);
                int right = end(q, outWidth, width);
                float sum = 0;
                for (int h = top; h < bottom; h++) {
                    for (int w = left; w < right; w++) {
                        sum += x[xo + h * width + w];
                    }
                }
                y[yo + p * outWidth + q] = sum / ((bottom - top) * (right - left));
            }
        }
    }

    private void spread(float[] dx, int dxo, float[] dy, int dyo) {
        Arrays.fill(dx, dxo, dxo + height * width, 0);
        for (int p = 0; p < outHeight; p++) {
            int top = first(p, outHeight, height);
            int bottom = end(p, outHeight, height);
            for (int q = 0; q < outWidth; q++) {
                int left = first(q, outWidth, width);
                int right = end(q, outWidth, width);
                float share = dy[dyo + p * outWidth + q] / ((bottom - top) * (right - left));
                for (int h = top; h < bottom; h++) {
                    for (int w = left; w < right; w++) {
                        dx[dxo + h * width + w] += share;
                    }
                }
            }
        }
    }
}

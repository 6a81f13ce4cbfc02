package org.neocog.cpu;

import java.util.Arrays;
import org.neocog.tensor.Shape;

/**
 * Images enlarged by whole factors, and the adjoints. A row of the small image (all planes' rows one after another) belongs to
 * {@code height} rows of the large one.
 */
final class UnpoolKernels {
    /**
     * Handles a row of {@code n} elements of the small image, at {@code small}, and its rows of the large one, from {@code
     * large}.
     */
    @FunctionalInterface
    private interface Row {
        void run(float[] in, float[] out, int small, int large, int n);
    }

    private UnpoolKernels() {}

    static CpuKernel nearest(WorkerPool pool, Shape x, int height, int width) {
        return eachRow(pool, x, height, width, true, (in, out, small, large, n) -> {
            repeat(in, small, out, large, n, width);
            for (int i = 1; i < height; i++) {
                System.arraycopy(out, large, out, large + i * n * width, n * width);
            }
        });
    }

    static CpuKernel nearestGrad(WorkerPool pool, Shape dx, int height, int width) {
        return eachRow(pool, dx, height, width, false, (in, out, small, large, n) -> {
            Arrays.fill(out, small, small + n, 0);
            for (int i = 0; i < height; i++) {
                for (int j = 0; j < width; j++) {
                    addEvery(in, large + i * n * width + j, width, out, small, n);
                }
            }
        });
    }

    static CpuKernel nails(WorkerPool pool, Shape x, int height, int width) {
        return eachRow(pool, x, height, width, true, (in, out, small, large, n) -> {
            Arrays.fill(out, large, large + height * n * width, 0);
            for (int q = 0; q < n; q++) {
                out[large + q * width] = in[small + q];
            }
        });
    }

    static CpuKernel nailsGrad(WorkerPool pool, Shape dx, int height, int width) {
        return eachRow(pool, dx, height, width, false, (in, out, small, large, n) -> {
            for (int q = 0; q < n; q++) {
                out[small + q] = in[large + q * width];
            }
        });
    }

    /**
     * @param small the shape of the small image
     * @param enlarging whether the input is the small image
     */
    private static CpuKernel eachRow(WorkerPool pool, Shape small, int height, int width, boolean enlarging, Row body) {
        int n = small.dim(3);
        int area = n * width * height;
        return (inputs, output, _) -> {
            CpuBuffer input = inputs.at(0);
            int smallOffset = enlarging ? input.offset() : output.offset();
            int largeOffset = enlarging ? output.offset() : input.offset();
            float[] in = input.floats();
            float[] out = output.floats();
            Spans.run(pool, small.elements(0, 3), area, (from, to) -> {
                for (int row = from; row < to; row++) {
                    body.run(in, out, smallOffset + row * n, largeOffset + row * area, n);
                }
            });
        };
    }

    private static void repeat(float[] x, int xo, float[] y, int yo, int n, int width) {
        for (int q = 0; q < n; q++) {
            float value = x[xo + q];
            for (int j = 0; j < width; j++) {
                y[yo + q * width + j] = value;
            }
        }
    }

    private static void addEvery(float[] x, int xo, int step, float[] y, int yo, int n) {
        for (int q = 0; q < n; q++) {
            y[yo + q] += x[xo + q * step];
        }
    }
}

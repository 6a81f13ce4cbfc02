package org.neocog.cpu;

import java.util.Arrays;
import org.neocog.graph.LocalResponseNorm;
import org.neocog.tensor.Shape;

/**
 * Local response normalisation across channels. A task has a stretch of one image's positions and goes through the channels;
 * all loops run along the positions, which vectorises, and the rows of a window stay in the cache meanwhile.
 */
final class ResponseNormKernels {
    private static final int STRETCH = 1024;
    /** Elements of each of the gradient's two scratch arrays: 32 KiB. */
    private static final int SCRATCH = 8192;
    private static final int SHORTEST = 16;

    private final LocalResponseNorm op;
    private final int images;
    private final int channels;
    private final int inner;

    private ResponseNormKernels(LocalResponseNorm op, Shape shape) {
        this.op = op;
        this.images = shape.dim(0);
        this.channels = shape.dim(1);
        this.inner = shape.elements(2, shape.rank());
    }

    static CpuKernel forward(WorkerPool pool, LocalResponseNorm op, Shape shape) {
        ResponseNormKernels kernels = new ResponseNormKernels(op, shape);
        return (inputs, output, _) -> kernels.each(pool, STRETCH, (at, n, _) ->
                kernels.forward(inputs.at(0).floats(), inputs.at(0).offset() + at, output.floats(), output.offset() + at, n));
    }

    static CpuKernel gradient(WorkerPool pool, LocalResponseNorm op, Shape shape) {
        return new Gradient(pool, new ResponseNormKernels(op, shape));
    }

    @FunctionalInterface
    private interface Stretch {
        /** @param at number of the first of n positions in channel 0 */
        void run(int at, int n, int worker);
    }

    private void each(WorkerPool pool, int length, Stretch body) {
        int perImage = Math.ceilDiv(inner, length);
        pool.run(images * perImage, (task, worker) -> {
            int from = task % perImage * length;
            body.run(task / perImage * channels * inner + from, Math.min(length, inner - from), worker);
        });
    }

    private void forward(float[] x, int xo, float[] y, int yo, int n) {
        for (int c = 0; c < channels; c++) {
            int to = yo + c * inner;
            bases(x, xo, c, y, to, n);
            powers(y, to, y, to, n);
            ElementwiseKernels.mul(x, xo + c * inner, y, to, y, to, n);
        }
    }

    /** s = k + alpha / size · Σ x² over the window of channel c. */
    private void bases(float[] x, int xo, int c, float[] s, int so, int n) {
        Arrays.fill(s, so, so + n, 0);
        int last = (int) Math.min(channels - 1, (long) c + op.after());
        for (int j = Math.max(0, c - op.before()); j <= last; j++) {
            addSquares(x, xo + j * inner, s, so, n);
        }
        scaleAndAdd(op.factor(), op.k(), s, so, n);
    }

    private static void addSquares(float[] x, int xo, float[] s, int so, int n) {
        for (int i = 0; i < n; i++) {
            s[so + i] += x[xo + i] * x[xo + i];
        }
    }

    private static void scaleAndAdd(float factor, float k, float[] s, int so, int n) {
        for (int i = 0; i < n; i++) {
            s[so + i] = k + factor * s[so + i];
        }
    }

    /** p = s^-beta. The papers' 0.75 takes two square roots, which vectorise, in the place of a power. */
    private void powers(float[] s, int so, float[] p, int po, int n) {
        if (op.beta() == 0.75f) {
            for (int i = 0; i < n; i++) {
                float root = (float) Math.sqrt(s[so + i]);
                p[po + i] = 1 / (root * (float) Math.sqrt(root));
            }
        } else {
            for (int i = 0; i < n; i++) {
                p[po + i] = (float) Math.pow(s[so + i], -op.beta());
            }
        }
    }

    /** In the workspace, for each worker: s^-beta of a stretch's channels, and dy · x · s^(-beta-1). */
    private record Gradient(WorkerPool pool, ResponseNormKernels kernels) implements CpuKernel {
        private int length() {
            return Math.min(kernels.inner, Math.max(SHORTEST, SCRATCH / kernels.channels));
        }

        private int scratch() {
            return 2 * kernels.channels * length();
        }

        @Override
        public long workspaceBytes() {
            return (long) Float.BYTES * scratch() * pool.workers();
        }

        @Override
        public void launch(Inputs inputs, CpuBuffer output, CpuBuffer workspace) {
            CpuBuffer x = inputs.at(0);
            CpuBuffer dy = inputs.at(1);
            float[] scratch = workspace.floats();
            kernels.each(pool, length(), (at, n, worker) -> run(
                    x.floats(), x.offset() + at, dy.floats(), dy.offset() + at, scratch,
                    workspace.offset() + worker * scratch(), output.floats(), output.offset() + at, n));
        }

        private void run(
                float[] x, int xo, float[] dy, int dyo, float[] scratch, int powers, float[] dx, int dxo, int n) {
            int channels = kernels.channels;
            int inner = kernels.inner;
            int terms = powers + channels * n;
            for (int c = 0; c < channels; c++) {
                int base = terms + c * n;
                kernels.bases(x, xo, c, scratch, base, n);
                kernels.powers(scratch, base, scratch, powers + c * n, n);
                terms(x, xo + c * inner, dy, dyo + c * inner, scratch, powers + c * n, base, n);
            }
            float factor = 2 * kernels.op.beta() * kernels.op.factor();
            for (int c = 0; c < channels; c++) {
                int to = dxo + c * inner;
                Arrays.fill(dx, to, to + n, 0);
                int last = (int) Math.min(channels - 1, (long) c + kernels.op.before());
                for (int j = Math.max(0, c - kernels.op.after()); j <= last; j++) {
                    ElementwiseKernels.add(scratch, terms + j * n, dx, to, dx, to, n);
                }
                finish(x, xo + c * inner, dy, dyo + c * inner, scratch, powers + c * n, factor, dx, to, n);
            }
        }

        /** In the place of the bases. */
        private static void terms(float[] x, int xo, float[] dy, int dyo, float[] scratch, int powers, int bases, int n) {
            for (int i = 0; i < n; i++) {
                scratch[bases + i] = dy[dyo + i] * x[xo + i] * scratch[powers + i] / scratch[bases + i];
            }
        }

        private static void finish(
                float[] x, int xo, float[] dy, int dyo, float[] scratch, int powers, float factor,
                float[] dx, int dxo, int n) {
            for (int i = 0; i < n; i++) {
                dx[dxo + i] = dy[dyo + i] * scratch[powers + i] - factor * x[xo + i] * dx[dxo + i];
            }
        }
    }
}

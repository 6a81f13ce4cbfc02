package org.neocog.cpu;

import org.neocog.cpu.SmallGemm.Matrix;
import org.neocog.graph.Conv2dGeometry;

/**
 * A 3×3 convolution of stride 1 by Winograd's F(4×4, 3×3) (Lavin and Gray 2016): 36 products of matrices {@code filters x
 * channels} and {@code channels x tiles}, which take a quarter of the multiply-adds. Also the gradient in the input, which is
 * such a convolution too.
 *
 * <p>Where the transformed filters are small, they are made once and each worker does blocks of tiles by itself. Where they are
 * large, all workers transform a block's inputs, then each does some of the filters: transforms them, multiplies and transforms
 * back, so that filters never lie in memory transformed. Which of them it is depends on the shapes alone, and so do the sums.
 */
final class WinogradConvolution implements CpuKernel {
    /**
     * Terms of one product: the sum of several short sums has a smaller rounding error than a long one. It is the greatest part
     * of the error, as the numbers at the points are larger than the results.
     */
    private static final int MOST_TERMS = 128;

    private final WinogradTools tools;
    private final WorkerPool pool;
    private final WorkerScratch scratch;
    private final WinogradTiles tiles;
    private final WinogradTransforms transforms;
    private final boolean gradient;
    private final boolean bias;

    private WinogradConvolution(WinogradTools tools, WinogradTiles tiles, boolean gradient, boolean bias) {
        this.tools = tools;
        this.pool = tools.pool();
        this.scratch = tools.scratch();
        this.tiles = tiles;
        this.transforms = tools.transforms(tiles);
        scratch.reserve(WinogradFilters.ARRAYS, Math.max(tiles.inChannels(), tiles.outChannels()));
        this.gradient = gradient;
        this.bias = bias;
    }

    static WinogradConvolution forward(WinogradTools tools, Conv2dGeometry geometry, boolean bias) {
        return new WinogradConvolution(tools, WinogradTiles.forward(geometry), false, bias);
    }

    static WinogradConvolution inputGradient(WinogradTools tools, Conv2dGeometry geometry) {
        return new WinogradConvolution(tools, WinogradTiles.inputGradient(geometry), true, false);
    }

    @Override
    public String method() {
        return tools.method();
    }

    @Override
    public long workspaceBytes() {
        long filters = tiles.filterElements();
        long in = tiles.inputElements();
        long out = tiles.outputElements();
        return Float.BYTES * (tiles.shared() ? in + pool.workers() * (filters + out) : filters + pool.workers() * (in + out));
    }

    @Override
    public void launch(Inputs inputs, CpuBuffer result, CpuBuffer workspace) {
        Launch launch = new Launch(inputs, result, workspace);
        if (tiles.shared()) {
            launch.shared();
        } else {
            launch.own();
        }
    }

    private final class Launch {
        private final CpuBuffer x;
        private final CpuBuffer w;
        private final WinogradTransforms.Biases biases;
        private final CpuBuffer result;
        private final CpuBuffer work;
        private final float[] all;
        private final int begin;

        Launch(Inputs inputs, CpuBuffer result, CpuBuffer workspace) {
            this.x = inputs.at(0);
            this.w = inputs.at(1);
            this.biases = bias
                    ? new WinogradTransforms.Biases(inputs.at(2).floats(), inputs.at(2).offset())
                    : WinogradTransforms.Biases.NONE;
            this.result = result;
            this.work = workspace;
            this.all = workspace.floats();
            this.begin = workspace.offset();
        }

        void own() {
            pool.run(gradient ? tiles.inChannels() : tiles.outChannels(), (filter, worker) ->
                    filters(filter, 1, 0, tiles.outChannels(), begin + filter * channels(tiles.outChannels()), worker));
            int blocks = begin + tiles.filterElements();
            pool.run(tiles.blocks().count(), (block, worker) -> {
                int v = blocks + worker * (tiles.inputElements() + tiles.outputElements());
                int m = v + tiles.inputElements();
                for (int group = 0; group < groups(block); group++) {
                    input(block, group, worker, v);
                }
                products(block, tiles.outChannels(), begin, v, m, worker);
                out(block, 0, tiles.outChannels(), m, worker);
            });
        }

        void shared() {
            int places = begin + tiles.inputElements();
            for (int b = 0; b < tiles.blocks().count(); b++) {
                int block = b;
                pool.run(groups(block), (group, worker) -> input(block, group, worker, begin));
                pool.run(tiles.chunks(), (chunk, worker) -> {
                    int u = places + worker * (tiles.filterElements() + tiles.outputElements());
                    int m = u + tiles.filterElements();
                    int first = chunk * tiles.chunk();
                    int count = Math.min(tiles.chunk(), tiles.outChannels() - first);
                    filters(gradient ? 0 : first, gradient ? tiles.inChannels() : count, first, count, u, worker);
                    products(block, count, u, begin, m, worker);
                    out(block, first, count, m, worker);
                });
            }
        }

        private int groups(int block) {
            return Math.ceilDiv(tiles.inChannels(), transforms.channelsTogether(block));
        }

        private void input(int block, int group, int worker, int v) {
            int most = transforms.channelsTogether(block);
            int first = group * most;
            transforms.input(x, block, first, Math.min(most, tiles.inChannels() - first), worker, work,
                    v + first * tiles.columns(block), WinogradTiles.stride(tiles.inChannels(), tiles.columns(block)));
        }

        /**
         * Transforms filters to rows of matrices {@code filters x channels} of the convolution. For the gradient these are {@code
         * channels x filters} of what it convolves, the transposes of what is needed, since each filter's channels are one row.
         *
         * @param filter the first of w's
         * @param rows how many of these
         * @param first the first of the result's channels
         * @param count of these
         * @param to where the first row begins in the first matrix
         */
        private void filters(int filter, int rows, int first, int count, int to, int worker) {
            int step = 9 * (gradient ? tiles.outChannels() : tiles.inChannels());
            int from = w.offset() + filter * step + (gradient ? 9 * first : 0);
            int length = channels(count);
            int stride = WinogradTiles.stride(count, tiles.inChannels());
            if (tools.filters().isPresent()) {
                FilterVectors.Rows some = new FilterVectors.Rows(rows, from, step, length, to, stride);
                tools.filters().get().transform(w.floats(), some, gradient, all, scratch.ints(worker));
                return;
            }
            for (int row = 0; row < rows; row++) {
                WinogradFilters.transform(
                        w.floats(), from + row * step, length, gradient, scratch.of(worker), all, to + row * length, stride);
            }
        }

        /** Channels in a row of the matrices of that many of the result's. */
        private int channels(int count) {
            return gradient ? count : tiles.inChannels();
        }

        private void products(int block, int count, int u, int v, int m, int worker) {
            int columns = tiles.columns(block);
            int in = tiles.inChannels();
            int part = Math.ceilDiv(in, Math.ceilDiv(in, MOST_TERMS));
            int lda = gradient ? count : in;
            int aStep = WinogradTiles.stride(count, in);
            int bStep = WinogradTiles.stride(in, columns);
            Matrix c = new Matrix(all, m, columns, WinogradTiles.stride(count, columns));
            for (int term = 0; term < in; term += part) {
                Matrix a = new Matrix(all, u + term * (gradient ? count : 1), lda, aStep);
                Matrix b = new Matrix(all, v + term * columns, columns, bStep);
                tools.multiply(
                        WinogradTiles.POINTS, gradient, false, count, columns, Math.min(part, in - term), a, b, term > 0, c, worker);
            }
        }

        private void out(int block, int firstChannel, int count, int m, int worker) {
            int columns = tiles.columns(block);
            int stride = WinogradTiles.stride(count, columns);
            int channels = transforms.channelsTogether(block);
            for (int done = 0; done < count; done += channels) {
                transforms.output(
                        work, m + done * columns, stride, block, firstChannel + done, Math.min(channels, count - done), biases,
                        worker, result);
            }
        }
    }
}

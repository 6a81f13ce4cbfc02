package org.neocog.cpu;

import org.neocog.cpu.SmallGemm.Matrix;
import org.neocog.graph.Conv2dGeometry;

/**
 * A 3×3 convolution of stride 1 by Winograd's F(4×4, 3×3) (Lavin and Gray 2016): 36 products of matrices {@code filters x
 * channels} and {@code channels x tiles}, which take a quarter of the multiply-adds. Also the gradient in the input, which is
 * such a convolution too. Both at stride 2 by 81 products, 9/16 of the multiply-adds, see {@link StridedStep}.
 *
 * <p>Where the transformed filters are small, they are made once and each worker does blocks of tiles by itself. Where they are
 * large, all workers transform a block's inputs, then each does some of the filters: transforms and multiplies them, some channels
 * at a time, and transforms back, so that filters never lie in memory transformed. Which of them it is depends on the shapes alone,
 * and so do the sums.
 */
final class WinogradConvolution implements CpuKernel {
    /**
     * Terms of one product: the sum of several short sums has a smaller rounding error than a long one. It is the greatest part
     * of the error, as the numbers at the points are larger than the results.
     */
    private static final int MOST_TERMS = 128;
    /** At stride 2, where a result is the sum of up to four products. */
    private static final int MOST_TERMS_STRIDED = 64;
    /** As many tiles as a vector has elements. */
    private static final int FEW = 16;

    private final WinogradTools tools;
    private final WorkerPool pool;
    private final WorkerScratch scratch;
    private final WinogradTiles tiles;
    private final WinogradTransforms transforms;
    /** Terms of one product. */
    private final int part;
    /** Whether there are so few tiles that products are turned. */
    private final boolean few;
    private final boolean gradient;
    private final boolean bias;

    private WinogradConvolution(WinogradTools tools, WinogradTiles tiles, boolean gradient, boolean bias) {
        this.tools = tools;
        this.pool = tools.pool();
        this.scratch = tools.scratch();
        this.tiles = tiles;
        this.transforms = tools.transforms(tiles);
        int terms = tiles.form() == WinogradForm.PLAIN ? MOST_TERMS : MOST_TERMS_STRIDED;
        this.part = Math.ceilDiv(tiles.inChannels(), Math.ceilDiv(tiles.inChannels(), terms));
        scratch.reserve(WinogradFilters.ARRAYS, Math.max(tiles.inChannels(), tiles.outChannels()));
        this.gradient = gradient;
        this.bias = bias;
        this.few = tools.small().isPresent()
                && tiles.shared()
                && tiles.mostColumns() <= FEW
                && (gradient || whole(tiles.inChannels(), part) && whole(tiles.outChannels(), tiles.chunk()));
    }

    /** Whether channels are cut into whole vectors, as filters are transposed by these. */
    private static boolean whole(int channels, int part) {
        return channels % part == 0 && part % SmallGemm.TRANSPOSED_ROWS == 0;
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
        long in = tiles.inputElements();
        long out = tiles.outputElements();
        return Float.BYTES * (tiles.shared()
                ? in + pool.workers() * (long) workerElements()
                : tiles.filterElements() + pool.workers() * (in + out));
    }

    /** Where workers share blocks: the filters of some channels and their products. */
    private int workerElements() {
        int one = Math.addExact(tiles.filterElements(part), tiles.outputElements());
        if (!few) {
            return one;
        }
        int results = WinogradTiles.elements(tiles.form().outPoints(), tiles.chunk(), FEW);
        return Math.addExact(one, results + transposedElements());
    }

    /** The filters of some channels, transposed. */
    private int transposedElements() {
        return few && !gradient ? WinogradFilters.TAPS * part * tiles.chunk() : 0;
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
            int rows = gradient ? tiles.inChannels() : tiles.outChannels();
            int length = gradient ? tiles.outChannels() : tiles.inChannels();
            int stride = WinogradTiles.stride(rows, length);
            pool.run(rows, (filter, worker) -> filters(filter, 1, 0, length, begin + filter * length, stride, worker));
            int blocks = begin + tiles.filterElements();
            pool.run(tiles.blocks().count(), (block, worker) -> {
                int v = blocks + worker * (tiles.inputElements() + tiles.outputElements());
                int m = v + tiles.inputElements();
                for (int group = 0; group < groups(block); group++) {
                    input(block, group, worker, v);
                }
                for (int term = 0; term < tiles.inChannels(); term += part) {
                    Matrix u = new Matrix(all, begin + term * (gradient ? length : 1), length, stride);
                    product(block, tiles.outChannels(), term, u, v, m, worker);
                }
                out(block, 0, tiles.outChannels(), m, worker);
            });
        }

        /** Filters are transformed for some channels and multiplied at once, so that they are in the level-2 cache. */
        void shared() {
            int places = begin + tiles.inputElements();
            for (int b = 0; b < tiles.blocks().count(); b++) {
                int block = b;
                pool.run(groups(block), (group, worker) -> input(block, group, worker, begin));
                pool.run(tiles.chunks(), (chunk, worker) -> {
                    int u = places + worker * workerElements();
                    int m = u + tiles.filterElements(part) + transposedElements();
                    int first = chunk * tiles.chunk();
                    int count = Math.min(tiles.chunk(), tiles.outChannels() - first);
                    for (int term = 0; term < tiles.inChannels(); term += part) {
                        Matrix filters = someFilters(first, count, term, u, worker);
                        if (few) {
                            turnedProduct(block, count, term, filters, begin, m, worker);
                        } else {
                            product(block, count, term, filters, begin, m, worker);
                        }
                    }
                    if (few) {
                        turnResult(block, count, m, worker);
                    }
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
         * @param channel the first of their channels
         * @param length how many of these
         * @param to where the first row begins in the first matrix
         * @param stride elements from one matrix to the next
         */
        private void filters(int filter, int rows, int channel, int length, int to, int stride, int worker) {
            int step = 9 * (gradient ? tiles.outChannels() : tiles.inChannels());
            int from = w.offset() + filter * step + 9 * channel;
            if (tools.filters(tiles.form()).isPresent()) {
                FilterVectors.Rows some = new FilterVectors.Rows(rows, from, step, length, to, stride);
                tools.filters(tiles.form()).get().transform(w.floats(), some, gradient, all, scratch.ints(worker));
                return;
            }
            for (int row = 0; row < rows; row++) {
                WinogradFilters.transform(
                        w.floats(), from + row * step, length, gradient, scratch.of(worker), all, to + row * length, stride);
            }
        }

        /** Transforms a part of some filters, from channel {@code term} on, to matrices at u. */
        private Matrix someFilters(int first, int count, int term, int u, int worker) {
            int terms = Math.min(part, tiles.inChannels() - term);
            int stride = WinogradTiles.stride(count, terms);
            if (gradient) {
                filters(term, terms, first, count, u, stride, worker);
            } else if (few) {
                transposedFilters(first, count, term, terms, u + tiles.filterElements(part), u, stride, worker);
            } else {
                filters(first, count, term, terms, u, stride, worker);
            }
            return new Matrix(all, u, gradient || few ? count : terms, stride);
        }

        /** Transforms filters of the convolution itself to rows of matrices {@code channels x filters}. */
        private void transposedFilters(int filter, int count, int channel, int length, int t, int to, int stride, int worker) {
            int step = WinogradFilters.TAPS * tiles.inChannels();
            int taps = WinogradFilters.TAPS * length;
            Matrix from = new Matrix(w.floats(), w.offset() + filter * step + WinogradFilters.TAPS * channel, step, 0);
            transpose(1, count, taps, from, new Matrix(all, t, count, 0), worker);
            FilterVectors.Rows some = new FilterVectors.Rows(length, t, WinogradFilters.TAPS * count, count, to, stride);
            tools.filters(tiles.form()).orElseThrow().transformVectors(all, some, all, scratch.ints(worker));
        }

        /** Multiplies the inputs' channels from {@code term} on, as many as a part has, by the filters' that are in u. */
        private void product(int block, int count, int term, Matrix u, int v, int m, int worker) {
            int columns = tiles.columns(block);
            int terms = Math.min(part, tiles.inChannels() - term);
            Matrix b = new Matrix(all, v + term * columns, columns, WinogradTiles.stride(tiles.inChannels(), columns));
            Matrix c = new Matrix(all, m, columns, WinogradTiles.stride(count, columns));
            for (WinogradProducts p : tiles.form().products()) {
                tools.multiply(
                        p.count(), gradient, false, count, columns, terms, p.filters(u), b.from(p.in()), p.more() || term > 0,
                        c.from(p.out()), worker);
            }
        }

        /**
         * The product turned by 90 degrees: a vector holds the results of 16 filters instead of those of 16 tiles, which there are
         * not.
         */
        private void turnedProduct(int block, int count, int term, Matrix u, int v, int m, int worker) {
            SmallGemm small = tools.small().orElseThrow();
            int columns = tiles.columns(block);
            int terms = Math.min(part, tiles.inChannels() - term);
            Matrix a = new Matrix(all, v + term * columns, columns, WinogradTiles.stride(tiles.inChannels(), columns));
            Matrix c = turned(count, m);
            for (WinogradProducts p : tiles.form().products()) {
                small.multiply(
                        p.count(), true, columns, count, terms, a.from(p.in()), p.filters(u), p.more() || term > 0,
                        c.from(p.out()), scratch.ints(worker));
            }
        }

        private Matrix turned(int count, int m) {
            return new Matrix(all, m + tiles.outputElements(), count, WinogradTiles.stride(count, FEW));
        }

        private void turnResult(int block, int count, int m, int worker) {
            int columns = tiles.columns(block);
            Matrix result = new Matrix(all, m, columns, WinogradTiles.stride(count, columns));
            transpose(tiles.form().outPoints(), columns, count, turned(count, m), result, worker);
        }

        private void transpose(int matrices, int rows, int columns, Matrix from, Matrix to, int worker) {
            for (int row = 0; row < rows; row += SmallGemm.TRANSPOSED_ROWS) {
                tools.small().orElseThrow().transpose(
                        matrices, Math.min(SmallGemm.TRANSPOSED_ROWS, rows - row), columns,
                        new Matrix(from.floats(), from.offset() + row * from.ld(), from.ld(), from.step()),
                        new Matrix(to.floats(), to.offset() + row, to.ld(), to.step()), scratch.ints(worker));
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

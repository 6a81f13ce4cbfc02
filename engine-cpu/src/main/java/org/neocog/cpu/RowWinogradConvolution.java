package org.neocog.cpu;

import org.neocog.graph.Conv2dGeometry;

/**
 * A 5×5 convolution of stride 1 by Winograd's F(4, 5) along the rows and a plain sum across them: for each row of outputs
 * 8 products of matrices {@code filters x (5 · channels)} and {@code (5 · channels) x columns}, a column being a tile of 4
 * outputs. They take 2/5 of the multiply-adds. In both directions at once, F(2×2, 5×5) would take 9/25, but more time, since
 * there are more than twice as many numbers to transform. Also the gradient in the input, which is such a convolution too.
 *
 * <p>Each worker does blocks by itself; those that are left over are done by all together. Both do the same products, so the
 * bits are the same.
 */
final class RowWinogradConvolution implements CpuKernel {
    private static final int TAPS = RowWinogradTiles.TAPS;
    /**
     * Terms of one product: the sum of several short sums has a smaller rounding error than a long one. It is the greatest
     * part of the error, as the numbers at the points are larger than the results.
     */
    private static final int MOST_TERMS = 96;
    private static final float[] NO_BIAS = {};

    private final WorkerPool pool;
    private final WorkerScratch scratch;
    private final Gemm gemm;
    private final RowWinogradTiles tiles;
    private final RowWinogradInput input;
    private final RowWinogradOutput output;
    private final boolean gradient;
    private final boolean bias;

    private RowWinogradConvolution(
            WorkerPool pool, WorkerScratch scratch, Gemm gemm, RowWinogradTiles tiles, boolean gradient, boolean bias) {
        this.pool = pool;
        this.scratch = scratch;
        this.gemm = gemm;
        this.tiles = tiles;
        this.input = new RowWinogradInput(tiles);
        this.output = new RowWinogradOutput(tiles);
        scratch.reserve(RowWinogradOutput.ARRAYS, Math.max(input.length(), TAPS * tiles.inChannels()));
        this.gradient = gradient;
        this.bias = bias;
    }

    static RowWinogradConvolution forward(
            WorkerPool pool, WorkerScratch scratch, Gemm gemm, Conv2dGeometry geometry, boolean bias) {
        return new RowWinogradConvolution(pool, scratch, gemm, RowWinogradTiles.forward(geometry), false, bias);
    }

    static RowWinogradConvolution inputGradient(
            WorkerPool pool, WorkerScratch scratch, Gemm gemm, Conv2dGeometry geometry) {
        return new RowWinogradConvolution(pool, scratch, gemm, RowWinogradTiles.inputGradient(geometry), true, false);
    }

    @Override
    public String method() {
        return "Winograd + " + gemm.name();
    }

    @Override
    public long workspaceBytes() {
        return Float.BYTES * (tiles.filterElements() + (long) workerElements() * pool.workers());
    }

    /** The matrices of a block's inputs and of a row of outputs. */
    private int workerElements() {
        return Math.addExact(tiles.inputElements(), tiles.outputElements());
    }

    @Override
    public void launch(Inputs inputs, CpuBuffer result, CpuBuffer workspace) {
        transformFilters(inputs.at(1), workspace);
        Launch launch = new Launch(inputs, result, workspace);
        int alone = tiles.blocks() / pool.workers() * pool.workers();
        pool.run(alone, launch::alone);
        for (int b = alone; b < tiles.blocks(); b++) {
            int block = b;
            pool.run(tiles.inputRows(block), (row, worker) -> launch.in(block, row, 0, worker));
            pool.run(tiles.rows(block), (row, worker) -> launch.out(block, row, 0, worker));
        }
    }

    private void transformFilters(CpuBuffer w, CpuBuffer workspace) {
        int in = tiles.inChannels();
        int out = tiles.outChannels();
        int area = TAPS * TAPS;
        int step = gradient ? out * area : area;
        int filter = gradient ? area : in * area;
        pool.run(out, (k, worker) -> RowWinogradFilters.transform(
                w.floats(), w.offset() + k * filter, step, in, gradient, scratch.of(worker), workspace.floats(),
                workspace.offset() + k * TAPS * in, out * TAPS * in));
    }

    private final class Launch {
        private final Inputs inputs;
        private final CpuBuffer result;
        private final float[] all;
        private final int filters;

        Launch(Inputs inputs, CpuBuffer result, CpuBuffer workspace) {
            this.inputs = inputs;
            this.result = result;
            this.all = workspace.floats();
            this.filters = workspace.offset();
        }

        /** Where a worker's matrices begin. */
        private int place(int worker) {
            return filters + tiles.filterElements() + worker * workerElements();
        }

        /** Rows of the input are transformed when they are needed, so that they are still in the cache. */
        void alone(int block, int worker) {
            int first = tiles.firstInput(tiles.firstRow(block));
            int done = 0;
            for (int row = 0; row < tiles.rows(block); row++) {
                int needed = tiles.endInput(tiles.firstRow(block) + row) - first;
                while (done < needed) {
                    in(block, done++, worker, worker);
                }
                out(block, row, worker, worker);
            }
        }

        void in(int block, int row, int place, int worker) {
            CpuBuffer x = inputs.at(0);
            input.transform(
                    x.floats(), x.offset(), block, tiles.firstInput(tiles.firstRow(block)) + row, scratch.of(worker), all,
                    place(place) + row * tiles.inChannels() * tiles.columns(block), tiles.inputStride(block));
        }

        void out(int block, int row, int place, int worker) {
            int y = tiles.firstRow(block) + row;
            int columns = tiles.columns(block);
            int out = tiles.outChannels();
            int skipped = tiles.firstInput(y) - tiles.firstInput(tiles.firstRow(block));
            int from = place(place) + skipped * tiles.inChannels() * columns;
            int to = place(worker) + tiles.inputElements();
            int filterLead = TAPS * tiles.inChannels();
            int terms = (tiles.endInput(y) - tiles.firstInput(y)) * tiles.inChannels();
            int part = Math.max(1, Math.ceilDiv(terms, Math.ceilDiv(Math.max(1, terms), MOST_TERMS)));
            for (int point = 0; point < RowWinogradTiles.POINTS; point++) {
                int u = filters + point * out * filterLead + tiles.firstTap(y) * tiles.inChannels();
                int v = from + point * tiles.inputStride(block);
                int term = 0;
                do {
                    gemm.sgemm(
                            false, false, out, columns, Math.min(part, terms - term), 1, all, u + term, filterLead, all,
                            v + term * columns, columns, term == 0 ? 0 : 1, all, to + point * out * columns, columns);
                    term += part;
                } while (term < terms);
            }
            float[] biases = bias ? inputs.at(2).floats() : NO_BIAS;
            output.transform(
                    all, to, block, y, biases, bias ? inputs.at(2).offset() : 0, scratch.of(worker), result.floats(),
                    result.offset());
        }
    }
}

package org.neocog.cpu;

import org.neocog.cpu.SmallGemm.Matrix;
import org.neocog.cpu.WinogradTransforms.Biases;
import org.neocog.graph.Conv2dGeometry;

/**
 * A 3×3 or 5×5 convolution of stride 1 by Winograd's F(4, r) along the rows and a plain sum across them: for each row of
 * outputs r + 3 products of matrices {@code filters x (r · channels)} and {@code (r · channels) x columns}, a column being a
 * tile of 4 outputs. They take 1/2 (r = 3) or 2/5 (r = 5) of the multiply-adds. With few channels this is as fast as tiles in
 * both directions ({@link WinogradConvolution}), and rounds less; for r = 5 these would round too much. Also the
 * gradient in the input, which is such a convolution too.
 *
 * <p>Each worker does blocks by itself; those that are left over are done by all together. Both do the same products, so the
 * bits are the same.
 */
final class RowWinogradConvolution implements CpuKernel {
    /**
     * Terms of one product: the sum of several short sums has a smaller rounding error than a long one. It is the greatest
     * part of the error, as the numbers at the points are larger than the results.
     */
    private static final int MOST_TERMS = 96;

    private final WinogradTools tools;
    private final WorkerPool pool;
    private final RowWinogradTiles tiles;
    private final RowFilterTransforms filters;
    private final RowWinogradTransforms transforms;
    private final boolean gradient;
    private final boolean bias;

    private RowWinogradConvolution(WinogradTools tools, RowWinogradTiles tiles, boolean gradient, boolean bias) {
        this.tools = tools;
        this.pool = tools.pool();
        this.tiles = tiles;
        this.filters = tools.filters(tiles.points(), gradient ? tiles.outChannels() : tiles.inChannels());
        this.transforms = tools.transforms(tiles);
        this.gradient = gradient;
        this.bias = bias;
    }

    static RowWinogradConvolution forward(WinogradTools tools, Conv2dGeometry geometry, boolean bias) {
        return new RowWinogradConvolution(tools, RowWinogradTiles.forward(geometry), false, bias);
    }

    static RowWinogradConvolution inputGradient(WinogradTools tools, Conv2dGeometry geometry) {
        return new RowWinogradConvolution(tools, RowWinogradTiles.inputGradient(geometry), true, false);
    }

    @Override
    public String method() {
        return tools.method();
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
        int alone = tiles.blocks().count() / pool.workers() * pool.workers();
        pool.run(alone, launch::alone);
        for (int b = alone; b < tiles.blocks().count(); b++) {
            int block = b;
            pool.run(tiles.inputRows(block), (row, worker) -> launch.in(block, row, 1, 0, worker));
            pool.run(tiles.blocks().rows(block), (row, worker) -> launch.out(block, row, 0, worker));
        }
    }

    /**
     * Matrices {@code K x (r · C)} for the convolution and, since each filter is one row of these, {@code (r · K) x C} for the
     * gradient, which are the transposes of what is needed.
     */
    private void transformFilters(CpuBuffer w, CpuBuffer workspace) {
        int in = tiles.inChannels();
        int out = tiles.outChannels();
        int rows = gradient ? in : out;
        int row = gradient ? out : tiles.taps() * in;
        int down = gradient ? in * out : in;
        int stride = in * out * tiles.taps();
        pool.run(rows, (k, worker) ->
                filters.transform(w, k, gradient, worker, workspace, workspace.offset() + k * row, down, stride));
    }

    private final class Launch {
        private final CpuBuffer x;
        private final Biases biases;
        private final CpuBuffer result;
        private final CpuBuffer work;
        private final float[] all;
        private final int begin;

        Launch(Inputs inputs, CpuBuffer result, CpuBuffer workspace) {
            this.x = inputs.at(0);
            this.biases = bias ? new Biases(inputs.at(2).floats(), inputs.at(2).offset()) : Biases.NONE;
            this.result = result;
            this.work = workspace;
            this.all = workspace.floats();
            this.begin = workspace.offset();
        }

        /** Where a worker's matrices begin. */
        private int place(int worker) {
            return begin + tiles.filterElements() + worker * workerElements();
        }

        /** Rows of the input are transformed when they are needed, so that they are still in the cache. */
        void alone(int block, int worker) {
            int together = transforms.rowsTogether();
            int done = 0;
            for (int row = 0; row < tiles.blocks().rows(block); row++) {
                int needed = tiles.inputsOf(block, row).end();
                for (; done < needed; done += together) {
                    in(block, done, Math.min(together, tiles.inputRows(block) - done), worker, worker);
                }
                out(block, row, worker, worker);
            }
        }

        void in(int block, int row, int rows, int place, int worker) {
            transforms.input(x, block, row, rows, worker, work, place(place));
        }

        void out(int block, int row, int place, int worker) {
            int to = place(worker) + tiles.inputElements();
            products(block, row, place(place), to, worker);
            transforms.output(work, to, block, tiles.blocks().firstRow(block) + row, biases, worker, result);
        }

        private void products(int block, int row, int place, int to, int worker) {
            RowWinogradTiles.Inputs rows = tiles.inputsOf(block, row);
            int columns = tiles.columns(block);
            int in = tiles.inChannels();
            int out = tiles.outChannels();
            int lead = gradient ? out : tiles.taps() * in;
            int u = begin + rows.tap() * in * (gradient ? out : 1);
            int v = place + rows.first() * in * columns;
            int uStep = tiles.taps() * in * out;
            Matrix m = new Matrix(all, to, columns, tiles.outputStride(block));
            int terms = rows.count() * in;
            int parts = Math.max(1, Math.ceilDiv(terms, MOST_TERMS));
            int part = Math.ceilDiv(terms, parts);
            for (int p = 0; p < parts; p++) {
                Matrix a = new Matrix(all, u + p * part * (gradient ? out : 1), lead, uStep);
                Matrix b = new Matrix(all, v + p * part * columns, columns, tiles.inputStride(block));
                tools.multiply(
                        tiles.points().count(), gradient, false, out, columns, Math.min(part, terms - p * part), a, b, p > 0, m,
                        worker);
            }
        }
    }
}

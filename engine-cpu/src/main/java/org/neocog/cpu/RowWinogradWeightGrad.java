package org.neocog.cpu;

import java.util.Arrays;
import org.neocog.cpu.SmallGemm.Matrix;
import org.neocog.graph.Conv2dGeometry;

/**
 * Gradient of a 3×3 or 5×5 convolution of stride 1 in its filters by the transpose of Winograd's F(4, r) along the rows: {@code
 * dw = Gᵀ Σ (A dy) · (Bᵀ x)}, for each row of outputs and each of the r + 3 points one product of matrices {@code filters x
 * columns} and {@code columns x (r · channels)}. Blocks are cut by the shapes alone into stretches that have a sum of their own
 * each, and the sums are added in order. So the result does not depend on how many workers there are.
 *
 * <p>Each worker makes sums by itself; those that are left over are made by all together, from the same products.
 */
final class RowWinogradWeightGrad implements CpuKernel {
    /** At most this many sums, the number of workers that can be kept busy. */
    private static final int MOST_SUMS = 16;
    /** The sums together should not take more bytes than this, but for the two that any parallelism needs. */
    private static final long SUM_BYTES = 16 << 20;

    private final WinogradTools tools;
    private final WorkerPool pool;
    private final RowWinogradTiles tiles;
    private final RowFilterTransforms filters;
    private final RowWinogradTransforms transforms;
    private final int sums;

    RowWinogradWeightGrad(WinogradTools tools, Conv2dGeometry geometry) {
        this.tools = tools;
        this.pool = tools.pool();
        this.tiles = RowWinogradTiles.forward(geometry);
        this.filters = tools.filters(tiles.points(), tiles.inChannels());
        this.transforms = tools.transforms(tiles);
        long affordable = SUM_BYTES / ((long) Float.BYTES * tiles.filterElements());
        this.sums = Math.min(tiles.blocks().count(), Math.clamp(affordable, 2, MOST_SUMS));
    }

    @Override
    public String method() {
        return tools.method();
    }

    @Override
    public long workspaceBytes() {
        return Float.BYTES
                * ((long) sums * tiles.filterElements()
                        + (long) pool.workers() * tiles.inputElements()
                        + (long) outputPlaces() * tiles.outputElements());
    }

    /** One for each worker or, if all work together, for each row. */
    private int outputPlaces() {
        return Math.max(pool.workers(), tiles.blocks().rows());
    }

    @Override
    public void launch(Inputs inputs, CpuBuffer result, CpuBuffer workspace) {
        Launch launch = new Launch(inputs, workspace);
        int alone = sums / pool.workers() * pool.workers();
        pool.run(alone, launch::alone);
        for (int sum = alone; sum < sums; sum++) {
            launch.together(sum);
        }
        int row = tiles.taps() * tiles.inChannels();
        int stride = tiles.outChannels() * row;
        pool.run(tiles.outChannels(), (k, worker) ->
                filters.gradient(workspace, workspace.offset() + k * row, stride, sums, worker, result, k));
    }

    private final class Launch {
        private final CpuBuffer x;
        private final CpuBuffer dy;
        private final CpuBuffer work;
        private final float[] all;
        private final int begin;

        Launch(Inputs inputs, CpuBuffer workspace) {
            this.x = inputs.at(0);
            this.dy = inputs.at(1);
            this.work = workspace;
            this.all = workspace.floats();
            this.begin = workspace.offset();
        }

        private int sumAt(int sum) {
            return begin + sum * tiles.filterElements();
        }

        private int inputAt(int place) {
            return sumAt(sums) + place * tiles.inputElements();
        }

        private int outputAt(int place) {
            return inputAt(pool.workers()) + place * tiles.outputElements();
        }

        private void clear(int sum) {
            Arrays.fill(all, sumAt(sum), sumAt(sum + 1), 0);
        }

        private int firstBlock(int sum) {
            return (int) ((long) tiles.blocks().count() * sum / sums);
        }

        /** Rows are transformed when they are needed, so that they are still in the cache. */
        void alone(int sum, int worker) {
            clear(sum);
            int together = transforms.rowsTogether();
            for (int block = firstBlock(sum); block < firstBlock(sum + 1); block++) {
                int done = 0;
                for (int row = 0; row < tiles.blocks().rows(block); row++) {
                    int needed = tiles.inputsOf(block, row).end();
                    for (; done < needed; done += together) {
                        in(block, done, Math.min(together, tiles.inputRows(block) - done), worker, worker);
                    }
                    out(block, row, worker, worker);
                    add(sum, block, row, 0, tiles.points().count(), worker, worker, worker);
                }
            }
        }

        void together(int sum) {
            clear(sum);
            for (int b = firstBlock(sum); b < firstBlock(sum + 1); b++) {
                int block = b;
                int inputRows = tiles.inputRows(block);
                pool.run(inputRows + tiles.blocks().rows(block), (task, worker) -> {
                    if (task < inputRows) {
                        in(block, task, 1, 0, worker);
                    } else {
                        out(block, task - inputRows, task - inputRows, worker);
                    }
                });
                pool.run(tiles.points().count(), (point, worker) -> {
                    for (int row = 0; row < tiles.blocks().rows(block); row++) {
                        add(sum, block, row, point, 1, 0, row, worker);
                    }
                });
            }
        }

        private void in(int block, int row, int rows, int place, int worker) {
            transforms.gradientInput(x, block, row, rows, worker, work, inputAt(place));
        }

        private void out(int block, int row, int place, int worker) {
            int y = tiles.blocks().firstRow(block) + row;
            transforms.outputGradient(dy, block, y, worker, work, outputAt(place));
        }

        /** Adds the products of one row at some points to a sum. */
        private void add(
                int sum, int block, int row, int first, int count, int inputPlace, int outputPlace, int worker) {
            RowWinogradTiles.Inputs rows = tiles.inputsOf(block, row);
            int columns = tiles.columns(block);
            int out = tiles.outChannels();
            int lead = tiles.taps() * tiles.inChannels();
            int n = rows.count() * tiles.inChannels();
            int before = rows.first() * tiles.inChannels();
            int bStep = tiles.inputStride(block);
            boolean transposed = tools.code().isPresent();
            Matrix a = new Matrix(all, outputAt(outputPlace), columns, tiles.outputStride(block));
            Matrix b = transposed
                    ? new Matrix(all, inputAt(inputPlace) + before, tiles.inputRows(block) * tiles.inChannels(), bStep)
                    : new Matrix(all, inputAt(inputPlace) + before * columns, columns, bStep);
            Matrix c = new Matrix(all, sumAt(sum) + rows.tap() * tiles.inChannels(), lead, out * lead);
            tools.multiply(
                    count, false, !transposed, out, n, columns, a.from(first), b.from(first), true, c.from(first), worker);
        }
    }
}

package org.neocog.cpu;

import org.neocog.graph.Conv2dGeometry;

/**
 * Gradient of a convolution in its filters: {@code dw = Σ dy · im2col(x)ᵀ} over images. The images are cut into blocks by
 * their number alone; each block has a sum of its own, and the blocks' sums are added in order. So the result does not
 * depend on how many workers there are.
 */
final class Conv2dWeightGradKernel implements CpuKernel {
    /** At most this many blocks, the number of workers that can be kept busy. */
    private static final int MOST_BLOCKS = 16;
    /** The blocks' sums together should not take more bytes than this, but for the two that any parallelism needs. */
    private static final long SUM_BYTES = 16 << 20;

    private final WorkerPool pool;
    private final Gemm gemm;
    private final Conv2dGeometry g;
    private final ConvTiles tiles;
    private final Im2col im2col;
    private final boolean identity;
    private final int blocks;
    private final int elements;

    Conv2dWeightGradKernel(WorkerPool pool, Gemm gemm, Conv2dGeometry geometry) {
        this.pool = pool;
        this.gemm = gemm;
        this.g = geometry;
        this.tiles = ConvTiles.of(geometry);
        this.im2col = new Im2col(geometry);
        this.identity = geometry.isPointwise();
        this.elements = geometry.w().elements();
        long affordable = SUM_BYTES / ((long) Float.BYTES * elements);
        this.blocks = Math.min(geometry.batch(), Math.clamp(affordable, 2, MOST_BLOCKS));
    }

    @Override
    public long workspaceBytes() {
        long sums = (long) Float.BYTES * sumStride() * (blocks - 1);
        return sums + (identity ? 0 : tiles.workspaceBytes(pool.workers()));
    }

    @Override
    public String method() {
        return identity ? gemm.name() : "im2col + " + gemm.name();
    }

    /** Elements from one block's sum to the next. The first block's sum is the output itself. */
    private int sumStride() {
        return Math.ceilDiv(elements, 16) * 16;
    }

    @Override
    public void launch(Inputs inputs, CpuBuffer output, CpuBuffer workspace) {
        int scratch = workspace.offset() + sumStride() * (blocks - 1);
        pool.run(blocks, (block, worker) -> {
            float[] sum = block == 0 ? output.floats() : workspace.floats();
            int so = block == 0 ? output.offset() : workspace.offset() + sumStride() * (block - 1);
            int first = (int) ((long) g.batch() * block / blocks);
            int end = (int) ((long) g.batch() * (block + 1) / blocks);
            for (int image = first; image < end; image++) {
                for (int group = 0; group < g.groups(); group++) {
                    addImage(inputs, image, group, image == first, sum, so, workspace,
                            scratch + worker * tiles.workerStride());
                }
            }
        });
        float[] dw = output.floats();
        float[] sums = workspace.floats();
        Ranges.run(pool, elements, (from, to) -> {
            for (int block = 1; block < blocks; block++) {
                int so = workspace.offset() + sumStride() * (block - 1) + from;
                ElementwiseKernels.add(dw, output.offset() + from, sums, so, dw, output.offset() + from, to - from);
            }
        });
    }

    private void addImage(
            Inputs inputs, int image, int group, boolean first, float[] sum, int so, CpuBuffer workspace, int scratch) {
        CpuBuffer x = inputs.at(0);
        CpuBuffer dy = inputs.at(1);
        int filters = g.filtersPerGroup();
        int fe = g.filterElements();
        int planes = x.offset() + (image * g.channels() + group * (g.channels() / g.groups())) * g.inputPositions();
        int dyo = dy.offset() + (image * g.filters() + group * filters) * g.positions();
        for (int tile = 0; tile < tiles.perImage(); tile++) {
            int start = tiles.firstRow(tile) * g.outWidth();
            int columns = tiles.rows(tile) * g.outWidth();
            float[] b = x.floats();
            int bo = planes + start;
            int ldb = g.positions();
            if (!identity) {
                b = workspace.floats();
                bo = scratch;
                ldb = columns;
                im2col.unfold(x.floats(), planes, tiles.firstRow(tile), tiles.rows(tile), b, bo, ldb);
            }
            gemm.sgemm(false, true, filters, fe, columns, 1, dy.floats(), dyo + start, g.positions(), b, bo, ldb,
                    first && tile == 0 ? 0 : 1, sum, so + group * filters * fe, fe);
        }
    }
}

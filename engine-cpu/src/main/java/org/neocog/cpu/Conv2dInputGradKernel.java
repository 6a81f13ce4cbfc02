package org.neocog.cpu;

import java.util.Arrays;
import org.neocog.graph.Conv2dGeometry;

/**
 * Gradient of a convolution in its input: for each stretch of output rows the matrix {@code wᵀ · dy}, added back onto the
 * image. Neighbouring stretches meet in the image, so one worker does an image's group from top to bottom. The filters are
 * transposed once for all images: the library is a fifth faster on matrices that it need not transpose.
 */
final class Conv2dInputGradKernel implements CpuKernel {
    private final WorkerPool pool;
    private final Gemm gemm;
    private final Conv2dGeometry g;
    private final ConvTiles tiles;
    private final Im2col im2col;
    private final boolean identity;

    Conv2dInputGradKernel(WorkerPool pool, Gemm gemm, Conv2dGeometry geometry) {
        this.pool = pool;
        this.gemm = gemm;
        this.g = geometry;
        this.tiles = ConvTiles.of(geometry);
        this.im2col = new Im2col(geometry);
        this.identity = geometry.isPointwise();
    }

    @Override
    public long workspaceBytes() {
        long transposed = (long) Float.BYTES * transposedStride();
        return transposed + (identity ? 0 : tiles.workspaceBytes(pool.workers()));
    }

    @Override
    public String method() {
        return identity ? gemm.name() : gemm.name() + " + col2im";
    }

    @Override
    public void launch(Inputs inputs, CpuBuffer output, CpuBuffer workspace) {
        CpuBuffer dy = inputs.at(0);
        CpuBuffer w = inputs.at(1);
        int channels = g.channels() / g.groups();
        int plane = g.inputPositions();
        float[] transposed = workspace.floats();
        transposeFilters(w, transposed, workspace.offset());
        pool.run(g.batch() * g.groups(), (task, worker) -> {
            int group = task % g.groups();
            int image = task / g.groups();
            int dyo = dy.offset() + (image * g.filters() + group * g.filtersPerGroup()) * g.positions();
            int wo = workspace.offset() + group * g.filtersPerGroup() * g.filterElements();
            int dxo = output.offset() + (image * g.channels() + group * channels) * plane;
            float[] dx = output.floats();
            if (!identity) {
                Arrays.fill(dx, dxo, dxo + channels * plane, 0);
            }
            for (int tile = 0; tile < tiles.perImage(); tile++) {
                int first = tiles.firstRow(tile) * g.outWidth();
                int columns = tiles.rows(tile) * g.outWidth();
                if (identity) {
                    gemm.sgemm(false, false, g.filterElements(), columns, g.filtersPerGroup(), 1,
                            transposed, wo, g.filtersPerGroup(), dy.floats(), dyo + first, g.positions(), 0,
                            dx, dxo + first, plane);
                } else {
                    float[] scratch = workspace.floats();
                    int so = workspace.offset() + transposedStride() + worker * tiles.workerStride();
                    gemm.sgemm(false, false, g.filterElements(), columns, g.filtersPerGroup(), 1,
                            transposed, wo, g.filtersPerGroup(), dy.floats(), dyo + first, g.positions(), 0,
                            scratch, so, columns);
                    im2col.foldAdd(scratch, so, columns, tiles.firstRow(tile), tiles.rows(tile), dx, dxo);
                }
            }
        });
    }

    /** Elements of the transposed filters, at whole cache lines. */
    private int transposedStride() {
        return Math.ceilDiv(g.w().elements(), 16) * 16;
    }

    /** Writes each group's filters, K/groups x filterElements, as filterElements x K/groups. */
    private void transposeFilters(CpuBuffer w, float[] target, int to) {
        float[] ws = w.floats();
        int filters = g.filtersPerGroup();
        int fe = g.filterElements();
        pool.run(g.groups() * Math.ceilDiv(fe, 64), (task, _) -> {
            int blocks = Math.ceilDiv(fe, 64);
            int base = task / blocks * filters * fe;
            int first = task % blocks * 64;
            for (int e = first; e < Math.min(fe, first + 64); e++) {
                for (int k = 0; k < filters; k++) {
                    target[to + base + e * filters + k] = ws[w.offset() + base + k * fe + e];
                }
            }
        });
    }
}

package org.neocog.cpu;

import java.util.Arrays;
import org.neocog.graph.Conv2dGeometry;

/**
 * Convolution as a matrix product: for each image, group and stretch of output rows, {@code y = w · im2col(x)} with
 * {@code w: K/groups x filterElements}. The workers share the stretches.
 */
final class Conv2dKernel implements CpuKernel {
    private final WorkerPool pool;
    private final Gemm gemm;
    private final Conv2dGeometry g;
    private final boolean bias;
    private final ConvTiles tiles;
    private final Im2col im2col;
    private final boolean identity;

    Conv2dKernel(WorkerPool pool, Gemm gemm, Conv2dGeometry geometry, boolean bias) {
        this.pool = pool;
        this.gemm = gemm;
        this.g = geometry;
        this.bias = bias;
        this.tiles = ConvTiles.of(geometry);
        this.im2col = new Im2col(geometry);
        this.identity = geometry.isPointwise();
    }

    @Override
    public long workspaceBytes() {
        return identity ? 0 : tiles.workspaceBytes(pool.workers());
    }

    @Override
    public String method() {
        return identity ? gemm.name() : "im2col + " + gemm.name();
    }

    @Override
    public void launch(Inputs inputs, CpuBuffer output, CpuBuffer workspace) {
        CpuBuffer x = inputs.at(0);
        CpuBuffer w = inputs.at(1);
        int perGroup = tiles.perImage();
        pool.run(g.batch() * g.groups() * perGroup, (task, worker) -> {
            int tile = task % perGroup;
            int group = task / perGroup % g.groups();
            int image = task / perGroup / g.groups();
            int filters = g.filtersPerGroup();
            int positions = g.positions();
            int columns = tiles.rows(tile) * g.outWidth();
            int first = tiles.firstRow(tile) * g.outWidth();
            int planes = x.offset() + (image * g.channels() + group * (g.channels() / g.groups())) * g.inputPositions();
            int yo = output.offset() + (image * g.filters() + group * filters) * positions + first;
            float beta = 0;
            if (bias) {
                spreadBias(inputs.at(2), group * filters, filters, columns, output.floats(), yo);
                beta = 1;
            }
            float[] b = x.floats();
            int bo = planes + first;
            int ldb = positions;
            if (!identity) {
                b = workspace.floats();
                bo = workspace.offset() + worker * tiles.workerStride();
                ldb = columns;
                im2col.unfold(x.floats(), planes, tiles.firstRow(tile), tiles.rows(tile), b, bo, ldb);
            }
            gemm.sgemm(false, false, filters, columns, g.filterElements(), 1,
                    w.floats(), w.offset() + group * filters * g.filterElements(), g.filterElements(),
                    b, bo, ldb, beta, output.floats(), yo, positions);
        });
    }

    /** The product is added to the bias, which costs no pass of its own. */
    private void spreadBias(CpuBuffer bias, int firstFilter, int filters, int columns, float[] y, int yo) {
        float[] bs = bias.floats();
        for (int k = 0; k < filters; k++) {
            int row = yo + k * g.positions();
            Arrays.fill(y, row, row + columns, bs[bias.offset() + firstFilter + k]);
        }
    }
}

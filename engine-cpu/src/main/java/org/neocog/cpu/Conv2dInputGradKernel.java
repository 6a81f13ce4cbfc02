package org.neocog.cpu;

import java.util.Arrays;
import org.neocog.graph.Conv2dGeometry;

/**
 * Gradient of a convolution in its input: for each stretch of output rows the matrix {@code wᵀ · dy}, added back onto the
 * image. Neighbouring stretches meet in the image, so one worker does an image's group from top to bottom; of small images
 * it does several by one product. The filters are transposed once for all images: the library is a fifth faster on matrices
 * that it need not transpose.
 */
final class Conv2dInputGradKernel implements CpuKernel {
    private final WorkerPool pool;
    private final Gemm gemm;
    private final Conv2dGeometry g;
    private final ConvTiles tiles;
    private final Im2col im2col;
    private final SideBySide maps;

    Conv2dInputGradKernel(WorkerPool pool, Gemm gemm, Conv2dGeometry geometry) {
        this.pool = pool;
        this.gemm = gemm;
        this.g = Im2col.upright(geometry);
        this.tiles = ConvTiles.of(g);
        this.im2col = new Im2col(g);
        this.maps = new SideBySide(g.filtersPerGroup(), g.positions(), g.filters() * g.positions());
    }

    @Override
    public long workspaceBytes() {
        long transposed = (long) Float.BYTES * transposedStride();
        return transposed + tiles.workspaceBytes(pool.workers());
    }

    @Override
    public String method() {
        return g.isPointwise() ? gemm.name() : gemm.name() + " + col2im";
    }

    @Override
    public void launch(Inputs inputs, CpuBuffer output, CpuBuffer workspace) {
        CpuBuffer dy = inputs.at(0);
        transposeFilters(inputs.at(1), workspace.floats(), workspace.offset());
        pool.run(tiles.blocks() * g.groups(), (task, worker) -> {
            int group = task % g.groups();
            int block = task / g.groups();
            int scratch = workspace.offset() + transposedStride() + worker * tiles.workerStride();
            if (tiles.images() == 1) {
                image(dy, block, group, workspace, scratch, output);
            } else {
                images(dy, block * tiles.images(), tiles.images(block), group, workspace, scratch, output);
            }
        });
    }

    private void image(CpuBuffer dy, int image, int group, CpuBuffer workspace, int so, CpuBuffer output) {
        float[] dx = output.floats();
        int dxo = dx(output, image, group);
        if (!tiles.inPlace()) {
            Arrays.fill(dx, dxo, dxo + groupElements(), 0);
        }
        for (int tile = 0; tile < tiles.perImage(); tile++) {
            int first = tiles.firstRow(tile) * g.outWidth();
            int columns = tiles.rows(tile) * g.outWidth();
            int dyo = dy(dy, image, group) + first;
            if (tiles.inPlace()) {
                product(workspace, group, columns, dy.floats(), dyo, g.positions(), dx, dxo + first, g.positions());
            } else {
                float[] scratch = workspace.floats();
                product(workspace, group, columns, dy.floats(), dyo, g.positions(), scratch, so, columns);
                im2col.foldAdd(scratch, so, columns, tiles.firstRow(tile), tiles.rows(tile), dx, dxo);
            }
        }
    }

    /** Some small images by one product of their maps side by side. */
    private void images(
            CpuBuffer dy, int first, int count, int group, CpuBuffer workspace, int so, CpuBuffer output) {
        float[] scratch = workspace.floats();
        int columns = count * g.positions();
        int wide = so + tiles.mapsOffset();
        maps.gather(dy.floats(), dy(dy, first, group), count, scratch, wide);
        product(workspace, group, columns, scratch, wide, columns, scratch, so, columns);
        if (g.isPointwise()) {
            new SideBySide(g.filterElements(), g.positions(), g.channels() * g.positions())
                    .scatter(scratch, so, count, output.floats(), dx(output, first, group));
            return;
        }
        for (int i = 0; i < count; i++) {
            int dxo = dx(output, first + i, group);
            Arrays.fill(output.floats(), dxo, dxo + groupElements(), 0);
            im2col.foldAdd(scratch, so + i * g.positions(), columns, 0, tiles.allRows(), output.floats(), dxo);
        }
    }

    private void product(
            CpuBuffer workspace, int group, int columns, float[] dy, int dyo, int lddy, float[] to, int at, int ld) {
        int wo = workspace.offset() + group * g.filtersPerGroup() * g.filterElements();
        gemm.sgemm(false, false, g.filterElements(), columns, g.filtersPerGroup(), 1,
                workspace.floats(), wo, g.filtersPerGroup(), dy, dyo, lddy, 0, to, at, ld);
    }

    private int dy(CpuBuffer dy, int image, int group) {
        return dy.offset() + (image * g.filters() + group * g.filtersPerGroup()) * g.positions();
    }

    private int dx(CpuBuffer dx, int image, int group) {
        return dx.offset() + image * g.channels() * g.inputPositions() + group * groupElements();
    }

    /** Elements of an image's channels of one group. */
    private int groupElements() {
        return g.channels() / g.groups() * g.inputPositions();
    }

    /** Elements of the transposed filters, at whole cache lines. */
    private int transposedStride() {
        return CacheLines.whole(g.w().elements());
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

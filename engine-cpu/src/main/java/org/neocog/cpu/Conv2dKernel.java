package org.neocog.cpu;

import java.util.Arrays;
import java.util.Optional;
import org.neocog.graph.Conv2dGeometry;

/**
 * Convolution as a matrix product: for each group and stretch of output rows of an image, or several small images, {@code
 * y = w · im2col(x)} with {@code w: K/groups x filterElements}. The workers share the products.
 */
final class Conv2dKernel implements CpuKernel {
    private final WorkerPool pool;
    private final Gemm gemm;
    private final Conv2dGeometry g;
    private final boolean bias;
    private final ConvTiles tiles;
    private final Im2col im2col;
    private final SideBySide maps;

    Conv2dKernel(WorkerPool pool, Gemm gemm, Conv2dGeometry geometry, boolean bias) {
        this.pool = pool;
        this.gemm = gemm;
        this.g = Im2col.upright(geometry);
        this.bias = bias;
        this.tiles = ConvTiles.of(g);
        this.im2col = new Im2col(g);
        this.maps = new SideBySide(g.filtersPerGroup(), g.positions(), g.filters() * g.positions());
    }

    @Override
    public long workspaceBytes() {
        return tiles.workspaceBytes(pool.workers());
    }

    @Override
    public String method() {
        return g.isPointwise() ? gemm.name() : "im2col + " + gemm.name();
    }

    @Override
    public void launch(Inputs inputs, CpuBuffer output, CpuBuffer workspace) {
        Launch launch = new Launch(
                inputs.at(0), inputs.at(1), bias ? Optional.of(inputs.at(2)) : Optional.empty(), output, workspace);
        int perGroup = tiles.perImage();
        pool.run(tiles.blocks() * g.groups() * perGroup, (task, worker) -> {
            int group = task / perGroup % g.groups();
            int block = task / perGroup / g.groups();
            int scratch = workspace.offset() + worker * tiles.workerStride();
            if (tiles.images() == 1) {
                launch.stretch(block, group, task % perGroup, scratch);
            } else {
                launch.images(block * tiles.images(), tiles.images(block), group, scratch);
            }
        });
    }

    private final class Launch {
        private final CpuBuffer x;
        private final CpuBuffer w;
        private final Optional<CpuBuffer> b;
        private final CpuBuffer output;
        private final float[] scratch;

        Launch(CpuBuffer x, CpuBuffer w, Optional<CpuBuffer> b, CpuBuffer output, CpuBuffer workspace) {
            this.x = x;
            this.w = w;
            this.b = b;
            this.output = output;
            this.scratch = workspace.floats();
        }

        /** Some rows of one image. The product is added to the bias, which costs no pass of its own. */
        void stretch(int image, int group, int tile, int so) {
            int columns = tiles.rows(tile) * g.outWidth();
            int first = tiles.firstRow(tile) * g.outWidth();
            int yo = y(image, group) + first;
            b.ifPresent(bs -> spread(bs, group, columns, yo));
            float beta = bias ? 1 : 0;
            if (tiles.inPlace()) {
                product(group, columns, x.floats(), x(image, group) + first, g.positions(), beta, output.floats(), yo,
                        g.positions());
            } else {
                im2col.unfold(
                        x.floats(), x(image, group), tiles.firstRow(tile), tiles.rows(tile), scratch, so, columns);
                product(group, columns, scratch, so, columns, beta, output.floats(), yo, g.positions());
            }
        }

        /** Some images, by way of a product of their own. */
        void images(int first, int count, int group, int so) {
            int columns = count * g.positions();
            for (int i = 0; i < count; i++) {
                im2col.unfold(
                        x.floats(), x(first + i, group), 0, tiles.allRows(), scratch, so + i * g.positions(), columns);
            }
            int wide = so + tiles.mapsOffset();
            product(group, columns, scratch, so, columns, 0, scratch, wide, columns);
            if (b.isPresent()) {
                CpuBuffer bs = b.get();
                maps.scatterPlus(bs.floats(), bs.offset() + group * g.filtersPerGroup(), scratch, wide, count,
                        output.floats(), y(first, group));
            } else {
                maps.scatter(scratch, wide, count, output.floats(), y(first, group));
            }
        }

        private void product(
                int group, int columns, float[] matrix, int mo, int ld, float beta, float[] to, int yo, int ldy) {
            gemm.sgemm(false, false, g.filtersPerGroup(), columns, g.filterElements(), 1,
                    w.floats(), w.offset() + group * g.filtersPerGroup() * g.filterElements(), g.filterElements(),
                    matrix, mo, ld, beta, to, yo, ldy);
        }

        private void spread(CpuBuffer bs, int group, int columns, int yo) {
            for (int k = 0; k < g.filtersPerGroup(); k++) {
                int row = yo + k * g.positions();
                float value = bs.floats()[bs.offset() + group * g.filtersPerGroup() + k];
                Arrays.fill(output.floats(), row, row + columns, value);
            }
        }

        private int x(int image, int group) {
            return x.offset() + (image * g.channels() + group * (g.channels() / g.groups())) * g.inputPositions();
        }

        private int y(int image, int group) {
            return output.offset() + (image * g.filters() + group * g.filtersPerGroup()) * g.positions();
        }
    }
}

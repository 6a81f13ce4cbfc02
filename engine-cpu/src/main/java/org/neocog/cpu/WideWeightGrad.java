package org.neocog.cpu;

import org.neocog.cpu.SmallGemm.Matrix;
import org.neocog.graph.Conv2dGeometry;

/**
 * Gradient of a convolution in its filters where these are many and the maps are small: {@code dw = Σ dy · im2col(x)ᵀ} over
 * blocks of images side by side, cut along dw (see {@link WideWeightTiles}). Each element of dw is summed up by one worker, in
 * the order of the images.
 */
final class WideWeightGrad implements CpuKernel {
    private final WorkerPool pool;
    private final RowProducts products;
    private final Conv2dGeometry g;
    private final WideWeightTiles tiles;
    private final Im2col im2col;
    /** Whether the products read an image as it is; output maps are read so wherever images are not side by side. */
    private final boolean readsImages;

    WideWeightGrad(WorkerPool pool, RowProducts products, Conv2dGeometry geometry) {
        this.pool = pool;
        this.products = products;
        this.g = geometry;
        this.tiles = WideWeightTiles.of(geometry);
        this.im2col = new Im2col(geometry);
        this.readsImages = tiles.images() == 1 && geometry.isPointwise();
    }

    @Override
    public long workspaceBytes() {
        return (long) Float.BYTES * (matrixElements() + (tiles.images() == 1 ? 0 : tiles.mapsElements()));
    }

    private int matrixElements() {
        return readsImages ? 0 : tiles.matrixElements();
    }

    @Override
    public String method() {
        String columns = g.isPointwise() ? "side by side + " : "im2col side by side + ";
        int terms = tiles.images() * g.positions();
        return (readsImages ? "" : columns) + products.method(tiles.tileFilters(), tiles.tileElements(), terms);
    }

    @Override
    public void launch(Inputs inputs, CpuBuffer output, CpuBuffer workspace) {
        CpuBuffer x = inputs.at(0);
        CpuBuffer dy = inputs.at(1);
        int maps = workspace.offset() + matrixElements();
        int unfolds = readsImages ? 0 : Math.ceilDiv(g.channels(), tiles.unfoldedChannels());
        int copies = tiles.images() == 1 ? 0 : Math.ceilDiv(g.filters(), tiles.copiedFilters());
        for (int b = 0; b < tiles.blocks(); b++) {
            int block = b;
            // Apart from unfolding, so that workers copy the maps that they multiply.
            pool.run(copies, (task, _) -> copy(dy, block, task, workspace.floats(), maps));
            pool.run(unfolds, (task, _) -> unfold(x, block, task, workspace));
            pool.run(tiles.tasks(), (task, _) -> multiply(x, dy, block, task, workspace, maps, output));
        }
    }

    private void unfold(CpuBuffer x, int block, int task, CpuBuffer workspace) {
        int row = tiles.rowElements(block);
        int first = task * tiles.unfoldedChannels();
        int channels = Math.min(tiles.unfoldedChannels(), g.channels() - first);
        int to = workspace.offset() + first * g.window().area() * row;
        for (int i = 0; i < tiles.images(block); i++) {
            int image = block * tiles.images() + i;
            im2col.unfold(
                    x.floats(), x.offset() + (image * g.channels() + first) * g.inputPositions(), channels, 0, g.outHeight(),
                    workspace.floats(), to + i * g.positions(), row);
        }
    }

    private void copy(CpuBuffer dy, int block, int task, float[] target, int maps) {
        int first = task * tiles.copiedFilters();
        int end = Math.min(first + tiles.copiedFilters(), g.filters());
        for (int filter = first; filter < end; filter++) {
            int to = maps + filter * tiles.rowElements(block);
            for (int i = 0; i < tiles.images(block); i++) {
                int map = ((block * tiles.images() + i) * g.filters() + filter) * g.positions();
                System.arraycopy(dy.floats(), dy.offset() + map, target, to + i * g.positions(), g.positions());
            }
        }
    }

    private void multiply(
            CpuBuffer x, CpuBuffer dy, int block, int task, CpuBuffer workspace, int maps, CpuBuffer output) {
        int filter = task / tiles.across() * tiles.tileFilters();
        int element = task % tiles.across() * tiles.tileElements();
        int row = tiles.rowElements(block);
        Matrix left = tiles.images() > 1
                ? new Matrix(workspace.floats(), maps, row, 0)
                : new Matrix(dy.floats(), dy.offset() + block * g.filters() * g.positions(), g.positions(), 0);
        Matrix right = readsImages
                ? new Matrix(x.floats(), x.offset() + block * g.channels() * g.positions(), g.positions(), 0)
                : new Matrix(workspace.floats(), workspace.offset(), row, 0);
        products.multiply(
                Math.min(tiles.tileFilters(), g.filters() - filter),
                Math.min(tiles.tileElements(), g.filterElements() - element), tiles.images(block) * g.positions(),
                left.from(filter, 0), right.from(element, 0), block > 0,
                new Matrix(
                        output.floats(), output.offset() + filter * g.filterElements() + element, g.filterElements(), 0));
    }
}

package org.neocog.cpu;

import org.neocog.cpu.SmallGemm.Matrix;
import org.neocog.graph.Conv2dGeometry;

/**
 * Gradient of a convolution in its filters: {@code dw = Σ dy · im2col(x)ᵀ} over images, small ones several at a time. The
 * images are cut into blocks by their number alone; each block has a sum of its own, and the blocks' sums are added in order.
 * So the result does not depend on how many workers there are.
 */
final class Conv2dWeightGradKernel implements CpuKernel {
    /** At most this many blocks, the number of workers that can be kept busy. */
    private static final int MOST_BLOCKS = 16;
    /** The blocks' sums together should not take more bytes than this, but for the two that any parallelism needs. */
    private static final long SUM_BYTES = 16 << 20;

    private final WorkerPool pool;
    private final RowProducts products;
    private final Conv2dGeometry g;
    private final ConvTiles tiles;
    private final Im2col im2col;
    private final SideBySide maps;
    private final int blocks;
    private final int elements;

    Conv2dWeightGradKernel(WorkerPool pool, RowProducts products, Conv2dGeometry geometry) {
        this.pool = pool;
        this.products = products;
        this.g = Im2col.upright(geometry);
        this.tiles = ConvTiles.of(g);
        this.im2col = new Im2col(g);
        this.maps = new SideBySide(g.filtersPerGroup(), g.positions(), g.filters() * g.positions());
        this.elements = geometry.w().elements();
        long affordable = SUM_BYTES / ((long) Float.BYTES * elements);
        this.blocks = Math.min(geometry.batch(), Math.clamp(affordable, 2, MOST_BLOCKS));
    }

    @Override
    public long workspaceBytes() {
        long sums = (long) Float.BYTES * sumStride() * (blocks - 1);
        return sums + tiles.workspaceBytes(pool.workers());
    }

    @Override
    public String method() {
        int columns = tiles.images() == 1 ? tiles.rows(0) * g.outWidth() : tiles.images() * g.positions();
        String product = products.method(g.filtersPerGroup(), g.filterElements(), columns);
        return g.isPointwise() ? product : "im2col + " + product;
    }

    /** Elements from one block's sum to the next. The first block's sum is the output itself. */
    private int sumStride() {
        return CacheLines.whole(elements);
    }

    @Override
    public void launch(Inputs inputs, CpuBuffer output, CpuBuffer workspace) {
        int scratch = workspace.offset() + sumStride() * (blocks - 1);
        pool.run(blocks, (block, worker) -> {
            float[] sum = block == 0 ? output.floats() : workspace.floats();
            int so = block == 0 ? output.offset() : workspace.offset() + sumStride() * (block - 1);
            int first = (int) ((long) g.batch() * block / blocks);
            int end = (int) ((long) g.batch() * (block + 1) / blocks);
            int own = scratch + worker * tiles.workerStride();
            for (int image = first; image < end; image += tiles.images()) {
                for (int group = 0; group < g.groups(); group++) {
                    Sum part = new Sum(sum, so + group * g.filtersPerGroup() * g.filterElements(), image > first);
                    if (tiles.images() == 1) {
                        addImage(inputs, image, group, part, workspace.floats(), own);
                    } else {
                        int count = Math.min(tiles.images(), end - image);
                        addImages(inputs, image, count, group, part, workspace.floats(), own);
                    }
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

    /**
     * The filters' gradient of a group in a block's sum.
     *
     * @param begun whether there is something to add to
     */
    private record Sum(float[] array, int offset, boolean begun) {}

    private void addImage(Inputs inputs, int image, int group, Sum sum, float[] scratch, int so) {
        float[] x = inputs.at(0).floats();
        for (int tile = 0; tile < tiles.perImage(); tile++) {
            int start = tiles.firstRow(tile) * g.outWidth();
            int columns = tiles.rows(tile) * g.outWidth();
            Sum part = new Sum(sum.array(), sum.offset(), sum.begun() || tile > 0);
            int dyo = dy(inputs, image, group) + start;
            if (tiles.inPlace()) {
                product(inputs.at(1).floats(), dyo, g.positions(), columns, x, x(inputs, image, group) + start, g.positions(),
                        part);
            } else {
                im2col.unfold(x, x(inputs, image, group), tiles.firstRow(tile), tiles.rows(tile), scratch, so, columns);
                product(inputs.at(1).floats(), dyo, g.positions(), columns, scratch, so, columns, part);
            }
        }
    }

    /** Several small images by one product: the sum over them is the product's own. */
    private void addImages(Inputs inputs, int first, int count, int group, Sum sum, float[] scratch, int so) {
        int columns = count * g.positions();
        for (int i = 0; i < count; i++) {
            im2col.unfold(inputs.at(0).floats(), x(inputs, first + i, group), 0, tiles.allRows(), scratch,
                    so + i * g.positions(), columns);
        }
        int wide = so + tiles.mapsOffset();
        maps.gather(inputs.at(1).floats(), dy(inputs, first, group), count, scratch, wide);
        product(scratch, wide, columns, columns, scratch, so, columns, sum);
    }

    private void product(float[] dy, int dyo, int lddy, int columns, float[] matrix, int mo, int ld, Sum sum) {
        products.multiply(
                g.filtersPerGroup(), g.filterElements(), columns, new Matrix(dy, dyo, lddy, 0), new Matrix(matrix, mo, ld, 0),
                sum.begun(), new Matrix(sum.array(), sum.offset(), g.filterElements(), 0));
    }

    private int x(Inputs inputs, int image, int group) {
        return inputs.at(0).offset()
                + (image * g.channels() + group * (g.channels() / g.groups())) * g.inputPositions();
    }

    private int dy(Inputs inputs, int image, int group) {
        return inputs.at(1).offset() + (image * g.filters() + group * g.filtersPerGroup()) * g.positions();
    }
}

package org.neocog.cpu;

import java.util.Arrays;
import java.util.Optional;
import org.neocog.graph.Conv2dGeometry;

/**
 * A 1x1 convolution, or the gradient in its input, as products of the filters with maps side by side (see {@link
 * PointwiseTiles}): {@code y = w · x} or {@code dx = wᵀ · dy}. A stride takes x's elements from their places or puts dx's
 * there.
 */
final class PointwiseConvolution implements CpuKernel {
    private final WorkerPool pool;
    private final Gemm gemm;
    private final boolean forward;
    private final boolean bias;
    private final PointwiseTiles tiles;
    private final Subsampling sampling;
    /** Whether a product reads an image's maps where they are. */
    private final boolean readsInPlace;
    private final boolean writesInPlace;

    private PointwiseConvolution(WorkerPool pool, Gemm gemm, Conv2dGeometry geometry, boolean forward, boolean bias) {
        this.pool = pool;
        this.gemm = gemm;
        this.forward = forward;
        this.bias = bias;
        this.tiles = PointwiseTiles.of(geometry, forward, pool);
        this.sampling = Subsampling.of(geometry);
        boolean single = tiles.wideImages() == 1;
        this.readsInPlace = single && (!forward || sampling.everything());
        this.writesInPlace = single && (forward || sampling.everything());
    }

    static PointwiseConvolution forward(WorkerPool pool, Gemm gemm, Conv2dGeometry geometry, boolean bias) {
        return new PointwiseConvolution(pool, gemm, geometry, true, bias);
    }

    static PointwiseConvolution inputGradient(WorkerPool pool, Gemm gemm, Conv2dGeometry geometry) {
        return new PointwiseConvolution(pool, gemm, geometry, false, false);
    }

    @Override
    public long workspaceBytes() {
        long products = writesInPlace ? 0 : (long) tiles.productElements() * pool.workers();
        return Float.BYTES * ((long) matrices() * matrixElements() + products);
    }

    private int matrices() {
        return tiles.apart() ? pool.workers() : 1;
    }

    private int matrixElements() {
        return readsInPlace ? 0 : tiles.matrixElements();
    }

    @Override
    public String method() {
        return "side by side + " + gemm.name();
    }

    @Override
    public void launch(Inputs inputs, CpuBuffer output, CpuBuffer workspace) {
        Launch launch = new Launch(
                inputs.at(0), inputs.at(1), bias ? Optional.of(inputs.at(2)) : Optional.empty(), output, workspace);
        if (tiles.apart()) {
            pool.run(tiles.blocks(), (block, worker) -> {
                launch.gather(block, 0, tiles.depth(), worker);
                for (int task = 0; task < tiles.tasks(block); task++) {
                    launch.multiply(block, task, worker);
                }
            });
            return;
        }
        for (int b = 0; b < tiles.blocks(); b++) {
            int block = b;
            if (!readsInPlace) {
                int rows = tiles.copiedRows();
                pool.run(Math.ceilDiv(tiles.depth(), rows), (task, worker) ->
                        launch.gather(block, task * rows, Math.min(tiles.depth(), (task + 1) * rows), worker));
            }
            pool.run(tiles.tasks(block), (task, worker) -> launch.multiply(block, task, worker));
        }
    }

    /** A matrix with maps as its rows, {@code ld} elements apart. */
    private record Columns(float[] matrix, int offset, int ld) {}

    private final class Launch {
        private final CpuBuffer source;
        private final CpuBuffer weights;
        private final Optional<CpuBuffer> b;
        private final CpuBuffer output;
        private final CpuBuffer workspace;
        private final int sourcePlane = forward ? sampling.planeSize() : tiles.positions();
        private final int outputPlane = forward ? tiles.positions() : sampling.planeSize();

        Launch(CpuBuffer source, CpuBuffer weights, Optional<CpuBuffer> b, CpuBuffer output, CpuBuffer workspace) {
            this.source = source;
            this.weights = weights;
            this.b = b;
            this.output = output;
            this.workspace = workspace;
        }

        /** Where a block's matrix begins: the worker's own, or the one of all. */
        private int matrix(int worker) {
            return workspace.offset() + (tiles.apart() ? worker : 0) * matrixElements();
        }

        /** Makes rows {@code first .. end-1} of a block's matrix. */
        void gather(int block, int first, int end, int worker) {
            for (int row = first; row < end; row++) {
                int to = matrix(worker) + row * tiles.rowElements(block);
                for (int i = 0; i < tiles.images(block); i++) {
                    int image = block * tiles.images() + i;
                    int plane = source.offset() + (image * tiles.depth() + row) * sourcePlane;
                    if (forward) {
                        sampling.take(source.floats(), plane, workspace.floats(), to);
                    } else {
                        System.arraycopy(source.floats(), plane, workspace.floats(), to, tiles.positions());
                    }
                    to += tiles.positions();
                }
            }
        }

        /** Some rows of the filters with the maps of some images of a block. */
        void multiply(int block, int task, int worker) {
            int first = task % tiles.down() * tiles.taskRows();
            int rows = tiles.rows(task % tiles.down());
            int before = task / tiles.down() * tiles.wideImages();
            int images = Math.min(tiles.wideImages(), tiles.images(block) - before);
            int image = block * tiles.images() + before;
            Columns columns = readsInPlace
                    ? new Columns(source.floats(), source.offset() + image * tiles.depth() * sourcePlane, sourcePlane)
                    : new Columns(
                            workspace.floats(), matrix(worker) + before * tiles.positions(), tiles.rowElements(block));
            int width = images * tiles.positions();
            if (writesInPlace) {
                int to = output.offset() + (image * tiles.rows() + first) * outputPlane;
                b.ifPresent(bs -> spreadBias(bs, first, rows, to));
                product(first, rows, columns, width, bias ? 1 : 0, output.floats(), to);
                return;
            }
            float[] scratch = workspace.floats();
            int own = workspace.offset() + matrices() * matrixElements() + worker * tiles.productElements();
            product(first, rows, columns, width, 0, scratch, own);
            for (int row = 0; row < rows; row++) {
                for (int i = 0; i < images; i++) {
                    int plane = output.offset() + ((image + i) * tiles.rows() + first + row) * outputPlane;
                    store(first + row, scratch, own + row * width + i * tiles.positions(), plane);
                }
            }
        }

        /** Writes a map, P · Q elements of a product, to its plane. */
        private void store(int row, float[] scratch, int from, int plane) {
            if (!forward) {
                sampling.spread(scratch, from, output.floats(), plane);
            } else if (b.isPresent()) {
                CpuBuffer bs = b.get();
                plus(bs.floats()[bs.offset() + row], scratch, from, output.floats(), plane, tiles.positions());
            } else {
                System.arraycopy(scratch, from, output.floats(), plane, tiles.positions());
            }
        }

        /** The filters, K x C, are read as they are forward and as their transpose backward. */
        private void product(int first, int rows, Columns columns, int width, float beta, float[] to, int at) {
            gemm.sgemm(!forward, false, rows, width, tiles.depth(), 1,
                    weights.floats(), weights.offset() + (forward ? first * tiles.depth() : first),
                    forward ? tiles.depth() : tiles.rows(), columns.matrix(), columns.offset(), columns.ld(), beta, to, at,
                    width);
        }

        private void spreadBias(CpuBuffer bs, int first, int rows, int to) {
            for (int row = 0; row < rows; row++) {
                int at = to + row * outputPlane;
                Arrays.fill(output.floats(), at, at + outputPlane, bs.floats()[bs.offset() + first + row]);
            }
        }
    }

    private static void plus(float bias, float[] source, int from, float[] target, int to, int n) {
        for (int i = 0; i < n; i++) {
            target[to + i] = source[from + i] + bias;
        }
    }
}

package org.neocog.cpu;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import org.neocog.graph.Conv2dGeometry;

/**
 * The gradient of a {@link DirectConvolution} in its filters, {@code dw = Σ dy · x} over positions and images. Bands are cut into
 * blocks by their number alone; each block has a sum of its own, and the blocks' sums are added in order. So the result does not
 * depend on how many workers there are.
 */
final class DirectWeightGrad implements CpuKernel {
    private static final int MOST_BLOCKS = 16;
    private static final int VECTOR = 16;

    /** Filters and taps that are computed together; where taps are left over, some are computed twice. */
    private record Cut(int filters, int taps) {
        /**
         * In products of vectors, measured: each vector of inputs costs as much as three, as most lie in two cache lines, and each
         * turn of the loop four.
         */
        long cost(int allFilters, int allTaps) {
            return (long) Math.ceilDiv(allFilters, filters) * Math.ceilDiv(allTaps, taps) * (taps * (filters + 3) + 4);
        }

        static Cut best(int allFilters, int allTaps) {
            Cut best = new Cut(1, 1);
            for (int filters = 1; filters <= allFilters; filters++) {
                for (int taps = 1; taps <= allTaps && DirectCode.possible(filters, taps); taps++) {
                    Cut cut = new Cut(filters, taps);
                    if (cut.cost(allFilters, allTaps) < best.cost(allFilters, allTaps)) {
                        best = cut;
                    }
                }
            }
            return best;
        }
    }

    private final WorkerPool pool;
    private final Conv2dGeometry g;
    private final DirectTiles tiles;
    private final int blocks;
    private final int taps;
    private final int[] firstTaps;
    private final MemorySegment tapDistances;
    private final List<Part> parts;

    /** What a call computes of a band: blocks of filters of one size. */
    private record Part(FilterBlocks blocks, MemorySegment function, MemorySegment parameters, MemorySegment lastParameters) {}

    DirectWeightGrad(WorkerPool pool, DirectFunctions code, Conv2dGeometry geometry) {
        this.pool = pool;
        this.g = geometry;
        this.tiles = DirectTiles.of(geometry);
        this.blocks = Math.min(MOST_BLOCKS, g.batch() * tiles.bands());
        int terms = g.filterElements();
        Cut cut = Cut.best(g.filters(), terms);
        this.taps = cut.taps;
        this.firstTaps = new int[Math.ceilDiv(terms, taps)];
        Arrays.setAll(firstTaps, i -> Math.min(i * taps, terms - taps));
        int[] distances = tiles.taps();
        this.tapDistances = MemorySegment.ofArray(Arrays.stream(firstTaps)
                .flatMap(first -> Arrays.stream(distances, first, first + taps))
                .toArray());
        this.parts = FilterBlocks.of(g.filters(), cut.filters).stream()
                .map(part -> new Part(
                        part, code.gradient(part.size(), taps), parameters(part, tiles.rows()),
                        parameters(part, tiles.rows(tiles.bands() - 1))))
                .toList();
    }

    private MemorySegment parameters(FilterBlocks filters, int rows) {
        int[] p = new int[DirectCode.GRADIENT_PARAMETERS];
        int whole = VECTOR * tiles.wholeVectors();
        p[DirectCode.ROWS] = rows;
        p[DirectCode.WHOLE] = tiles.wholeVectors();
        p[DirectCode.MASK] = tiles.lastMask();
        p[DirectCode.STEP_OF_X] = Float.BYTES * (tiles.pitch() - whole);
        p[DirectCode.STEP_OF_DY] = Float.BYTES * (g.outWidth() - whole);
        p[DirectCode.PLANE] = Math.multiplyExact(Float.BYTES, g.positions());
        p[DirectCode.BLOCKS] = filters.count();
        p[DirectCode.GROUPS] = firstTaps.length;
        return MemorySegment.ofArray(p);
    }

    @Override
    public String method() {
        return "direct + AVX-512";
    }

    @Override
    public long workspaceBytes() {
        return Float.BYTES * ((long) sumStride() * (blocks - 1) + (long) workerStride() * pool.workers());
    }

    /** Elements from one block's sum to the next. The first block's sum is the output itself. */
    private int sumStride() {
        return CacheLines.whole(g.w().elements());
    }

    private int bandStride() {
        return CacheLines.whole(tiles.elements());
    }

    /** A band's input, and the vectors whose elements are to be added up. */
    private int workerStride() {
        return bandStride() + VECTOR * g.filters() * taps * firstTaps.length;
    }

    @Override
    public void launch(Inputs inputs, CpuBuffer output, CpuBuffer workspace) {
        int units = g.batch() * tiles.bands();
        int scratch = workspace.offset() + sumStride() * (blocks - 1);
        pool.run(blocks, (block, worker) -> {
            int own = scratch + worker * workerStride();
            int vectors = own + bandStride();
            Arrays.fill(workspace.floats(), vectors, own + workerStride(), 0);
            int end = (int) ((long) units * (block + 1) / blocks);
            for (int unit = (int) ((long) units * block / blocks); unit < end; unit++) {
                addBand(inputs, unit / tiles.bands(), unit % tiles.bands(), workspace.floats(), own, vectors);
            }
            float[] sum = block == 0 ? output.floats() : workspace.floats();
            addUp(workspace.floats(), vectors, sum,
                    block == 0 ? output.offset() : workspace.offset() + sumStride() * (block - 1));
        });
        for (int block = 1; block < blocks; block++) {
            int from = workspace.offset() + sumStride() * (block - 1);
            ElementwiseKernels.add(output.floats(), output.offset(), workspace.floats(), from, output.floats(), output.offset(),
                    g.w().elements());
        }
    }

    private void addBand(Inputs inputs, int image, int band, float[] scratch, int place, int vectors) {
        CpuBuffer x = inputs.at(0);
        CpuBuffer dy = inputs.at(1);
        tiles.copy(x.floats(), x.offset() + image * g.channels() * g.inputPositions(), band, scratch, place);
        float[] dys = dy.floats();
        int rows = tiles.rows(band);
        for (Part part : parts) {
            FilterBlocks filters = part.blocks();
            int from = dy.offset() + (image * g.filters() + filters.first()) * g.positions()
                    + tiles.firstRow(band) * g.outWidth();
            MachineCode.call(
                    part.function(), MachineCode.slice(scratch, place, tiles.elements()),
                    MachineCode.slice(dys, from, (filters.filters() - 1) * g.positions() + rows * g.outWidth()),
                    MachineCode.slice(scratch, vectors + vector(filters.first()), vector(filters.filters())),
                    rows == tiles.rows() ? part.parameters() : part.lastParameters(), tapDistances);
        }
    }

    /** Where the vectors of filters begin, after those of so many others. */
    private int vector(int filters) {
        return VECTOR * taps * firstTaps.length * filters;
    }

    private void addUp(float[] all, int vectors, float[] sum, int so) {
        int terms = g.filterElements();
        for (Part part : parts) {
            int perGroup = part.blocks().size() * taps;
            int perBlock = perGroup * firstTaps.length;
            int from = vectors + vector(part.blocks().first());
            for (int i = 0; i < perBlock * part.blocks().count(); i++) {
                int filter = part.blocks().first() + i / perBlock * part.blocks().size() + i % perGroup / taps;
                int tap = firstTaps[i % perBlock / perGroup] + i % taps;
                sum[so + filter * terms + tap] = elements(all, from + VECTOR * i);
            }
        }
    }

    private static float elements(float[] all, int from) {
        float sum = 0;
        for (int i = 0; i < VECTOR; i++) {
            sum += all[from + i];
        }
        return sum;
    }
}

package org.neocog.cpu;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.neocog.graph.Conv2dGeometry;

/**
 * A convolution of few channels in machine code, see {@link DirectCode}: such as the first of a network, where a product of
 * matrices has so few terms that making the matrix costs as much as multiplying it.
 */
final class DirectConvolution implements CpuKernel {
    /** Multiply-adds of a task, so that what it costs to hand it out does not matter. */
    private static final long TASK_MULTIPLY_ADDS = 1 << 20;
    private static final int LEAST_TASKS = 8;
    private static final int VECTOR = 16;

    private final WorkerPool pool;
    private final Conv2dGeometry g;
    private final boolean bias;
    private final DirectTiles tiles;
    private final List<Part> parts;
    private final int unitsPerTask;

    /**
     * What a call computes of a band: blocks of filters of one size.
     *
     * @param positions what the function is told of all bands but the last one
     */
    private record Part(
            FilterBlocks blocks, MemorySegment function, MemorySegment parameters, MemorySegment positions,
            MemorySegment lastPositions) {}

    DirectConvolution(WorkerPool pool, DirectFunctions code, Conv2dGeometry geometry, boolean bias) {
        this.pool = pool;
        this.g = geometry;
        this.bias = bias;
        this.tiles = DirectTiles.of(geometry);
        this.parts = FilterBlocks.of(g.filters(), DirectCode.mostFilters()).stream()
                .map(blocks -> {
                    int perStep = DirectCode.positions(blocks.size());
                    return new Part(
                            blocks, code.forward(blocks.size()), parameters(blocks), positions(perStep, tiles.rows()),
                            positions(perStep, tiles.rows(tiles.bands() - 1)));
                })
                .toList();
        long unit = Math.max(1, g.multiplyAdds() / units());
        this.unitsPerTask = Math.clamp(TASK_MULTIPLY_ADDS / unit, 1, Math.max(1, units() / LEAST_TASKS));
    }

    private MemorySegment parameters(FilterBlocks blocks) {
        int[] numbers = new int[DirectCode.FORWARD_PARAMETERS + g.filterElements()];
        numbers[DirectCode.TAPS] = g.filterElements();
        numbers[DirectCode.PLANE_OF_Y] = Math.multiplyExact(Float.BYTES, g.positions());
        numbers[DirectCode.BLOCKS_OF_Y] = blocks.count();
        System.arraycopy(tiles.taps(), 0, numbers, DirectCode.FORWARD_PARAMETERS, g.filterElements());
        return MemorySegment.ofArray(numbers);
    }

    /** Distances of inputs and outputs, and masks, for so many vectors a step. */
    private MemorySegment positions(int perStep, int rows) {
        int count = rows * tiles.vectors();
        int steps = Math.ceilDiv(count, perStep);
        int[] list = new int[3 * perStep * steps + 1];
        for (int i = 0; i < perStep * steps; i++) {
            // Those behind the last compute it once more and store nothing.
            int position = Math.min(i, count - 1);
            int row = position / tiles.vectors();
            int column = position % tiles.vectors() * VECTOR;
            int at = i / perStep * 3 * perStep + i % perStep;
            boolean last = g.outWidth() - column < VECTOR;
            list[at] = Float.BYTES * (row * tiles.pitch() + column);
            list[at + perStep] = Float.BYTES * (row * g.outWidth() + column);
            list[at + 2 * perStep] = i >= count ? 0 : last ? tiles.lastMask() : 0xffff;
        }
        list[list.length - 1] = -1;
        return MemorySegment.ofArray(list);
    }

    private int units() {
        return g.batch() * tiles.bands();
    }

    @Override
    public String method() {
        return "direct + AVX-512";
    }

    @Override
    public long workspaceBytes() {
        return Float.BYTES * ((long) filterElements() + (long) bandStride() * pool.workers());
    }

    /** The filters with their biases, in the order in which the code reads them. */
    private int filterElements() {
        return CacheLines.whole(g.filters() * (g.filterElements() + 1));
    }

    private int bandStride() {
        return CacheLines.whole(tiles.elements());
    }

    @Override
    public void launch(Inputs inputs, CpuBuffer output, CpuBuffer workspace) {
        CpuBuffer x = inputs.at(0);
        order(inputs, workspace);
        pool.run(Math.ceilDiv(units(), unitsPerTask), (task, worker) -> {
            int end = Math.min(units(), (task + 1) * unitsPerTask);
            int place = workspace.offset() + filterElements() + worker * bandStride();
            for (int unit = task * unitsPerTask; unit < end; unit++) {
                int image = unit / tiles.bands();
                int band = unit % tiles.bands();
                tiles.copy(x.floats(), x.offset() + image * g.channels() * g.inputPositions(), band, workspace.floats(), place);
                band(workspace, place, band, output, image);
            }
        });
    }

    private void order(Inputs inputs, CpuBuffer workspace) {
        CpuBuffer w = inputs.at(1);
        float[] to = workspace.floats();
        int terms = g.filterElements();
        for (Part part : parts) {
            int size = part.blocks().size();
            for (int i = 0; i < part.blocks().filters(); i++) {
                int filter = part.blocks().first() + i;
                int at = workspace.offset() + (filter - i % size) * (terms + 1) + i % size;
                to[at] = bias ? inputs.at(2).floats()[inputs.at(2).offset() + filter] : 0;
                for (int tap = 0; tap < terms; tap++) {
                    to[at + (tap + 1) * size] = w.floats()[w.offset() + filter * terms + tap];
                }
            }
        }
    }

    private void band(CpuBuffer workspace, int place, int band, CpuBuffer output, int image) {
        float[] all = workspace.floats();
        float[] ys = output.floats();
        int rows = tiles.rows(band);
        for (Part part : parts) {
            FilterBlocks blocks = part.blocks();
            int perFilter = g.filterElements() + 1;
            int y = output.offset() + (image * g.filters() + blocks.first()) * g.positions() + tiles.firstRow(band) * g.outWidth();
            MachineCode.call(
                    part.function(), MachineCode.slice(all, place, tiles.elements()),
                    MachineCode.slice(all, workspace.offset() + blocks.first() * perFilter, blocks.filters() * perFilter),
                    MachineCode.slice(ys, y, (blocks.filters() - 1) * g.positions() + rows * g.outWidth()), part.parameters(),
                    rows == tiles.rows() ? part.positions() : part.lastPositions());
        }
    }
}

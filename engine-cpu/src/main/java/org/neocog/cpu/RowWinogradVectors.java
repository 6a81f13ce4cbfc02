package org.neocog.cpu;

import java.lang.foreign.MemorySegment;
import java.util.Objects;
import org.neocog.cpu.WinogradTransforms.Biases;

/**
 * The transforms along the rows in machine code with AVX-512. What they compute is said in {@link RowWinogradInput} and
 * {@link RowWinogradOutput}; how, in {@link RowWinogradCode}.
 */
final class RowWinogradVectors implements RowWinogradTransforms {
    private static final int VECTOR = 16;
    /** Items of one call at most. */
    private static final int ITEMS = 256;
    /** Ints that a worker's list takes. */
    static final int INTS = RowLanes.HEADER + RowLanes.ITEM * ITEMS;
    /** Vectors of tiles of one call, which holds off the JVM's safepoints: some tens of microseconds. */
    private static final int CALL_VECTORS = 1024;
    /** Tiles whose outputs wait in scratch at most, unless a row has more. */
    private static final int TILES = 512;
    /** Rows of the input that lie one after another should be this many elements, as memory is read in longer stretches. */
    private static final int ROW_ELEMENTS = 128;
    /** Rows of all channels that are transformed together should be no more than this. */
    private static final int LANES = 1024;

    /**
     * The functions for filters of one size, made once for all kernels.
     *
     * @param transposed the input's transform that gives the transposes
     * @param filters those of the filters
     */
    record Functions(
            MemorySegment input, MemorySegment transposed, MemorySegment output, MemorySegment outputGradient,
            RowFilterVectors.Functions filters) {
        /** @throws UnsupportedOperationException if the system does not let this process have machine code of its own */
        static Functions make(int taps) {
            WinogradPoints points = WinogradPoints.of(taps);
            return new Functions(
                    MachineCode.function(RowWinogradCode.input(points)),
                    MachineCode.function(RowWinogradCode.transposedInput(points)),
                    MachineCode.function(RowWinogradCode.output(points)),
                    MachineCode.function(RowWinogradCode.outputGradient(points)),
                    RowFilterVectors.Functions.make(taps));
        }
    }

    /** Parameters for blocks of some images. */
    private record Parameters(MemorySegment input, MemorySegment outputGradient) {}

    private final Functions functions;
    private final WorkerScratch scratch;
    private final RowWinogradTiles tiles;
    private final RowWinogradPlaces inputs;
    private final Parameters whole;
    /** Those for the last block, which may have fewer images. */
    private final Parameters last;
    private final MemorySegment ofTransposed;
    private final MemorySegment ofOutput;

    RowWinogradVectors(Functions functions, WorkerScratch scratch, RowWinogradTiles tiles) {
        this.functions = functions;
        this.scratch = scratch;
        this.tiles = tiles;
        int image = tiles.inChannels() * tiles.inHeight() * tiles.inWidth();
        this.inputs =
                new RowWinogradPlaces(image, tiles.inWidth(), tiles.tilesX(), tiles.padLeft(), tiles.points().count());
        this.whole = parameters(tiles.blocks().images());
        this.last = parameters(tiles.blocks().images(tiles.blocks().count() - 1));
        this.ofTransposed = MemorySegment.ofArray(transposed());
        this.ofOutput = MemorySegment.ofArray(output());
        scratch.reserve(1, RowWinogradTiles.TILE * (Math.max(TILES, tiles.mostColumns()) + VECTOR) + 2 * VECTOR);
    }

    private Parameters parameters(int images) {
        int image = tiles.outChannels() * tiles.outHeight() * tiles.outWidth();
        RowWinogradPlaces outputs =
                new RowWinogradPlaces(image, tiles.outWidth(), tiles.tilesX(), 0, RowWinogradTiles.TILE);
        return new Parameters(
                MemorySegment.ofArray(inputs.lanes(images, RowWinogradStep.inputFactors(tiles.points()))),
                MemorySegment.ofArray(outputs.lanes(images, RowWinogradStep.outputFactors(tiles.points()))));
    }

    /** Those of a block. */
    private Parameters of(int block) {
        return tiles.blocks().images(block) == tiles.blocks().images() ? whole : last;
    }

    private int[] transposed() {
        int[] lanes = new int[rowsTogether() * tiles.inChannels()];
        for (int lane = 0; lane < lanes.length; lane++) {
            lanes[lane] = (lane % tiles.inChannels() * tiles.inHeight() + lane / tiles.inChannels()) * tiles.inWidth();
        }
        return RowWinogradPlaces.parameters(
                RowWinogradStep.inputFactors(tiles.points()), new int[0], lanes, new int[lanes.length]);
    }

    private int[] output() {
        int[] p = new int[RowLanes.OUTPUT_PARAMETERS];
        RowWinogradPlaces.floats(RowWinogradStep.outputFactors(tiles.points()), p);
        int[] collect = WinogradCode.collecting();
        System.arraycopy(collect, 0, p, RowLanes.ORDERS, collect.length);
        int pieces = (tiles.outWidth() - 1) / VECTOR;
        p[RowLanes.LINE_BYTES] = Float.BYTES * RowWinogradTiles.TILE * tiles.tilesX();
        p[RowLanes.IMAGE_FLOATS] = tiles.outChannels() * tiles.outHeight() * tiles.outWidth();
        p[RowLanes.WHOLE_PIECES] = pieces;
        p[RowLanes.PIECE_MASK] = RowWinogradPlaces.bits(tiles.outWidth() - VECTOR * pieces);
        return p;
    }

    @Override
    public int rowsTogether() {
        int rows = Math.min(Math.ceilDiv(ROW_ELEMENTS, tiles.inWidth()), tiles.mostInputRows());
        return Math.clamp(LANES / tiles.inChannels(), 1, rows);
    }

    /** Where a row of the input begins. */
    private int inputAt(CpuBuffer x, int image, int channel, int y) {
        return x.offset() + ((image * tiles.inChannels() + channel) * tiles.inHeight() + y) * tiles.inWidth();
    }

    @Override
    public void input(CpuBuffer x, int block, int row, int rows, int worker, CpuBuffer v, int to) {
        int columns = tiles.columns(block);
        int in = tiles.inChannels();
        int image = tiles.blocks().firstImage(block);
        int y = tiles.firstInputRow(block) + row;
        checkInput(x, block, row, rows, v, to);
        int[] list = list(columns, tiles.inputStride(block), worker);
        int most = most(columns);
        for (int first = 0; first < rows * in; first += most) {
            int count = Math.min(most, rows * in - first);
            int at = RowLanes.HEADER;
            for (int i = first; i < first + count; i++) {
                // A channel's rows lie one after another in memory.
                int channel = i / rows;
                list[at] = inputAt(x, image, channel, y + i % rows);
                list[at + 1] = to + ((row + i % rows) * in + channel) * columns;
                at += RowLanes.ITEM;
            }
            call(functions.input, x, v, of(block).input, count, worker);
        }
    }

    @Override
    public void gradientInput(CpuBuffer x, int block, int row, int rows, int worker, CpuBuffer v, int to) {
        int columns = tiles.columns(block);
        int in = tiles.inChannels();
        checkInput(x, block, row, rows, v, to);
        Objects.checkIndex(rows - 1, rowsTogether());
        int[] list = list(rows * in, tiles.inputStride(block), worker);
        int from = inputAt(x, tiles.blocks().firstImage(block), 0, tiles.firstInputRow(block) + row);
        int down = tiles.inputRows(block) * in;
        int most = most(rows * in);
        for (int first = 0; first < columns; first += most) {
            int count = Math.min(most, columns - first);
            int at = RowLanes.HEADER;
            for (int i = first; i < first + count; i++) {
                int tile = i % tiles.tilesX();
                list[at] = from + inputs.at(i / tiles.tilesX(), tile);
                list[at + 1] = to + i * down + row * in;
                list[at + 2] = inputs.masks(tile);
                at += RowLanes.ITEM;
            }
            call(functions.transposed, x, v, ofTransposed, count, worker);
        }
    }

    /** Java checks nothing in there. */
    private void checkInput(CpuBuffer x, int block, int row, int rows, CpuBuffer v, int to) {
        int image = tiles.inChannels() * tiles.inHeight() * tiles.inWidth();
        Objects.checkFromIndexSize(x.offset(), tiles.blocks().batch() * image, x.floats().length);
        Objects.checkFromIndexSize(row, rows, tiles.inputRows(block));
        Objects.checkFromIndexSize(to, tiles.points().count() * tiles.inputStride(block), v.floats().length);
    }

    @Override
    public void outputGradient(CpuBuffer dy, int block, int y, int worker, CpuBuffer m, int to) {
        int columns = tiles.columns(block);
        checkOutput(dy, y, m, to, block);
        int[] list = list(columns, tiles.outputStride(block), worker);
        int most = most(columns);
        for (int first = 0; first < tiles.outChannels(); first += most) {
            int count = Math.min(most, tiles.outChannels() - first);
            int at = RowLanes.HEADER;
            for (int channel = first; channel < first + count; channel++) {
                list[at] = outputAt(dy, block, channel, y);
                list[at + 1] = to + channel * columns;
                at += RowLanes.ITEM;
            }
            call(functions.outputGradient, dy, m, of(block).outputGradient, count, worker);
        }
    }

    private int outputAt(CpuBuffer y, int block, int channel, int row) {
        int map = tiles.blocks().firstImage(block) * tiles.outChannels() + channel;
        return y.offset() + (map * tiles.outHeight() + row) * tiles.outWidth();
    }

    private void checkOutput(CpuBuffer y, int row, CpuBuffer m, int to, int block) {
        int image = tiles.outChannels() * tiles.outHeight() * tiles.outWidth();
        Objects.checkFromIndexSize(y.offset(), tiles.blocks().batch() * image, y.floats().length);
        Objects.checkIndex(row, tiles.outHeight());
        Objects.checkFromIndexSize(to, tiles.points().count() * tiles.outputStride(block), m.floats().length);
    }

    @Override
    public void output(CpuBuffer m, int from, int block, int y, Biases biases, int worker, CpuBuffer result) {
        int columns = tiles.columns(block);
        checkOutput(result, y, m, from, block);
        int most = Math.min(ITEMS, Math.max(1, TILES / columns));
        for (int first = 0; first < tiles.outChannels(); first += most) {
            int count = Math.min(most, tiles.outChannels() - first);
            int[] list = list(count * columns, tiles.outputStride(block), worker);
            list[RowLanes.MATRICES] = from + first * columns;
            list[RowLanes.IMAGES] = tiles.blocks().images(block);
            int at = RowLanes.HEADER;
            for (int channel = first; channel < first + count; channel++) {
                list[at] = outputAt(result, block, channel, y);
                list[at + 1] = Float.floatToRawIntBits(biases.of(channel));
                at += RowLanes.ITEM;
            }
            call(functions.output, m, result, ofOutput, count, worker);
        }
    }

    /** The items of a call that has that many lanes for each. */
    private static int most(int lanes) {
        return Math.clamp(CALL_VECTORS / Math.ceilDiv(lanes, VECTOR), 1, ITEMS);
    }

    /** What calls have in common. */
    private int[] list(int lanes, int stride, int worker) {
        int[] list = scratch.ints(worker);
        int vectors = Math.ceilDiv(lanes, VECTOR);
        list[RowLanes.VECTORS] = vectors;
        list[RowLanes.LAST_MASK] = RowWinogradPlaces.bits(lanes - VECTOR * (vectors - 1));
        list[RowLanes.STRIDE] = stride;
        list[RowLanes.MATRICES] = 0;
        return list;
    }

    private void call(
            MemorySegment function, CpuBuffer from, CpuBuffer to, MemorySegment parameters, int count, int worker) {
        scratch.ints(worker)[RowLanes.COUNT] = count;
        MachineCode.call(
                function, from.segment(), scratch.segment(worker), to.segment(), parameters, scratch.intSegment(worker));
    }
}

package org.neocog.cpu;

import java.lang.foreign.MemorySegment;
import java.util.Objects;

/**
 * The transforms in machine code with AVX-512, where the JIT compiler does not vectorise what deals out columns to tiles and
 * needs copies for the rest. What they compute is said in {@link WinogradInput} and {@link WinogradOutput}; how, in
 * {@link WinogradCode}. A call does some lines: rows of tiles, channel by channel, image by image, row by row, which is also the
 * order of the matrices' columns.
 */
final class WinogradVectors implements WinogradTransforms {
    private static final int TILE = WinogradTiles.TILE;
    private static final int SIDE = WinogradTiles.SIDE;
    private static final int VECTOR = 16;
    private static final WinogradPoints POINTS = WinogradPoints.of(3);
    private static final int ALL = 0xffff;

    /**
     * The functions, made once for all kernels.
     *
     * @param inputs for 0, 1 and 2 columns of padding
     */
    record Functions(MemorySegment[] inputs, MemorySegment output, MemorySegment outputGradient) {
        /** @throws UnsupportedOperationException if the system does not let this process have machine code of its own */
        static Functions make() {
            MemorySegment[] inputs = new MemorySegment[3];
            for (int pad = 0; pad < inputs.length; pad++) {
                inputs[pad] = MachineCode.function(WinogradCode.input(pad));
            }
            return new Functions(
                    inputs, MachineCode.function(WinogradCode.output()),
                    MachineCode.function(WinogradCode.outputGradient()));
        }
    }

    private final Functions functions;
    private final WorkerScratch scratch;
    private final WinogradTiles tiles;
    private final MemorySegment ofInput;
    private final MemorySegment ofOutput;
    private final MemorySegment ofGradient;

    WinogradVectors(Functions functions, WorkerScratch scratch, WinogradTiles tiles) {
        this.functions = functions;
        this.scratch = scratch;
        this.tiles = tiles;
        scratch.reserve(1, WinogradCode.SCRATCH);
        this.ofInput = parameters(tiles.inWidth(), WinogradStep.inputFactors(POINTS), WinogradCode.dealing());
        this.ofOutput = parameters(tiles.outWidth(), WinogradStep.outputFactors(POINTS), WinogradCode.collecting());
        this.ofGradient = parameters(tiles.outWidth(), WinogradStep.outputFactors(POINTS), WinogradCode.dealing());
    }

    /** Whether rows are not too long and have not too much padding. */
    static boolean suits(WinogradTiles tiles) {
        return tiles.tilesX() <= WinogradCode.TILES
                && others(tiles, tiles.inWidth()) <= WinogradCode.MOST_OTHERS
                && others(tiles, tiles.outWidth()) <= WinogradCode.MOST_OTHERS;
    }

    /** Columns of an image that a line is made of: with much padding to the right, the last ones may be of no use. */
    private static int inside(WinogradTiles tiles, int width) {
        return Math.min(width, TILE * tiles.tilesX());
    }

    /** Pieces of a line that are not all in the image. */
    private static int others(WinogradTiles tiles, int width) {
        return Math.ceilDiv(TILE * tiles.tilesX(), VECTOR) - inside(tiles, width) / VECTOR;
    }

    private MemorySegment parameters(int width, float[] factors, int[] which) {
        int[] p = new int[WinogradCode.EDGES + WinogradCode.TILES / VECTOR];
        p[WinogradCode.ROW_BYTES] = Float.BYTES * width;
        p[WinogradCode.LINE_BYTES] = Float.BYTES * TILE * tiles.tilesX();
        int inside = inside(tiles, width);
        p[WinogradCode.WHOLE_PIECES] = inside / VECTOR;
        p[WinogradCode.OTHER_PIECES] = others(tiles, width);
        for (int i = 0; i < p[WinogradCode.OTHER_PIECES]; i++) {
            p[WinogradCode.OTHER_MASKS + i] = first(inside - VECTOR * (inside / VECTOR + i));
        }
        for (int i = 0; i < factors.length; i++) {
            p[WinogradCode.FACTORS + i] = Float.floatToRawIntBits(factors[i]);
        }
        System.arraycopy(which, 0, p, WinogradCode.DEAL, which.length);
        for (int tile = 0; tile < WinogradCode.TILES; tile++) {
            int place = tile % tiles.tilesX();
            int bit = tile % VECTOR;
            int left = place == 0 ? 0 : 1 << bit;
            int right = place == tiles.tilesX() - 1 ? 0 : 1 << bit;
            p[WinogradCode.EDGES + tile / VECTOR] |= left | right << VECTOR;
        }
        return MemorySegment.ofArray(p);
    }

    /** The mask of the first floats of a vector. */
    private static int first(int floats) {
        return (1 << Math.clamp(floats, 0, VECTOR)) - 1;
    }

    @Override
    public int channelsTogether(int block) {
        return Math.max(1, WinogradCode.TILES / tiles.columns(block));
    }

    @Override
    public void input(CpuBuffer x, int block, int first, int count, int worker, CpuBuffer v, int to, int stride) {
        Rows rows = new Rows(tiles.inChannels(), tiles.inHeight(), tiles.inWidth(), x.offset(), tiles.padTop(), SIDE);
        each(
                functions.inputs[tiles.padLeft()], x, v, to, stride, ofInput, rows, block, first, count, Biases.NONE, worker);
    }

    @Override
    public void outputGradient(CpuBuffer dy, int block, int first, int count, int worker, CpuBuffer m, int to, int stride) {
        each(
                functions.outputGradient, dy, m, to, stride, ofGradient, outputs(dy), block, first, count, Biases.NONE,
                worker);
    }

    @Override
    public void output(
            CpuBuffer m, int from, int stride, int block, int first, int count, Biases biases, int worker, CpuBuffer y) {
        each(functions.output, y, m, from, stride, ofOutput, outputs(y), block, first, count, biases, worker);
    }

    private Rows outputs(CpuBuffer y) {
        return new Rows(tiles.outChannels(), tiles.outHeight(), tiles.outWidth(), y.offset(), 0, TILE);
    }

    /**
     * The rows of an image that a line is made of.
     *
     * @param offset where the first image begins
     * @param pad rows above the image in the first line
     * @param count rows of a line
     */
    private record Rows(int channels, int height, int width, int offset, int pad, int count) {
        int at(int image, int channel, int y) {
            return offset + ((image * channels + channel) * height + y) * width;
        }

        /** The masks of rows {@code y + row} and the next, 16 bits each. */
        int masks(int y, int row) {
            return mask(y, row) | mask(y, row + 1) << VECTOR;
        }

        private int mask(int y, int row) {
            return row < count && y + row >= 0 && y + row < height ? ALL : 0;
        }
    }

    private void each(
            MemorySegment function, CpuBuffer images, CpuBuffer matrices, int at, int stride, MemorySegment parameters, Rows rows,
            int block, int first, int count, Biases biases, int worker) {
        int tilesX = tiles.tilesX();
        int lines = count * tiles.lines(block);
        // Java checks nothing in there.
        int image = rows.channels * rows.height * rows.width;
        Objects.checkFromIndexSize(rows.offset, tiles.blocks().batch() * image, images.floats().length);
        Objects.checkIndex(first + count - 1, rows.channels);
        Objects.checkFromIndexSize(at, (WinogradTiles.POINTS - 1) * stride + lines * tilesX, matrices.floats().length);
        int most = WinogradCode.TILES / tilesX;
        for (int done = 0; done < lines; done += most) {
            int some = Math.min(most, lines - done);
            int[] list = scratch.ints(worker);
            int n = some * tilesX;
            list[WinogradCode.LINES] = some;
            list[WinogradCode.BLOCKS] = Math.ceilDiv(n, VECTOR);
            list[WinogradCode.STRIDE] = stride;
            list[WinogradCode.LAST_MASK] = first(n - VECTOR * (Math.ceilDiv(n, VECTOR) - 1));
            list(rows, block, first, done, some, biases, list);
            list[WinogradCode.MATRICES] = at + done * tilesX;
            boolean writes = function == functions.output;
            MachineCode.call(
                    function, (writes ? matrices : images).segment(), scratch.segment(worker),
                    (writes ? images : matrices).segment(), parameters, scratch.intSegment(worker));
        }
    }

    /** For each line where its rows begin, the masks of its rows, and what is added to them. */
    private void list(Rows rows, int block, int first, int done, int some, Biases biases, int[] list) {
        int height = tiles.blocks().rows(block);
        int images = tiles.blocks().images(block);
        int row = done % height;
        int image = done / height % images;
        int channel = first + done / height / images;
        int top = TILE * tiles.blocks().firstRow(block) - rows.pad;
        for (int at = WinogradCode.HEADER; at < WinogradCode.HEADER + some * WinogradCode.LINE; at += WinogradCode.LINE) {
            int y = top + TILE * row;
            list[at] = rows.at(tiles.blocks().firstImage(block) + image, channel, y);
            list[at + 1] = rows.masks(y, 0);
            list[at + 2] = rows.masks(y, 2);
            list[at + 3] = rows.count == TILE ? Float.floatToRawIntBits(biases.of(channel)) : rows.masks(y, 4);
            if (++row == height) {
                row = 0;
                if (++image == images) {
                    image = 0;
                    channel++;
                }
            }
        }
    }
}

package org.neocog.cpu;

import java.lang.foreign.MemorySegment;
import java.util.Objects;
import org.neocog.cpu.StridedTileRows.Part;

/**
 * The transforms of Winograd's way for 3×3 filters at stride 2 in machine code with AVX-512, of the convolution or of its input's
 * gradient. What they compute is said in {@link StridedStep}; how, in {@link StridedTileCode}. A call does some lines: rows of
 * tiles, channel by channel, image by image, row by row, which is also the order of the matrices' columns.
 *
 * <p>A gradient's tile of 8×8 begins at an even place of the padded image less one, so that with one row or column of padding it
 * begins with the image; with none or two it begins one before.
 */
final class StridedTileVectors implements WinogradTransforms {
    private static final int TILE = WinogradTiles.TILE;
    private static final int WIDE = StridedTileCode.WIDE;
    private static final int VECTOR = 16;
    /** Tiles of one call, unless a row has more: what lies in scratch should stay in the level-1 cache. */
    private static final int CALL_TILES = 64;

    /**
     * The functions, made once for all kernels.
     *
     * @param inputs for 0, 1 and 2 columns of padding
     * @param gradientInputs where tiles have a column of those to their right, or left
     */
    record Functions(
            MemorySegment[] inputs, MemorySegment output, MemorySegment outputGradient, MemorySegment[] gradientInputs,
            MemorySegment gradientOutput, FilterVectors filters) {
        /** @throws UnsupportedOperationException if the system does not let this process have machine code of its own */
        static Functions make() {
            MemorySegment[] inputs = new MemorySegment[3];
            for (int pad = 0; pad < inputs.length; pad++) {
                inputs[pad] = MachineCode.function(StridedTileCode.input(pad));
            }
            return new Functions(
                    inputs, MachineCode.function(StridedTileCode.output()),
                    MachineCode.function(StridedTileCode.outputGradient()),
                    new MemorySegment[] {
                        MachineCode.function(StridedTileCode.gradientInput(false)),
                        MachineCode.function(StridedTileCode.gradientInput(true))
                    },
                    MachineCode.function(StridedTileCode.gradientOutput()), FilterVectors.make(new StridedFilterStep()));
        }
    }

    private final Functions functions;
    private final WorkerScratch scratch;
    private final WinogradTiles tiles;
    private final boolean gradient;
    private final StridedTileRows inputs;
    private final StridedTileRows outputs;
    private final MemorySegment ofInput;
    private final MemorySegment ofOutput;
    private final MemorySegment ofGradient;

    StridedTileVectors(Functions functions, WorkerScratch scratch, WinogradTiles tiles) {
        this.functions = functions;
        this.scratch = scratch;
        this.tiles = tiles;
        this.gradient = tiles.form() == WinogradForm.STRIDED_GRADIENT;
        scratch.reserve(1, StridedTileCode.SCRATCH);
        this.inputs = gradient ? gradientInputs(tiles) : inputs(tiles);
        this.outputs = gradient ? gradientOutputs(tiles) : outputs(tiles);
        float[] outputFactors = StridedStep.outputFactors();
        int inTile = gradient ? TILE : WIDE;
        int outTile = gradient ? WIDE : TILE;
        this.ofInput = parameters(inputs, inTile, StridedStep.inputFactors(), TileColumns.dealing(inTile));
        this.ofOutput = parameters(outputs, outTile, outputFactors, TileColumns.collecting(outTile));
        this.ofGradient = parameters(outputs, outTile, outputFactors, TileColumns.dealing(outTile));
    }

    /** The image: rows 0, 2, 4, 6 and 8 of a tile, then 1, 3, 5 and 7. */
    private static StridedTileRows inputs(WinogradTiles tiles) {
        return StridedTileRows.of(
                tiles.inChannels(), tiles.inHeight(), tiles.inWidth(), 0, 2, new Part(-tiles.padTop(), TILE + 1),
                new Part(1 - tiles.padTop(), TILE), WIDE, tiles.blocks().height());
    }

    private static StridedTileRows outputs(WinogradTiles tiles) {
        return StridedTileRows.of(
                tiles.outChannels(), tiles.outHeight(), tiles.outWidth(), 0, 1, new Part(0, TILE), Part.NONE, TILE,
                tiles.blocks().height());
    }

    /** The output's gradient: five rows of a tile. */
    private static StridedTileRows gradientInputs(WinogradTiles tiles) {
        return StridedTileRows.of(
                tiles.inChannels(), tiles.inHeight(), tiles.inWidth(), 0, 1, new Part(tiles.padTop() == 0 ? -1 : 0, TILE + 1),
                Part.NONE, TILE, tiles.blocks().height());
    }

    /** The image's gradient: rows 1, 3, 5 and 7 of a tile, to which two taps contribute, then 0, 2, 4 and 6. */
    private static StridedTileRows gradientOutputs(WinogradTiles tiles) {
        int before = before(tiles.padTop());
        return StridedTileRows.of(
                tiles.outChannels(), tiles.outHeight(), tiles.outWidth(), before(tiles.padLeft()), 2, new Part(1 - before, TILE),
                new Part(-before, TILE), WIDE, tiles.blocks().height());
    }

    /** Rows or columns of a gradient's first tile that are before the image, by the padding there. */
    static int before(int pad) {
        return pad == 1 ? 0 : 1;
    }

    private MemorySegment parameters(StridedTileRows rows, int tile, float[] factors, int[] orders) {
        int[] p = new int[StridedTileCode.PARAMETERS];
        int length = tile * tiles.tilesX();
        p[StridedTileCode.ROW_BYTES] = Float.BYTES * rows.apart() * rows.width();
        p[StridedTileCode.LINE_BYTES] = Float.BYTES * length;
        p[StridedTileCode.PIECES] = Math.ceilDiv(length, VECTOR);
        for (int i = 0; i < p[StridedTileCode.PIECES]; i++) {
            int first = VECTOR * i - rows.shift();
            int end = Math.min(rows.width(), length - rows.shift());
            p[StridedTileCode.PIECE_MASKS + i] = bits(end - first) & ~bits(-first);
        }
        for (int i = 0; i < factors.length; i++) {
            p[StridedTileCode.FACTORS + i] = Float.floatToRawIntBits(factors[i]);
        }
        System.arraycopy(orders, 0, p, StridedTileCode.ORDERS, orders.length);
        for (int t = 0; t < StridedTileCode.TILES; t++) {
            int place = t % tiles.tilesX();
            int bit = t % VECTOR;
            int left = place == 0 ? 0 : 1 << bit;
            int right = place == tiles.tilesX() - 1 ? 0 : 1 << bit;
            p[StridedTileCode.EDGES + t / VECTOR] |= left | right << VECTOR;
        }
        return MemorySegment.ofArray(p);
    }

    /** The mask of the first floats of a vector. */
    private static int bits(int floats) {
        return (1 << Math.clamp(floats, 0, VECTOR)) - 1;
    }

    @Override
    public int channelsTogether(int block) {
        return Math.max(1, CALL_TILES / tiles.columns(block));
    }

    @Override
    public void input(CpuBuffer x, int block, int first, int count, int worker, CpuBuffer v, int to, int stride) {
        MemorySegment function =
                gradient ? functions.gradientInputs[tiles.padLeft() == 0 ? 1 : 0] : functions.inputs[tiles.padLeft()];
        check(x, inputs, block, first, count, tiles.form().inPoints(), v, to, stride);
        each(function, x, v, x, inputs, ofInput, to, stride, block, first, count, Biases.NONE, worker);
    }

    @Override
    public void outputGradient(CpuBuffer dy, int block, int first, int count, int worker, CpuBuffer m, int to, int stride) {
        check(dy, outputs, block, first, count, tiles.form().outPoints(), m, to, stride);
        each(functions.outputGradient, dy, m, dy, outputs, ofGradient, to, stride, block, first, count, Biases.NONE, worker);
    }

    @Override
    public void output(
            CpuBuffer m, int from, int stride, int block, int first, int count, Biases biases, int worker, CpuBuffer y) {
        MemorySegment function = gradient ? functions.gradientOutput : functions.output;
        check(y, outputs, block, first, count, tiles.form().outPoints(), m, from, stride);
        each(function, m, y, y, outputs, ofOutput, from, stride, block, first, count, biases, worker);
    }

    /**
     * Calls a function for all lines of some channels.
     *
     * @param images which of both buffers the images are
     * @param at where the first channel's row begins in the first matrix
     */
    private void each(
            MemorySegment function, CpuBuffer from, CpuBuffer to, CpuBuffer images, StridedTileRows rows,
            MemorySegment parameters, int at, int stride, int block, int first, int count, Biases biases, int worker) {
        int tilesX = tiles.tilesX();
        int lines = lines(block, count);
        int most = Math.max(1, CALL_TILES / tilesX);
        int[] list = scratch.ints(worker);
        for (int done = 0; done < lines; done += most) {
            int some = Math.min(most, lines - done);
            int n = some * tilesX;
            int vectors = Math.ceilDiv(n, VECTOR);
            list[StridedTileCode.LINES] = some;
            list[StridedTileCode.BLOCKS] = vectors;
            list[StridedTileCode.STRIDE] = stride;
            list[StridedTileCode.LAST_MASK] = bits(n - VECTOR * (vectors - 1));
            list[StridedTileCode.MATRICES] = at + done * tilesX;
            list(rows, images, block, first, done, some, biases, worker);
            MachineCode.call(
                    function, from.segment(), scratch.segment(worker), to.segment(), parameters, scratch.intSegment(worker));
        }
    }

    private int lines(int block, int channels) {
        return channels * tiles.lines(block);
    }

    /** Java checks nothing in there. */
    private void check(
            CpuBuffer images, StridedTileRows rows, int block, int first, int count, int points, CpuBuffer matrices, int at,
            int stride) {
        Objects.checkFromIndexSize(images.offset(), tiles.blocks().batch() * rows.image(), images.floats().length);
        Objects.checkFromIndexSize(first, count, rows.channels());
        Objects.checkFromIndexSize(
                at, (points - 1) * stride + lines(block, count) * tiles.tilesX(), matrices.floats().length);
    }

    /** The list for a call: some lines of some channels from one of them on. */
    private void list(
            StridedTileRows rows, CpuBuffer images, int block, int firstChannel, int done, int some, Biases biases, int worker) {
        int[] list = scratch.ints(worker);
        int height = tiles.blocks().rows(block);
        int count = tiles.blocks().images(block);
        int firstRow = tiles.blocks().firstRow(block);
        int firstPlane = tiles.blocks().firstImage(block) * rows.channels();
        int row = done % height;
        int image = done / height % count;
        int channel = firstChannel + done / height / count;
        int end = StridedTileCode.HEADER + some * StridedTileCode.LINE;
        for (int at = StridedTileCode.HEADER; at < end; at += StridedTileCode.LINE) {
            int plane = firstPlane + image * rows.channels() + channel;
            rows.line(
                    images.offset() + plane * rows.height() * rows.width(), firstRow + row, biases.of(channel), list, at);
            if (++row == height) {
                row = 0;
                if (++image == count) {
                    image = 0;
                    channel++;
                }
            }
        }
    }
}

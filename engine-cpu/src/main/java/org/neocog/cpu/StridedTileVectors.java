package org.neocog.cpu;

import java.lang.foreign.MemorySegment;
import java.util.Objects;

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
    private static final int ALL = 0xffff;
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

    /**
     * The rows of an image that a line is made of.
     *
     * @param step rows from a line to the next
     * @param start the first row of the first line
     * @param apart rows from one of a part's rows to the next
     * @param first the first part's first row, counted from the line's first
     * @param firstCount how many it has
     * @param second the same of the second part
     * @param secondCount how many that has, which may be none
     * @param shift columns of the first tile that are left of the image
     */
    private record Rows(
            int channels, int height, int width, int step, int start, int apart, int first, int firstCount, int second,
            int secondCount, int shift) {
        int image() {
            return channels * height * width;
        }

        /** Where a row begins. */
        int at(int image, int channel, int y) {
            return ((image * channels + channel) * height + y) * width - shift;
        }

        /** The masks of a part's rows {@code row} and the next, 16 bits each. */
        int masks(int y, int count, int row) {
            return mask(y, count, row) | mask(y, count, row + 1) << VECTOR;
        }

        private int mask(int y, int count, int row) {
            int at = y + apart * row;
            return row < count && at >= 0 && at < height ? ALL : 0;
        }
    }

    private final Functions functions;
    private final WorkerScratch scratch;
    private final WinogradTiles tiles;
    private final boolean gradient;
    private final Rows inputs;
    private final Rows outputs;
    private final MemorySegment ofInput;
    private final MemorySegment ofOutput;
    private final MemorySegment ofGradient;

    StridedTileVectors(Functions functions, WorkerScratch scratch, WinogradTiles tiles) {
        this.functions = functions;
        this.scratch = scratch;
        this.tiles = tiles;
        this.gradient = tiles.form() == WinogradForm.STRIDED_GRADIENT;
        scratch.reserve(1, StridedTileCode.SCRATCH);
        int in = tiles.inChannels();
        int out = tiles.outChannels();
        this.inputs = gradient
                ? new Rows(in, tiles.inHeight(), tiles.inWidth(), TILE, tiles.padTop() == 0 ? -1 : 0, 1, 0, TILE + 1, 0, 0, 0)
                : new Rows(in, tiles.inHeight(), tiles.inWidth(), WIDE, -tiles.padTop(), 2, 0, TILE + 1, 1, TILE, 0);
        this.outputs = gradient
                ? new Rows(
                        out, tiles.outHeight(), tiles.outWidth(), WIDE, -before(tiles.padTop()), 2, 1, TILE, 0, TILE,
                        before(tiles.padLeft()))
                : new Rows(out, tiles.outHeight(), tiles.outWidth(), TILE, 0, 1, 0, TILE, 0, 0, 0);
        float[] outputFactors = StridedStep.outputFactors();
        int inTile = gradient ? TILE : WIDE;
        int outTile = gradient ? WIDE : TILE;
        this.ofInput = parameters(inputs, inTile, StridedStep.inputFactors(), TileColumns.dealing(inTile));
        this.ofOutput = parameters(outputs, outTile, outputFactors, TileColumns.collecting(outTile));
        this.ofGradient = parameters(outputs, outTile, outputFactors, TileColumns.dealing(outTile));
    }

    /** Rows or columns of a gradient's first tile that are before the image, by the padding there. */
    static int before(int pad) {
        return pad == 1 ? 0 : 1;
    }

    private MemorySegment parameters(Rows rows, int tile, float[] factors, int[] orders) {
        int[] p = new int[StridedTileCode.PARAMETERS];
        int length = tile * tiles.tilesX();
        p[StridedTileCode.ROW_BYTES] = Float.BYTES * rows.apart * rows.width;
        p[StridedTileCode.LINE_BYTES] = Float.BYTES * length;
        p[StridedTileCode.PIECES] = Math.ceilDiv(length, VECTOR);
        for (int i = 0; i < p[StridedTileCode.PIECES]; i++) {
            int first = VECTOR * i - rows.shift;
            int end = Math.min(rows.width, length - rows.shift);
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
        for (int done = 0; done < lines(block, count); done += most()) {
            int[] list = list(inputs, x, block, first, done, count, Biases.NONE, to, stride, worker);
            MachineCode.call(
                    function, x.segment(), scratch.segment(worker), v.segment(), ofInput, MemorySegment.ofArray(list));
        }
    }

    @Override
    public void outputGradient(CpuBuffer dy, int block, int first, int count, int worker, CpuBuffer m, int to, int stride) {
        check(dy, outputs, block, first, count, tiles.form().outPoints(), m, to, stride);
        for (int done = 0; done < lines(block, count); done += most()) {
            int[] list = list(outputs, dy, block, first, done, count, Biases.NONE, to, stride, worker);
            MachineCode.call(
                    functions.outputGradient, dy.segment(), scratch.segment(worker), m.segment(), ofGradient,
                    MemorySegment.ofArray(list));
        }
    }

    @Override
    public void output(
            CpuBuffer m, int from, int stride, int block, int first, int count, Biases biases, int worker, CpuBuffer y) {
        MemorySegment function = gradient ? functions.gradientOutput : functions.output;
        check(y, outputs, block, first, count, tiles.form().outPoints(), m, from, stride);
        for (int done = 0; done < lines(block, count); done += most()) {
            int[] list = list(outputs, y, block, first, done, count, biases, from, stride, worker);
            MachineCode.call(
                    function, m.segment(), scratch.segment(worker), y.segment(), ofOutput, MemorySegment.ofArray(list));
        }
    }

    private int lines(int block, int channels) {
        return channels * tiles.lines(block);
    }

    /** Lines of a call. */
    private int most() {
        return Math.max(1, CALL_TILES / tiles.tilesX());
    }

    /** Java checks nothing in there. */
    private void check(
            CpuBuffer images, Rows rows, int block, int first, int count, int points, CpuBuffer matrices, int at, int stride) {
        Objects.checkFromIndexSize(images.offset(), tiles.blocks().batch() * rows.image(), images.floats().length);
        Objects.checkFromIndexSize(first, count, rows.channels);
        Objects.checkFromIndexSize(
                at, (points - 1) * stride + lines(block, count) * tiles.tilesX(), matrices.floats().length);
    }

    /** For each line where its rows begin, the masks of its rows, and what is added to them. */
    private int[] list(
            Rows rows, CpuBuffer images, int block, int firstChannel, int done, int channels, Biases biases, int matrices,
            int stride, int worker) {
        int[] list = scratch.ints(worker);
        int some = Math.min(most(), lines(block, channels) - done);
        int n = some * tiles.tilesX();
        list[StridedTileCode.LINES] = some;
        list[StridedTileCode.BLOCKS] = Math.ceilDiv(n, VECTOR);
        list[StridedTileCode.STRIDE] = stride;
        list[StridedTileCode.LAST_MASK] = bits(n - VECTOR * (Math.ceilDiv(n, VECTOR) - 1));
        list[StridedTileCode.MATRICES] = matrices + done * tiles.tilesX();
        int height = tiles.blocks().rows(block);
        int count = tiles.blocks().images(block);
        for (int i = 0; i < some; i++) {
            int line = done + i;
            int channel = firstChannel + line / height / count;
            int image = tiles.blocks().firstImage(block) + line / height % count;
            int y = rows.start + rows.step * (tiles.blocks().firstRow(block) + line % height);
            int at = StridedTileCode.HEADER + i * StridedTileCode.LINE;
            int first = y + rows.first;
            int second = y + rows.second;
            list[at] = images.offset() + rows.at(image, channel, first);
            list[at + 1] = images.offset() + rows.at(image, channel, second);
            list[at + 2] = Float.floatToRawIntBits(biases.of(channel));
            for (int row = 0; row < 6; row += 2) {
                list[at + StridedTileCode.FIRST_MASKS + row / 2] = rows.masks(first, rows.firstCount, row);
            }
            for (int row = 0; row < 4; row += 2) {
                list[at + StridedTileCode.SECOND_MASKS + row / 2] = rows.masks(second, rows.secondCount, row);
            }
        }
        return list;
    }
}

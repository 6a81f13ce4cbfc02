package org.neocog.cpu;

import static org.neocog.cpu.Assembler.Condition.AT_MOST;
import static org.neocog.cpu.Assembler.Condition.GREATER;
import static org.neocog.cpu.Assembler.Register.*;

import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.neocog.cpu.Assembler.Label;
import org.neocog.cpu.Assembler.Place;
import org.neocog.cpu.Assembler.Register;

/**
 * Machine code for the transforms of Winograd's F(4, r) along the rows, see {@link RowWinogradVectors}. A vector holds the same
 * number of 16 tiles, its <em>lanes</em>, which may lie anywhere: each tile's neighbours in its row are loaded to a half or a
 * quarter of a vector, and 16 tiles' vectors are transposed. What lies outside of the row is left out by masks, so that it is 0 and
 * its memory is not touched. For the output, tiles are put together to rows in scratch, and these copied.
 */
final class RowWinogradCode {
    // Where the parameters, ints, are: the first that a kernel never changes. First the factors.
    static final int FACTORS = 0;
    /** The lanes: for each 16 their places, in floats, then their masks of 16 bits. */
    static final int LANES = 16;
    static final int MASKS = 16;
    static final int VECTOR_OF_LANES = 24;
    /** For the output: how tiles are put together, then what rows of the image are. */
    static final int COLLECT = 16;
    static final int LINE_BYTES = 48;
    static final int IMAGE_FLOATS = 49;
    static final int WHOLE_PIECES = 50;
    static final int PIECE_MASK = 51;
    static final int OUTPUT_PARAMETERS = 52;
    /** Then those that change from call to call. */
    static final int COUNT = 0;
    static final int VECTORS = 1;
    static final int LAST_MASK = 2;
    static final int STRIDE = 3;
    static final int MATRICES = 4;
    static final int IMAGES = 5;
    static final int HEADER = 6;
    /** Ints of an item: its place in the image, its place in the matrices or what is added, and its two masks. */
    static final int ITEM = 3;

    private static final int BYTES = 4;
    /** Vectors that hold something all the time: twelve factors or fewer, and how tiles are put together. */
    private static final int FACTOR = 20;
    private static final int MOST_FACTORS = 12;
    private static final int FIRST_COLLECT = 30;
    private static final int SECOND_COLLECT = 31;
    /** Matrices of the points, R9 bytes apart. */
    private static final RowPlaces POINTS = new RowPlaces(R9, R10, R11, R12);
    private static final Register[] SAVED = {RBX, RBP, R12, R13, R14, R15};
    /** Vectors that tiles are loaded to and those on the way from there to their elements in vectors 0, 1, 2 and so on. */
    private static final int LOADED = 8;
    private static final int PAIRED = 16;
    private static final int LAST = 7;

    private final Assembler asm = new Assembler();
    private final WinogradPoints points;
    private final RowWinogradStep step;

    private RowWinogradCode(WinogradPoints points) {
        this.points = points;
        this.step = new RowWinogradStep(asm, points, FACTOR);
    }

    /**
     * {@code function(x, _, v, parameters, list)}: the input's transform, where items are rows of a channel and lanes the tiles in
     * all images.
     */
    static byte[] input(WinogradPoints points) {
        RowWinogradCode code = new RowWinogradCode(points);
        code.items(() -> {
            code.loadHalves(true);
            return code.step.inputs();
        });
        return code.asm.bytes();
    }

    /** The same where items are tiles and lanes are rows of all channels, which gives the transposed matrices. */
    static byte[] transposedInput(WinogradPoints points) {
        RowWinogradCode code = new RowWinogradCode(points);
        code.items(() -> {
            code.loadHalves(false);
            return code.step.inputs();
        });
        return code.asm.bytes();
    }

    /** {@code function(dy, _, m, parameters, list)}: the transpose of the output's transform; items are channels. */
    static byte[] outputGradient(WinogradPoints points) {
        RowWinogradCode code = new RowWinogradCode(points);
        code.items(() -> {
            code.loadQuarters();
            return code.step.gradients();
        });
        return code.asm.bytes();
    }

    /**
     * {@code function(m, scratch, y, parameters, list)}: the output's transform of a row of some channels, first to scratch, 4
     * floats of each column, then to all images.
     */
    static byte[] output(WinogradPoints points) {
        RowWinogradCode code = new RowWinogradCode(points);
        code.asm.enter(SAVED);
        code.begin(RDI, FIRST_COLLECT - FACTOR);
        code.asm.load(FIRST_COLLECT, Place.at(RCX, BYTES * COLLECT));
        code.asm.load(SECOND_COLLECT, Place.at(RCX, BYTES * (COLLECT + 16)));
        code.asm.add(RSI, Assembler.VECTOR - 1);
        code.asm.and(RSI, -Assembler.VECTOR);
        code.collectTiles();
        code.writeLines();
        code.asm.leave(SAVED);
        return code.asm.bytes();
    }

    private void begin(Register matrices, int factors) {
        for (int i = 0; i < factors; i++) {
            asm.broadcast(FACTOR + i, Place.at(RCX, BYTES * (FACTORS + i)));
        }
        asm.loadInt(RAX, parameter(MATRICES));
        asm.address(matrices, Place.at(matrices, RAX, BYTES));
        asm.loadInt(R9, parameter(STRIDE));
        asm.add(R9, R9);
        asm.add(R9, R9);
        POINTS.compute(asm);
        asm.loadMask(LAST, parameter(LAST_MASK));
    }

    private static Place parameter(int number) {
        return Place.at(R8, BYTES * number);
    }

    /** Makes one of the functions that write matrices, of what makes the vectors of all points. */
    private void items(Results results) {
        asm.enter(SAVED);
        begin(RDX, MOST_FACTORS);
        asm.loadInt(RBP, parameter(COUNT));
        asm.address(RSI, parameter(HEADER));
        Label item = new Label();
        asm.place(item);
        asm.loadInt(RAX, Place.at(RSI, 0));
        asm.address(RBX, Place.at(RDI, RAX, BYTES));
        asm.loadInt(RAX, Place.at(RSI, BYTES));
        asm.address(R13, Place.at(RDX, RAX, BYTES));
        asm.loadMask(1, Place.at(RSI, 2 * BYTES));
        asm.loadMask(2, Place.at(RSI, 2 * BYTES + 2));
        asm.address(R15, Place.at(RCX, BYTES * LANES));
        asm.loadInt(R14, parameter(VECTORS));
        Label vector = new Label();
        asm.place(vector);
        int[] all = results.make();
        lastOrWhole(
                point -> asm.store(POINTS.at(R13, point), all[point], LAST), point -> asm.store(POINTS.at(R13, point), all[point]));
        asm.add(R13, Assembler.VECTOR);
        asm.add(R15, BYTES * VECTOR_OF_LANES);
        asm.again(R14, vector);
        asm.add(RSI, BYTES * ITEM);
        asm.again(RBP, item);
        asm.leave(SAVED);
    }

    private interface Results {
        int[] make();
    }

    /** For each point one of two instructions: in the last vector, which a mask cuts, or in those before, by the count in R14. */
    private void lastOrWhole(IntConsumer last, IntConsumer whole) {
        Label before = new Label();
        Label done = new Label();
        asm.compare(R14, 1);
        asm.jump(GREATER, before);
        IntStream.range(0, points.count()).forEach(last);
        asm.jump(done);
        asm.place(before);
        IntStream.range(0, points.count()).forEach(whole);
        asm.place(done);
    }

    private Place lane(int lane) {
        asm.loadInt(RAX, Place.at(R15, BYTES * lane));
        return Place.at(RBX, RAX, BYTES);
    }

    private void laneMask(int mask, int lane) {
        asm.loadMask(mask, Place.at(R15, BYTES * MASKS + 2 * lane));
    }

    /**
     * Up to 8 neighbours of each lane's tile.
     *
     * @param masks whether each lane has a mask of its own; otherwise the item has one, 1 for the lower and 2 for the upper half
     */
    private void loadHalves(boolean masks) {
        // Lanes 0 to 3 and 4 to 7 are halves of the first four vectors, so that quarters come out in order.
        for (int i = 0; i < 8; i++) {
            int low = i % 4 + i / 4 * 8;
            int high = low + 4;
            if (masks) {
                laneMask(1 + 2 * (i % 3), low);
                laneMask(2 + 2 * (i % 3), high);
            }
            int mask = masks ? 1 + 2 * (i % 3) : 1;
            asm.loadHalves(LOADED + i, lane(low), mask, true);
            asm.loadHalves(LOADED + i, lane(high), mask + 1, false);
        }
        transposeQuarters(LOADED, LOADED);
        transposeQuarters(LOADED + 4, LOADED + 4);
        for (int i = 0; i < 4; i++) {
            asm.quarters(i, LOADED + i, LOADED + 4 + i, 0x88);
            if (4 + i < points.count()) {
                asm.quarters(4 + i, LOADED + i, LOADED + 4 + i, 0xdd);
            }
        }
    }

    /** The 4 columns of each lane's tile, by its mask. */
    private void loadQuarters() {
        for (int lane = 0; lane < 16; lane++) {
            int mask = 1 + lane % 6;
            laneMask(mask, lane);
            asm.loadQuarters(LOADED + lane % 4, lane(lane), mask, lane < 4);
        }
        transposeQuarters(LOADED, 0);
    }

    /** Quarters of four vectors become those of four others: element j of vector i becomes element i of vector j. */
    private void transposeQuarters(int from, int to) {
        asm.lowPairs(PAIRED, from, from + 1);
        asm.highPairs(PAIRED + 1, from, from + 1);
        asm.lowPairs(PAIRED + 2, from + 2, from + 3);
        asm.highPairs(PAIRED + 3, from + 2, from + 3);
        asm.lowHalves(to, PAIRED, PAIRED + 2);
        asm.highHalves(to + 1, PAIRED, PAIRED + 2);
        asm.lowHalves(to + 2, PAIRED + 1, PAIRED + 3);
        asm.highHalves(to + 3, PAIRED + 1, PAIRED + 3);
    }

    /** From the matrices to scratch. */
    private void collectTiles() {
        asm.move(RAX, RSI);
        asm.loadInt(R14, parameter(VECTORS));
        Label vector = new Label();
        asm.place(vector);
        lastOrWhole(
                point -> asm.load(point, POINTS.at(RDI, point), LAST), point -> asm.load(point, POINTS.at(RDI, point)));
        int[] all = WinogradCode.collect(asm, step.outputs(), LOADED, FIRST_COLLECT, SECOND_COLLECT);
        for (int i = 0; i < all.length; i++) {
            asm.store(Place.at(RAX, Assembler.VECTOR * i), all[i]);
        }
        asm.add(RDI, Assembler.VECTOR);
        asm.add(RAX, 4 * Assembler.VECTOR);
        asm.again(R14, vector);
    }

    /** From scratch to the images, with what is added to each channel. */
    private void writeLines() {
        asm.loadMask(1, Place.at(RCX, BYTES * PIECE_MASK));
        asm.loadInt(R9, Place.at(RCX, BYTES * LINE_BYTES));
        asm.loadInt(R10, Place.at(RCX, BYTES * IMAGE_FLOATS));
        asm.loadInt(RBP, parameter(COUNT));
        asm.address(R13, parameter(HEADER));
        Label channel = new Label();
        asm.place(channel);
        asm.loadInt(RAX, Place.at(R13, 0));
        asm.address(RBX, Place.at(RDX, RAX, BYTES));
        asm.broadcast(1, Place.at(R13, BYTES));
        asm.loadInt(R14, parameter(IMAGES));
        Label image = new Label();
        asm.place(image);
        writeLine();
        asm.add(RSI, R9);
        asm.address(RBX, Place.at(RBX, R10, BYTES));
        asm.again(R14, image);
        asm.add(R13, BYTES * ITEM);
        asm.again(RBP, channel);
    }

    /** A line at RSI to RBX, in pieces of a vector, of which the last is cut. */
    private void writeLine() {
        Label last = new Label();
        Label piece = new Label();
        asm.move(R11, RBX);
        asm.move(R12, RSI);
        asm.loadInt(R15, Place.at(RCX, BYTES * WHOLE_PIECES));
        asm.compare(R15, 0);
        asm.jump(AT_MOST, last);
        asm.place(piece);
        asm.load(0, Place.at(R12, 0));
        asm.add(0, 0, 1);
        asm.store(Place.at(R11, 0), 0);
        asm.add(R11, Assembler.VECTOR);
        asm.add(R12, Assembler.VECTOR);
        asm.again(R15, piece);
        asm.place(last);
        asm.load(0, Place.at(R12, 0));
        asm.add(0, 0, 1);
        asm.store(Place.at(R11, 0), 0, 1);
    }
}

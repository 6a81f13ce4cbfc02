package org.neocog.cpu;

import static org.neocog.cpu.Assembler.Condition.GREATER;
import static org.neocog.cpu.Assembler.Register.*;

import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.neocog.cpu.Assembler.Label;
import org.neocog.cpu.Assembler.Place;
import org.neocog.cpu.Assembler.Register;

/**
 * What the machine code for Winograd's F(4, r) along the rows has in common: a vector holds the same number of 16 tiles, or rows of
 * filters, its <em>lanes</em>, which may lie anywhere: each one's neighbours in its row are loaded to a half or a quarter of a
 * vector, and 16 of these are transposed. What lies outside of the row is left out by masks, so that it is 0 and its memory is not
 * touched.
 */
final class RowLanes {
    // Where the parameters, ints, are: the first that a kernel never changes. First the factors.
    static final int FACTORS = 0;
    /** Two vectors of numbers of floats, where a function puts vectors together. */
    static final int ORDERS = 16;
    /** The lanes: for each 16 their places, in floats, then their masks of 16 bits. */
    static final int LANES = 48;
    static final int MASKS = 16;
    static final int VECTOR_OF_LANES = 24;
    /** In their place for the output: what rows of the image are. */
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
    /** For sums of several sets of matrices: how many more than one, and bytes from one to the next. */
    static final int MORE_SUMS = 6;
    static final int SUM_STEP = 7;
    static final int HEADER = 8;
    /** Ints of an item: its place in the image, its place in the matrices or what is added, and its two masks. */
    static final int ITEM = 3;

    static final int BYTES = 4;
    /** Matrices of the points, R9 bytes apart. */
    static final RowPlaces POINTS = new RowPlaces(R9, R10, R11, R12);
    static final Register[] SAVED = {RBX, RBP, R12, R13, R14, R15};
    /** Vectors that hold something all the time: twelve factors, or ten of them and two orders. */
    static final int FACTOR = 20;
    static final int FIRST_ORDER = 30;
    static final int SECOND_ORDER = 31;
    private static final int END = 32;
    /** Vectors that tiles are loaded to and those on the way from there to their elements in vectors 0, 1, 2 and so on. */
    static final int LOADED = 8;
    private static final int PAIRED = 16;
    /** The mask of a row's last vector. */
    static final int LAST = 7;
    private static final int HALF = 8;

    private final Assembler asm;
    private final WinogradPoints points;

    RowLanes(Assembler asm, WinogradPoints points) {
        this.asm = asm;
        this.points = points;
    }

    /** Loads what functions need all the time. */
    void begin(Register matrices, boolean orders) {
        int factors = (orders ? FIRST_ORDER : END) - FACTOR;
        for (int i = 0; i < factors; i++) {
            asm.broadcast(FACTOR + i, Place.at(RCX, BYTES * (FACTORS + i)));
        }
        if (orders) {
            asm.load(FIRST_ORDER, Place.at(RCX, BYTES * ORDERS));
            asm.load(SECOND_ORDER, Place.at(RCX, BYTES * ORDERS + Assembler.VECTOR));
        }
        asm.loadInt(RAX, parameter(MATRICES));
        asm.address(matrices, Place.at(matrices, RAX, BYTES));
        asm.loadInt(R9, parameter(STRIDE));
        asm.add(R9, R9);
        asm.add(R9, R9);
        POINTS.compute(asm);
        asm.loadMask(LAST, parameter(LAST_MASK));
    }

    static Place parameter(int number) {
        return Place.at(R8, BYTES * number);
    }

    /**
     * Makes a function {@code function(image, _, matrices, parameters, list)}: for each item, for each 16 lanes what is given, with
     * the item's place in the image at RBX, that of the vector in the first matrix at R13, and the lanes at R15.
     */
    byte[] items(boolean orders, Runnable work) {
        asm.enter(SAVED);
        begin(RDX, orders);
        eachItem(() -> {
            item();
            eachVector(R13, work);
        });
        asm.leave(SAVED);
        return asm.bytes();
    }

    /** The same for each 16 lanes, for each item. */
    byte[] vectors(boolean orders, Runnable work) {
        asm.enter(SAVED);
        begin(RDX, orders);
        eachVector(RDX, () -> eachItem(() -> {
            item();
            work.run();
        }));
        asm.leave(SAVED);
        return asm.bytes();
    }

    private void eachItem(Runnable work) {
        asm.loadInt(RBP, parameter(COUNT));
        asm.address(RSI, parameter(HEADER));
        Label item = new Label();
        asm.place(item);
        work.run();
        asm.add(RSI, BYTES * ITEM);
        asm.again(RBP, item);
    }

    private void item() {
        asm.loadInt(RAX, Place.at(RSI, 0));
        asm.address(RBX, Place.at(RDI, RAX, BYTES));
        asm.loadInt(RAX, Place.at(RSI, BYTES));
        asm.address(R13, Place.at(RDX, RAX, BYTES));
        asm.loadMask(1, Place.at(RSI, 2 * BYTES));
        asm.loadMask(2, Place.at(RSI, 2 * BYTES + 2));
    }

    private void eachVector(Register matrices, Runnable work) {
        asm.address(R15, Place.at(RCX, BYTES * LANES));
        asm.loadInt(R14, parameter(VECTORS));
        Label vector = new Label();
        asm.place(vector);
        work.run();
        asm.add(matrices, Assembler.VECTOR);
        asm.add(R15, BYTES * VECTOR_OF_LANES);
        asm.again(R14, vector);
    }

    /** Stores the vectors of all points. */
    void store(int[] results) {
        lastOrWhole(
                point -> asm.store(POINTS.at(R13, point), results[point], LAST),
                point -> asm.store(POINTS.at(R13, point), results[point]));
    }

    /** Loads the vectors of all points. */
    void load(Register from, int to) {
        lastOrWhole(
                point -> asm.load(to + point, POINTS.at(from, point), LAST),
                point -> asm.load(to + point, POINTS.at(from, point)));
    }

    /** For each point one of two instructions: in the last vector, which a mask cuts, or in those before, by the count in R14. */
    void lastOrWhole(IntConsumer last, IntConsumer whole) {
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

    /** A lane's place, less some floats. */
    private Place lane(int lane, int before) {
        asm.loadInt(RAX, Place.at(R15, BYTES * lane));
        return new Place(RBX, RAX, BYTES, -BYTES * before);
    }

    private void laneMask(int mask, int lane) {
        asm.loadMask(mask, Place.at(R15, BYTES * MASKS + 2 * lane));
    }

    /**
     * Which lane is the lower half of a vector; the upper one is that 4 further on. Lanes 0 to 3 and 4 to 7 are halves of the first
     * four vectors, so that quarters come out in order.
     */
    private static int low(int vector) {
        return vector % 4 + vector / 4 * HALF;
    }

    /**
     * Up to 8 neighbours of each lane's tile.
     *
     * @param masks whether each lane has a mask of its own; otherwise the item has one, 1 for the lower and 2 for the upper half
     */
    void loadHalves(boolean masks) {
        for (int i = 0; i < HALF; i++) {
            int low = low(i);
            int high = low + 4;
            if (masks) {
                laneMask(1 + 2 * (i % 3), low);
                laneMask(2 + 2 * (i % 3), high);
            }
            int mask = masks ? 1 + 2 * (i % 3) : 1;
            asm.loadHalves(LOADED + i, lane(low, 0), mask, true);
            asm.loadHalves(LOADED + i, lane(high, 0), mask + 1, false);
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

    /** The other way round: stores the first of vectors 0 to 7 by the lanes' masks, with the orders of {@link #halves}. */
    void storeHalves() {
        for (int i = 0; i < 4; i++) {
            asm.copy(LOADED + i, i);
            asm.permute(LOADED + i, FIRST_ORDER, 4 + i);
            asm.permute(i, SECOND_ORDER, 4 + i);
        }
        transposeQuarters(LOADED, LOADED);
        transposeQuarters(0, 0);
        for (int i = 0; i < HALF; i++) {
            int vector = i < 4 ? LOADED + i : i - 4;
            int mask = 1 + 2 * (i % 3);
            laneMask(mask, low(i));
            laneMask(mask + 1, low(i) + 4);
            asm.store(lane(low(i), 0), vector, mask);
            asm.store(lane(low(i) + 4, HALF), vector, mask + 1);
        }
    }

    /** Of two vectors quarters 0 and 0, 1 and 1; then 2 and 2, 3 and 3. */
    static int[] halves() {
        int[] which = new int[32];
        for (int i = 0; i < which.length; i++) {
            which[i] = i / 8 * 4 + i / 4 % 2 * 16 + i % 4;
        }
        return which;
    }

    /** The 4 columns of each lane's tile, by its mask. */
    void loadQuarters() {
        for (int lane = 0; lane < 16; lane++) {
            int mask = 1 + lane % 6;
            laneMask(mask, lane);
            asm.loadQuarters(LOADED + lane % 4, lane(lane, 0), mask, lane < 4);
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
}

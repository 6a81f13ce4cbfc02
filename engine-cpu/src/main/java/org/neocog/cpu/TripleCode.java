package org.neocog.cpu;

import static org.neocog.cpu.Assembler.Condition.AT_MOST;
import static org.neocog.cpu.Assembler.Condition.NOT_EQUAL;
import static org.neocog.cpu.Assembler.Register.*;

import java.util.function.IntConsumer;
import org.neocog.cpu.Assembler.Label;
import org.neocog.cpu.Assembler.Place;
import org.neocog.cpu.Assembler.Register;
import org.neocog.cpu.LaneAssembler.Comparison;

/**
 * Machine code for max pooling by windows of 3x3 at stride 1 or 2, see {@link TripleVectors}. A vector has 16 windows next to each
 * other, as at stride 1: at stride 2 every other one is of no use, which costs less than to sort the image's columns.
 *
 * <p>For the gradient, the places of the winners, 0 to 8 from the left and from the top, and the windows' gradients, with zeros
 * between them at stride 2, are put into rows of scratch. An element's gradient is then the sum over the nine windows that it is
 * in, of those in which its place has won, in the order of the windows.
 */
final class TripleCode {
    // Where the parameters, ints, are; distances and places in bytes.
    static final int PLANES = 0;
    static final int IMAGE_PLANE = 1;
    static final int ROWS = 2;
    static final int VECTORS = 3;
    static final int POOLED_ROW = 4;
    /** Where the tables are, counted from the parameters: of the windows' rows and their vectors, and of the image's rows. */
    static final int ROW_TABLE = 5;
    static final int VECTOR_TABLE = 6;
    static final int IMAGE_ROW_TABLE = 7;
    static final int IMAGE_ROWS = 8;
    static final int IMAGE_VECTORS = 9;
    static final int IMAGE_ROW = 10;
    static final int IMAGE_LAST_MASK = 11;
    /** From one row of scratch to the next, and in it from the winners' places to the windows' gradients. */
    static final int SCRATCH_ROW = 12;
    static final int GRADIENTS = 13;
    private static final int CONSTANTS = 14;
    private static final int ORDER = CONSTANTS + 16;
    static final int PARAMETERS = ORDER + 16;

    static final int SIDE = 3;
    /** In the row table for a row outside of the image. */
    static final int NONE = Integer.MIN_VALUE;
    /**
     * In the vector table: masks of the columns of each of the three taps, of the windows, and of their vector; then for each
     * window the first tap in the image.
     */
    static final int WINDOWS = SIDE;
    static final int LANES = SIDE + 1;
    static final int FIRST_TAPS = SIDE + 2;
    static final int VECTOR_ENTRY = FIRST_TAPS + 16;

    private static final int BYTES = 4;
    private static final Register[] SAVED = {RBX, RBP, R12, R13, R14, R15};
    /** Where the three rows under a window, or those of the windows over an element, begin. */
    private static final Register[] THREE = {R12, R13, R14};
    private static final Place PLANES_LEFT = Place.at(RSP, 0);
    private static final Place ROWS_LEFT = Place.at(RSP, 8);
    private static final int ON_STACK = 16;
    // Masks 1 to 3 are those of the taps' columns.
    private static final int WINDOW_MASK = 4;
    private static final int LANE_MASK = 6;
    private static final int TAKEN = 5;
    private static final int NUMBERS = 7;
    // Vectors that always hold the same: the places 0 to 8, and others.
    private static final int PLACE = 16;
    private static final int LOWEST = 25;
    private static final int NAN = 26;
    /** At stride 2 the windows' lanes, or for each lane its window. */
    private static final int ORDERED = 27;
    private static final int BEST = 0;
    private static final int WINNER = 1;
    private static final int TAP = 2;
    private static final int SUM = 3;

    private final LaneAssembler asm = new LaneAssembler();
    private final int stride;

    private TripleCode(int stride) {
        this.stride = stride;
    }

    /** {@code function(x, _, y, parameters, _)}. */
    static byte[] forward(int stride) {
        TripleCode code = new TripleCode(stride);
        code.planes(() -> code.windows(code::maximum, RDX));
        return code.asm.bytes();
    }

    /** {@code function(x, dy, dx, parameters, scratch)}. */
    static byte[] gradient(int stride) {
        TripleCode code = new TripleCode(stride);
        code.planes(() -> {
            code.windows(code::winners, RSI);
            code.gather();
        });
        return code.asm.bytes();
    }

    /** The constants behind the other parameters. */
    static void putConstants(int[] parameters, boolean gradient) {
        for (int place = 0; place < SIDE * SIDE; place++) {
            parameters[CONSTANTS + place] = place(place);
        }
        parameters[CONSTANTS + LOWEST - PLACE] = Float.floatToRawIntBits(Float.NEGATIVE_INFINITY);
        parameters[CONSTANTS + NAN - PLACE] = Float.floatToRawIntBits(Float.NaN);
        for (int lane = 0; lane < 16; lane++) {
            parameters[ORDER + lane] = gradient ? lane / 2 : 2 * lane % 16;
        }
    }

    /** A window's place as an int of the table; places are floats, which are compared at no cost. */
    static int place(int number) {
        return Float.floatToRawIntBits(number);
    }

    private static Place parameter(int number) {
        return Place.at(RCX, BYTES * number);
    }

    private void planes(Runnable code) {
        asm.enter(SAVED);
        asm.add(RSP, -ON_STACK);
        for (int i = PLACE; i <= NAN; i++) {
            asm.broadcast(i, parameter(CONSTANTS + i - PLACE));
        }
        asm.load(ORDERED, parameter(ORDER));
        asm.loadInt(RAX, parameter(PLANES));
        Label plane = new Label();
        asm.place(plane);
        asm.store(PLANES_LEFT, RAX);
        code.run();
        asm.loadInt(RAX, parameter(IMAGE_PLANE));
        asm.add(RDI, RAX);
        asm.load(RAX, PLANES_LEFT);
        asm.again(RAX, plane);
        asm.add(RSP, ON_STACK);
        asm.leave(SAVED);
    }

    /** Runs code as often as a parameter says, with a table's entry for each time at RBX. */
    private void rows(int count, int table, Runnable code) {
        asm.loadInt(RBX, parameter(table));
        asm.add(RBX, RCX);
        asm.loadInt(RAX, parameter(count));
        Label row = new Label();
        asm.place(row);
        asm.store(ROWS_LEFT, RAX);
        code.run();
        asm.add(RBX, BYTES * SIDE);
        asm.load(RAX, ROWS_LEFT);
        asm.again(RAX, row);
    }

    /**
     * Rows of windows, whose own rows follow each other from {@code pooled} on.
     *
     * @param vector what is done with 16 of them: those of pooled at R15 behind {@code pooled}, their columns {@code stride} times
     *     as far behind {@link #THREE}
     */
    private void windows(Runnable vector, Register pooled) {
        asm.move(R10, R8);
        asm.loadInt(R11, parameter(GRADIENTS));
        asm.add(R11, R8);
        rows(ROWS, ROW_TABLE, () -> {
            for (int i = 0; i < SIDE; i++) {
                imageRow(THREE[i], i);
            }
            asm.move(R15, 0L);
            asm.loadInt(RBP, parameter(VECTOR_TABLE));
            asm.add(RBP, RCX);
            asm.loadInt(RAX, parameter(VECTORS));
            Label next = new Label();
            asm.place(next);
            for (int tap = 0; tap < SIDE; tap++) {
                asm.loadMask(1 + tap, Place.at(RBP, BYTES * tap));
            }
            asm.loadMask(WINDOW_MASK, Place.at(RBP, BYTES * WINDOWS));
            asm.loadMask(LANE_MASK, Place.at(RBP, BYTES * LANES));
            vector.run();
            asm.add(R15, Assembler.VECTOR / stride);
            asm.add(RBP, BYTES * VECTOR_ENTRY);
            asm.again(RAX, next);
            asm.loadInt(RAX, parameter(POOLED_ROW));
            asm.add(pooled, RAX);
            asm.loadInt(RAX, parameter(SCRATCH_ROW));
            asm.add(R10, RAX);
            asm.add(R11, RAX);
        });
    }

    /** Where a row of the image begins, or 0 if it is outside. */
    private void imageRow(Register row, int number) {
        Label outside = new Label();
        Label known = new Label();
        asm.loadInt(row, Place.at(RBX, BYTES * number));
        asm.compare(row, NONE);
        asm.jump(AT_MOST, outside);
        asm.add(row, RDI);
        asm.jump(known);
        asm.place(outside);
        asm.move(row, 0L);
        asm.place(known);
    }

    /** Brings the nine taps of 16 windows to {@link #TAP} one after the other, those outside of the image as less than any. */
    private void taps(IntConsumer tap) {
        for (int i = 0; i < SIDE; i++) {
            Label outside = new Label();
            asm.compare(THREE[i], 0);
            asm.jump(AT_MOST, outside);
            for (int j = 0; j < SIDE; j++) {
                asm.copy(TAP, LOWEST);
                asm.loadOver(TAP, new Place(THREE[i], R15, stride, BYTES * j), 1 + j);
                tap.accept(SIDE * i + j);
            }
            asm.place(outside);
        }
    }

    /** As {@code Math.max}: 0 is larger than -0, and NaN wins. */
    private void maximum() {
        asm.copy(BEST, LOWEST);
        asm.compare(NUMBERS, BEST, BEST, Comparison.ORDERED);
        taps(_ -> {
            asm.compare(NUMBERS, TAP, TAP, Comparison.ORDERED, NUMBERS);
            asm.largerNumber(BEST, BEST, TAP);
        });
        asm.copy(TAP, NAN);
        asm.copy(TAP, BEST, NUMBERS);
        if (stride == 2) {
            asm.orderKeeping(TAP, ORDERED, TAP, WINDOW_MASK);
        }
        asm.store(Place.at(RDX, R15, 1), TAP, WINDOW_MASK);
    }

    /** The first of the largest elements wins, or the first NaN. */
    private void winners() {
        Label inside = new Label();
        asm.load(WINNER, Place.at(RBP, BYTES * FIRST_TAPS));
        asm.compare(THREE[0], 0);
        asm.jump(NOT_EQUAL, inside);
        asm.add(WINNER, WINNER, PLACE + SIDE);
        asm.place(inside);
        asm.copy(BEST, LOWEST);
        taps(place -> {
            asm.compare(TAKEN, BEST, BEST, Comparison.ORDERED);
            asm.compare(TAKEN, TAP, BEST, Comparison.NOT_AT_MOST, TAKEN);
            asm.copy(BEST, TAP, TAKEN);
            asm.copy(WINNER, PLACE + place, TAKEN);
        });
        asm.store(Place.at(R10, R15, stride), WINNER);
        asm.load(TAP, Place.at(RSI, R15, 1), WINDOW_MASK);
        if (stride == 2) {
            asm.orderKeeping(TAP, ORDERED, TAP, LANE_MASK);
        }
        asm.store(Place.at(R11, R15, stride), TAP);
    }

    /** The image's gradient from what is in scratch. */
    private void gather() {
        asm.loadInt(R11, parameter(GRADIENTS));
        asm.loadMask(WINDOW_MASK, parameter(IMAGE_LAST_MASK));
        rows(IMAGE_ROWS, IMAGE_ROW_TABLE, () -> {
            for (int i = 0; i < SIDE; i++) {
                asm.loadInt(THREE[i], Place.at(RBX, BYTES * i));
                asm.add(THREE[i], R8);
            }
            asm.move(R15, 0L);
            asm.move(R9, R11);
            asm.loadInt(RAX, parameter(IMAGE_VECTORS));
            Label next = new Label();
            asm.place(next);
            asm.zero(SUM);
            for (int place = SIDE * SIDE - 1; place >= 0; place--) {
                Register row = THREE[place / SIDE];
                int column = -BYTES * (place % SIDE);
                asm.load(WINNER, new Place(row, R15, 1, column));
                asm.compare(TAKEN, WINNER, PLACE + place, Comparison.EQUAL);
                asm.load(TAP, new Place(row, R9, 1, column), TAKEN);
                asm.add(SUM, SUM, TAP);
            }
            Place to = Place.at(RDX, R15, 1);
            LastTime.choose(asm, RAX, () -> asm.store(to, SUM, WINDOW_MASK), () -> asm.store(to, SUM));
            asm.add(R15, Assembler.VECTOR);
            asm.add(R9, Assembler.VECTOR);
            asm.again(RAX, next);
            asm.loadInt(RAX, parameter(IMAGE_ROW));
            asm.add(RDX, RAX);
        });
    }
}

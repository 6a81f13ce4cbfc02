package org.neocog.cpu;

import static org.neocog.cpu.Assembler.Condition.GREATER;
import static org.neocog.cpu.Assembler.Register.*;

import org.neocog.cpu.Assembler.Label;
import org.neocog.cpu.Assembler.Place;
import org.neocog.cpu.Assembler.Register;
import org.neocog.cpu.LaneAssembler.Comparison;

/**
 * Machine code for windows of 2x2 side by side, see {@link PairVectors}. A step has two vectors of the windows' upper row and two
 * of the lower row: 32 columns, or, where images are narrow, up to 16 columns of two rows of windows. In each quarter of the
 * vectors even and odd elements are put together, so that a vector holds the upper left elements of 16 windows, another the
 * upper right ones, and so on; the order of the windows, which this changes, is put right where they are read or written.
 */
final class PairCode {
    // Where the parameters, ints, are; distances in bytes.
    static final int PLANES = 0;
    /** Rows of windows, or pairs of rows in narrow images. */
    static final int UNITS = 1;
    static final int STEPS = 2;
    static final int ROW = 3;
    /** From the first vector of a row to the second. */
    static final int SECOND = 4;
    static final int IMAGE_UNIT = 5;
    static final int POOLED_UNIT = 6;
    /** From what would be a plane's next unit to the next plane. */
    static final int IMAGE_REST = 7;
    static final int POOLED_REST = 8;
    /**
     * Masks of a step: of the first and second vectors' columns, of windows, and of these in the order of the lanes. For all
     * steps of a unit but the last, for the last one, and for that of the last unit.
     */
    static final int MASKS = 4;
    static final int WHOLE = 9;
    static final int LAST = WHOLE + MASKS;
    static final int FINAL = LAST + MASKS;
    /** For each lane the number of its window, or for each window the number of its lane. */
    static final int ORDER = FINAL + MASKS;
    private static final int CONSTANTS = ORDER + 16;
    static final int PARAMETERS = CONSTANTS + 4;

    private static final int BYTES = 4;
    private static final Register[] SAVED = {RBX, RBP, R12, R13, R14, R15};
    private static final int FIRST_COLUMNS = 1;
    private static final int SECOND_COLUMNS = 2;
    private static final int WINDOWS = 3;
    private static final int WINDOW_LANES = 4;
    // Vectors that always hold the same.
    private static final int LANES = 31;
    private static final int MAGNITUDE = 30;
    private static final int NAN = 29;
    private static final int QUARTER = 28;
    private static final int ONE = 27;
    private static final int ZERO = 26;
    /** The four vectors of the image, and those of the result. */
    private static final int IMAGE = 0;
    private static final int RESULT = 20;
    // The elements of the windows, from left to right and from top to bottom.
    private static final int A = 4;
    private static final int B = 5;
    private static final int C = 6;
    private static final int D = 7;

    private final LaneAssembler asm = new LaneAssembler();

    private PairCode() {}

    /** {@code function(image, pooled, gradient, parameters, _)}: from the image to what is pooled, or from that to a gradient. */
    static byte[] of(PairFunction function) {
        PairCode code = new PairCode();
        code.steps(() -> {
            if (function.readsImage()) {
                code.loadImage();
            }
            if (function.gradient()) {
                code.gradient(function);
            } else {
                code.forward(function.max());
            }
        });
        return code.asm.bytes();
    }

    /** The constants behind the other parameters. */
    static void putConstants(int[] parameters) {
        parameters[CONSTANTS] = Integer.MAX_VALUE;
        parameters[CONSTANTS + 1] = Float.floatToRawIntBits(Float.NaN);
        parameters[CONSTANTS + 2] = Float.floatToRawIntBits(0.25f);
        parameters[CONSTANTS + 3] = Float.floatToRawIntBits(1f);
    }

    private static Place parameter(int number) {
        return Place.at(RCX, BYTES * number);
    }

    /** For each step: the image's place at RAX, the gradient's at RBX, that of what is pooled at R9. */
    private void steps(Runnable step) {
        asm.enter(SAVED);
        asm.load(LANES, parameter(ORDER));
        for (int i = 0; i < 4; i++) {
            asm.broadcast(MAGNITUDE - i, parameter(CONSTANTS + i));
        }
        asm.zero(ZERO);
        asm.loadInt(R10, parameter(ROW));
        asm.loadInt(R11, parameter(SECOND));
        asm.address(R8, Place.at(R10, R11, 1));
        asm.loadInt(R14, parameter(PLANES));
        Label plane = new Label();
        asm.place(plane);
        asm.loadInt(R13, parameter(UNITS));
        Label unit = new Label();
        asm.place(unit);
        asm.move(RAX, RDI);
        asm.move(RBX, RDX);
        asm.move(R9, RSI);
        asm.loadInt(R12, parameter(STEPS));
        Label next = new Label();
        asm.place(next);
        loadMasks();
        step.run();
        asm.add(RAX, 2 * Assembler.VECTOR);
        asm.add(RBX, 2 * Assembler.VECTOR);
        asm.add(R9, Assembler.VECTOR);
        asm.again(R12, next);
        advance(IMAGE_UNIT, POOLED_UNIT);
        asm.again(R13, unit);
        advance(IMAGE_REST, POOLED_REST);
        asm.again(R14, plane);
        asm.leave(SAVED);
    }

    private void loadMasks() {
        Label known = new Label();
        asm.address(R15, parameter(WHOLE));
        asm.compare(R12, 1);
        asm.jump(GREATER, known);
        asm.address(R15, parameter(LAST));
        asm.compare(R13, 1);
        asm.jump(GREATER, known);
        asm.address(R15, parameter(FINAL));
        asm.place(known);
        for (int i = 0; i < MASKS; i++) {
            asm.loadMask(FIRST_COLUMNS + i, Place.at(R15, BYTES * i));
        }
    }

    private void advance(int image, int pooled) {
        asm.loadInt(RBP, parameter(image));
        asm.add(RDI, RBP);
        asm.add(RDX, RBP);
        asm.loadInt(RBP, parameter(pooled));
        asm.add(RSI, RBP);
    }

    /** The places of the four vectors of an image, in the order of A to D. */
    private static Place[] places(Register base) {
        return new Place[] {Place.at(base, 0), Place.at(base, R11, 1), Place.at(base, R10, 1), Place.at(base, R8, 1)};
    }

    private void loadImage() {
        Place[] places = places(RAX);
        for (int i = 0; i < places.length; i++) {
            asm.load(IMAGE + i, places[i], FIRST_COLUMNS + i % 2);
        }
    }

    /** Vectors A to D from those of the image. */
    private void split() {
        for (int row = 0; row < 2; row++) {
            asm.pick(A + 2 * row, IMAGE + 2 * row, IMAGE + 2 * row + 1, 0x88);
            asm.pick(B + 2 * row, IMAGE + 2 * row, IMAGE + 2 * row + 1, 0xdd);
        }
    }

    private void forward(boolean max) {
        split();
        if (max) {
            max();
        } else {
            asm.add(8, A, B);
            asm.add(8, 8, C);
            asm.add(8, 8, D);
            asm.multiply(8, QUARTER, 8);
        }
        asm.orderKeeping(8, LANES, 8, WINDOWS);
        asm.store(Place.at(R9, 0), 8, WINDOWS);
    }

    /** As {@code Math.max}: 0 is larger than -0, and NaN wins. */
    private void max() {
        asm.max(9, A, B);
        asm.max(10, C, D);
        asm.max(9, 9, 10);
        // Whichever zero was taken, the sign is that of all elements together: minus if all have it.
        asm.copy(10, A);
        asm.choose(10, B, C, 0x80);
        asm.and(10, 10, D);
        asm.choose(9, 10, MAGNITUDE, 0xe4);
        asm.compare(5, A, B, Comparison.ORDERED);
        asm.compare(6, C, D, Comparison.ORDERED, 5);
        asm.copy(8, NAN);
        asm.copy(8, 9, 6);
    }

    private void gradient(PairFunction function) {
        asm.load(8, Place.at(R9, 0), WINDOWS);
        if (!function.max()) {
            asm.multiply(8, QUARTER, 8);
        }
        asm.orderKeeping(8, LANES, 8, WINDOW_LANES);
        if (function.max()) {
            split();
            dealToWinners();
        } else {
            asm.lowPairs(RESULT, 8, 8);
            asm.highPairs(RESULT + 1, 8, 8);
            asm.copy(RESULT + 2, RESULT);
            asm.copy(RESULT + 3, RESULT + 1);
        }
        Place[] places = places(RBX);
        for (int i = 0; i < places.length; i++) {
            multiplyBySlope(function.slope(), RESULT + i, IMAGE + i);
            asm.store(places[i], RESULT + i, FIRST_COLUMNS + i % 2);
        }
    }

    private void multiplyBySlope(PairFunction.Slope slope, int dy, int y) {
        switch (slope) {
            case NONE -> {}
            case RELU -> {
                asm.compare(5, y, ZERO, Comparison.NOT_AT_MOST);
                asm.keep(dy, dy, 5);
            }
            case TANH -> {
                asm.multiply(y, y, y);
                asm.subtract(y, ONE, y);
                asm.multiply(dy, dy, y);
            }
        }
    }

    /** Gives each window's number in vector 8 to the first of its largest elements, or the first NaN, and 0 to the others. */
    private void dealToWinners() {
        takesOver(5, B, A);
        takesOver(6, D, C);
        asm.copy(9, A);
        asm.copy(9, B, 5);
        asm.copy(10, C);
        asm.copy(10, D, 6);
        takesOver(7, 10, 9);
        asm.orMasks(3, 5, 7);
        asm.notMask(3, 3);
        asm.keep(A, 8, 3);
        asm.andNotMasks(3, 7, 5);
        asm.keep(B, 8, 3);
        asm.andNotMasks(3, 6, 7);
        asm.keep(C, 8, 3);
        asm.andMasks(3, 6, 7);
        asm.keep(D, 8, 3);
        for (int row = 0; row < 2; row++) {
            asm.lowPairs(RESULT + 2 * row, A + 2 * row, B + 2 * row);
            asm.highPairs(RESULT + 2 * row + 1, A + 2 * row, B + 2 * row);
        }
    }

    /** Where what comes later is larger, or NaN and the earlier one is not. */
    private void takesOver(int mask, int later, int earlier) {
        asm.compare(mask, earlier, earlier, Comparison.ORDERED);
        asm.compare(mask, later, earlier, Comparison.NOT_AT_MOST, mask);
    }
}

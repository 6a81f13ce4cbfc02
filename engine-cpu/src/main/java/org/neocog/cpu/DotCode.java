package org.neocog.cpu;

import static org.neocog.cpu.Assembler.Condition.AT_MOST;
import static org.neocog.cpu.Assembler.Condition.NOT_EQUAL;
import static org.neocog.cpu.Assembler.Register.*;

import org.neocog.cpu.Assembler.Label;
import org.neocog.cpu.Assembler.Place;
import org.neocog.cpu.Assembler.Register;

/**
 * Machine code for the products of the rows of two matrices, see {@link RowDots}: up to 8 rows of weights are read at once, each
 * vector of which is multiplied by those of up to 3 inputs. A vector of 16 partial sums for each product stays in a register.
 */
final class DotCode {
    // Where the parameters, ints, are; strides in bytes.
    /** How often there are 8, 4, 2 and 1 rows of weights. */
    static final int GROUPS = 0;
    static final int ROW_SIZES = 4;
    /** How often there are 3, 2 and 1 inputs for each of them. */
    static final int PASSES = 4;
    static final int MOST_INPUTS = 3;
    /** The masks of 8, 4, 2 and 1 results. */
    static final int MASKS = 7;
    static final int ROW_OF_WEIGHTS = 11;
    static final int ROW_OF_INPUTS = 12;
    static final int ROW_OF_RESULTS = 13;
    /** Whole vectors of a row, and those of them at whose time the weights of the next rows are fetched already. */
    static final int STEPS = 14;
    static final int STEPS_BEFORE = 15;
    static final int STEPS_AHEAD = 16;
    /** From what would be fetched next to the beginning of the next rows. */
    static final int TO_NEXT_ROWS = 17;
    /** The mask of what is left of a row; 0 if there is nothing. */
    static final int LAST_MASK = 18;
    static final int ADD = 19;
    static final int PARAMETERS = 20;

    /** Rows of weights that are read at once. */
    static final int MOST_ROWS = 8;
    /** Vectors from what is read to what is fetched; memory takes that long to answer. */
    static final int AHEAD = 8;

    private static final int BYTES = 4;
    private static final int SUMS = 8;
    private static final int WEIGHTS = MOST_INPUTS;
    private static final int LAST = 1;
    private static final int RESULTS = 2;
    private static final RowPlaces ROWS = new RowPlaces(R9, R10, R11, R12);
    private static final Register[] SAVED = {RBX, RBP, R12, R13, R14, R15};
    // On the stack.
    private static final Place INPUTS = Place.at(RSP, 0);
    private static final Place GROUPS_LEFT = Place.at(RSP, 8);
    private static final Place PASSES_LEFT = Place.at(RSP, 16);
    /** How many passes over 8 rows have begun, and where a row is that is read later. */
    private static final Place PASS = Place.at(RSP, 24);
    private static final Place LATER = Place.at(RSP, 32);
    private static final int ON_STACK = 40;

    /** What is fetched while vectors are multiplied. */
    private enum Fetch {
        NOTHING,
        /** The vectors that are read soon. */
        SOON,
        /** These and one row that is read after some passes, slowly enough for the memory. */
        LATER
    }

    private final Assembler asm = new Assembler();

    private DotCode() {}

    /** {@code function(weights, inputs, results, parameters, _)}. */
    static byte[] product() {
        DotCode code = new DotCode();
        code.groups();
        return code.asm.bytes();
    }

    private static Place parameter(int number) {
        return Place.at(RCX, BYTES * number);
    }

    private void groups() {
        asm.enter(SAVED);
        asm.add(RSP, -ON_STACK);
        asm.store(INPUTS, RSI);
        asm.loadInt(R9, parameter(ROW_OF_WEIGHTS));
        ROWS.compute(asm);
        asm.loadInt(R13, parameter(ROW_OF_INPUTS));
        asm.loadInt(R14, parameter(ROW_OF_RESULTS));
        asm.loadMask(LAST, parameter(LAST_MASK));
        for (int size = 0; size < ROW_SIZES; size++) {
            int rows = MOST_ROWS >> size;
            asm.loadMask(RESULTS, parameter(MASKS + size));
            times(GROUPS + size, GROUPS_LEFT, () -> {
                group(rows);
                asm.address(RDI, Place.at(RDI, R9, rows));
                asm.add(RDX, BYTES * rows);
            });
        }
        asm.add(RSP, ON_STACK);
        asm.leave(SAVED);
    }

    /** Code that runs as often as a parameter says. */
    private void times(int parameter, Place left, Runnable code) {
        Label turn = new Label();
        Label done = new Label();
        asm.loadInt(RAX, parameter(parameter));
        asm.compare(RAX, 0);
        asm.jump(AT_MOST, done);
        asm.place(turn);
        asm.store(left, RAX);
        code.run();
        asm.load(RAX, left);
        asm.again(RAX, turn);
        asm.place(done);
    }

    /** Some rows of weights at RDI and all inputs; results go to RDX. */
    private void group(int rows) {
        asm.load(RSI, INPUTS);
        asm.move(R8, RDX);
        if (rows == MOST_ROWS) {
            begin();
        }
        for (int pass = 0; pass < MOST_INPUTS; pass++) {
            int inputs = MOST_INPUTS - pass;
            times(PASSES + pass, PASSES_LEFT, () -> {
                tile(rows, inputs);
                for (int input = 0; input < inputs; input++) {
                    asm.add(RSI, R13);
                }
            });
        }
    }

    /** Begins with the passes over 8 rows. */
    private void begin() {
        Label last = new Label();
        asm.move(RAX, 0);
        asm.store(PASS, RAX);
        asm.store(LATER, RDI);
        asm.load(RAX, GROUPS_LEFT);
        asm.compare(RAX, 1);
        asm.jump(AT_MOST, last);
        asm.address(RAX, Place.at(RDI, R9, MOST_ROWS));
        asm.store(LATER, RAX);
        asm.place(last);
    }

    private static int sum(int input, int row) {
        return SUMS + input * MOST_ROWS + row;
    }

    /** Some rows of weights at RDI, some inputs at RSI; leaves R8 behind their results. */
    private void tile(int rows, int inputs) {
        for (int input = 0; input < inputs; input++) {
            for (int row = 0; row < rows; row++) {
                asm.zero(sum(input, row));
            }
        }
        asm.move(RAX, RDI);
        asm.move(RBX, RSI);
        if (rows == MOST_ROWS) {
            steps(inputs);
        } else {
            steps(STEPS, rows, inputs, Fetch.NOTHING);
        }
        last(rows, inputs);
        for (int input = 0; input < inputs; input++) {
            result(input, rows);
            asm.add(R8, R14);
        }
    }

    /**
     * Multiplies the vectors of 8 rows. The first pass over them fetches them, and then the beginning of the next 8, as it goes on.
     * The others fetch one of the next 8 each until these are all there.
     */
    private void steps(int inputs) {
        Label later = new Label();
        Label more = new Label();
        Label done = new Label();
        asm.load(RBP, PASS);
        asm.add(RBP, 1);
        asm.store(PASS, RBP);
        asm.compare(RBP, 1);
        asm.jump(NOT_EQUAL, later);
        asm.address(R15, Place.at(RDI, Assembler.VECTOR * AHEAD));
        steps(STEPS_BEFORE, MOST_ROWS, inputs, Fetch.SOON);
        asm.loadInt(RBP, parameter(TO_NEXT_ROWS));
        asm.add(R15, RBP);
        steps(STEPS_AHEAD, MOST_ROWS, inputs, Fetch.SOON);
        asm.jump(done);
        asm.place(later);
        asm.load(R15, LATER);
        steps(STEPS, MOST_ROWS, inputs, Fetch.LATER);
        asm.load(R15, LATER);
        asm.add(R15, R9);
        asm.load(RBP, PASS);
        asm.compare(RBP, MOST_ROWS);
        asm.jump(AT_MOST, more);
        asm.move(R15, RDI);
        asm.place(more);
        asm.store(LATER, R15);
        asm.place(done);
    }

    /** Multiplies some vectors of each row, as many as a parameter says. */
    private void steps(int steps, int rows, int inputs, Fetch fetch) {
        Label step = new Label();
        Label done = new Label();
        asm.loadInt(RBP, parameter(steps));
        asm.compare(RBP, 0);
        asm.jump(AT_MOST, done);
        asm.place(step);
        multiply(rows, inputs, false, fetch);
        asm.add(RAX, Assembler.VECTOR);
        asm.add(RBX, Assembler.VECTOR);
        if (fetch != Fetch.NOTHING) {
            asm.add(R15, Assembler.VECTOR);
        }
        asm.again(RBP, step);
        asm.place(done);
    }

    /** What is left of each row behind whole vectors. */
    private void last(int rows, int inputs) {
        Label done = new Label();
        asm.loadInt(RBP, parameter(LAST_MASK));
        asm.compare(RBP, 0);
        asm.jump(AT_MOST, done);
        multiply(rows, inputs, true, Fetch.NOTHING);
        asm.place(done);
    }

    /** Multiplies a vector of each row, or what is left of it. */
    private void multiply(int rows, int inputs, boolean masked, Fetch fetch) {
        for (int input = 0; input < inputs; input++) {
            load(input, input == 0 ? Place.at(RBX, 0) : Place.at(RBX, R13, input), masked);
        }
        if (fetch == Fetch.LATER) {
            asm.prefetch(2, Place.at(R15, 0));
        }
        for (int row = 0; row < rows; row++) {
            if (fetch == Fetch.SOON) {
                asm.prefetch(1, ROWS.at(R15, row));
            } else if (fetch == Fetch.LATER) {
                Place place = ROWS.at(RAX, row);
                asm.prefetch(
                        1, new Place(place.base(), place.index(), place.scale(), place.displacement() + Assembler.VECTOR * AHEAD));
            }
            int weights = WEIGHTS + row % (SUMS - WEIGHTS);
            load(weights, ROWS.at(RAX, row), masked);
            for (int input = 0; input < inputs; input++) {
                asm.multiplyAdd(sum(input, row), weights, input);
            }
        }
    }

    private void load(int to, Place from, boolean masked) {
        if (masked) {
            asm.load(to, from, LAST);
        } else {
            asm.load(to, from);
        }
    }

    /** Adds up the partial sums of an input's products, in the same order for any number of rows, and stores them at R8. */
    private void result(int input, int rows) {
        int first = sum(input, 0);
        // Each quarter of a vector has two partial sums each of two rows; then one each of four.
        for (int row = 0; row < rows; row += 2) {
            int second = Math.min(row + 1, rows - 1);
            asm.lowPairs(0, first + row, first + second);
            asm.highPairs(1, first + row, first + second);
            asm.add(first + row, 0, 1);
        }
        for (int row = 0; row < rows; row += 4) {
            int second = row + 2 < rows ? row + 2 : row;
            asm.lowHalves(0, first + row, first + second);
            asm.highHalves(1, first + row, first + second);
            asm.add(first + row, 0, 1);
        }
        // Then the quarters: 0 and 1, and 2 and 3, of the first four rows and of the others; then both.
        int other = rows > 4 ? first + 4 : first;
        asm.quarters(0, first, other, 0x88);
        asm.quarters(1, first, other, 0xdd);
        asm.add(0, 0, 1);
        asm.quarters(1, 0, 0, 0xb1);
        asm.add(0, 0, 1);
        asm.quarters(0, 0, 0, 0x88);
        Label store = new Label();
        asm.loadInt(RBP, parameter(ADD));
        asm.compare(RBP, 0);
        asm.jump(AT_MOST, store);
        asm.load(1, Place.at(R8, 0), RESULTS);
        asm.add(0, 0, 1);
        asm.place(store);
        asm.store(Place.at(R8, 0), 0, RESULTS);
    }
}

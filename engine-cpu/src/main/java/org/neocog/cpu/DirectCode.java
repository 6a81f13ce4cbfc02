package org.neocog.cpu;

import static org.neocog.cpu.Assembler.Condition.GREATER;
import static org.neocog.cpu.Assembler.Condition.LESS;
import static org.neocog.cpu.Assembler.Condition.NOT_EQUAL;
import static org.neocog.cpu.Assembler.Register.*;

import org.neocog.cpu.Assembler.Label;
import org.neocog.cpu.Assembler.Place;
import org.neocog.cpu.Assembler.Register;

/**
 * Machine code of a convolution as the sum that it is, without a matrix of columns: each vector holds 16 neighbouring outputs of
 * one row. The image has its padding around it, so that every tap of a filter is the image further on by a fixed distance.
 *
 * <p>All distances are in bytes.
 */
final class DirectCode {
    /** What the registers of vectors have room for, besides one for what is multiplied by all of them. */
    private static final int VECTORS = 31;
    private static final int MOST_POSITIONS = 6;
    private static final int MOST_FILTERS = 8;
    /** As many filters' places are one operand of an instruction, see {@link RowPlaces}, without a register for the seventh. */
    private static final int MOST_FILTERS_OF_GRADIENT = 7;
    private static final int MOST_TAPS = 8;

    // Where the parameters of the gradient, ints, are.
    static final int ROWS = 0;
    /** Vectors of a row that are wholly inside, and the mask of one that is not; 0 if there is none. */
    static final int WHOLE = 1;
    static final int MASK = 2;
    /** From behind the whole vectors of a row to the next row. */
    static final int STEP_OF_X = 3;
    static final int STEP_OF_DY = 4;
    static final int PLANE = 5;
    /** How many times to take the next filters, and for each of these the next taps. */
    static final int BLOCKS = 6;
    static final int GROUPS = 7;
    static final int GRADIENT_PARAMETERS = 8;

    // Those of the convolution; the distances of all taps follow them.
    static final int TAPS = 0;
    static final int PLANE_OF_Y = 1;
    static final int BLOCKS_OF_Y = 2;
    static final int FORWARD_PARAMETERS = 3;

    // What is kept below the stack's top, where nothing else writes as no function is called.
    private static final Place BLOCKS_LEFT = Place.at(RSP, -8);
    private static final Place GROUPS_LEFT = Place.at(RSP, -16);
    private static final Place LIST = Place.at(RSP, -24);
    private static final Place NEXT = Place.at(RSP, -32);
    private static final Place X = Place.at(RSP, -40);
    private static final Place DY = Place.at(RSP, -48);

    private static final Register[] SAVED = {RBX, RBP, R12, R13, R14, R15};
    private static final Register[] POSITIONS = {R9, R10, R11, R12, R13, R14};
    /** Distances of taps, and what is free of them for the places of filters; the fewer taps, the more filters. */
    private static final Register[] OF_TAPS = {R9, R10, R11, R12, R13, R14, R15, RBX};

    private DirectCode() {}

    /** Vectors of outputs that are computed together, for each of so many filters. */
    static int positions(int filters) {
        return Math.min(MOST_POSITIONS, (VECTORS - 1) / (filters + 1));
    }

    /** The most filters that are worth computing together. */
    static int mostFilters() {
        return MOST_FILTERS;
    }

    /** Whether there is a function for the gradient of so many taps of so many filters. */
    static boolean possible(int filters, int taps) {
        boolean vectors = filters * taps + filters <= VECTORS;
        // Three filters take one register besides the taps', more of them three.
        boolean registers = taps <= (filters <= 3 ? MOST_TAPS : MOST_TAPS - 2);
        return vectors && registers && filters <= MOST_FILTERS_OF_GRADIENT;
    }

    /**
     * {@code function(x, w, y, parameters, positions)}.
     *
     * <p>{@code w}: block by block, for each filter its bias, then for each tap the weights of all filters. {@code positions}: for
     * each step of {@link #positions} vectors the distances of their inputs, those of their outputs and their masks; a negative
     * number ends it.
     */
    static byte[] forward(int filters) {
        int positions = positions(filters);
        Assembler asm = new Assembler();
        asm.enter(SAVED);
        asm.store(LIST, R8);
        asm.loadInt(RAX, Place.at(RCX, Integer.BYTES * BLOCKS_OF_Y));
        asm.store(BLOCKS_LEFT, RAX);
        Label block = new Label();
        Label step = new Label();
        Label end = new Label();
        asm.place(block);
        asm.load(R8, LIST);
        asm.place(step);
        asm.loadInt(RAX, Place.at(R8, 0));
        asm.compare(RAX, 0);
        asm.jump(LESS, end);
        for (int p = 0; p < positions; p++) {
            asm.loadInt(POSITIONS[p], Place.at(R8, Integer.BYTES * p));
            asm.add(POSITIONS[p], RDI);
        }
        for (int k = 0; k < filters; k++) {
            asm.broadcast(k * positions, Place.at(RSI, Float.BYTES * k));
            for (int p = 1; p < positions; p++) {
                asm.copy(k * positions + p, k * positions);
            }
        }
        asm.address(R15, Place.at(RSI, Float.BYTES * filters));
        asm.address(RBX, Place.at(RCX, Integer.BYTES * FORWARD_PARAMETERS));
        asm.loadInt(RBP, Place.at(RCX, Integer.BYTES * TAPS));
        Label tap = new Label();
        asm.place(tap);
        asm.loadInt(RAX, Place.at(RBX, 0));
        int inputs = filters * positions;
        for (int p = 0; p < positions; p++) {
            asm.load(inputs + p, Place.at(POSITIONS[p], RAX, 1));
        }
        for (int k = 0; k < filters; k++) {
            asm.broadcast(VECTORS, Place.at(R15, Float.BYTES * k));
            for (int p = 0; p < positions; p++) {
                asm.multiplyAdd(k * positions + p, inputs + p, VECTORS);
            }
        }
        asm.add(RBX, Integer.BYTES);
        asm.add(R15, Float.BYTES * filters);
        asm.again(RBP, tap);
        storeOutputs(asm, filters, positions);
        asm.add(R8, Integer.BYTES * 3 * positions);
        asm.jump(step);
        asm.place(end);
        // Behind the weights and the planes of the last step are those of the next filters.
        asm.move(RSI, R15);
        asm.add(RDX, RBX);
        countDown(asm, BLOCKS_LEFT, block);
        asm.leave(SAVED);
        return asm.bytes();
    }

    private static void countDown(Assembler asm, Place count, Label loop) {
        asm.load(RAX, count);
        asm.add(RAX, -1);
        asm.store(count, RAX);
        asm.jump(GREATER, loop);
    }

    private static void storeOutputs(Assembler asm, int filters, int positions) {
        for (int p = 0; p < positions; p++) {
            asm.loadInt(POSITIONS[p], Place.at(R8, Integer.BYTES * (positions + p)));
            asm.add(POSITIONS[p], RDX);
            asm.loadMask(1 + p, Place.at(R8, Integer.BYTES * (2 * positions + p)));
        }
        asm.loadInt(RBP, Place.at(RCX, Integer.BYTES * PLANE_OF_Y));
        asm.move(RAX, 0);
        for (int k = 0; k < filters; k++) {
            for (int p = 0; p < positions; p++) {
                asm.store(Place.at(POSITIONS[p], RAX, 1), k * positions + p, 1 + p);
            }
            asm.add(RAX, RBP);
        }
        asm.move(RBX, RAX);
    }

    /**
     * {@code function(x, dy, sums, parameters, taps)}: adds the products of some rows to the sums, a vector for each tap of each
     * filter, the elements of which are still to be added up. Sums lie in the order: blocks of filters, groups of taps, filters,
     * taps.
     */
    static byte[] gradient(int filters, int taps) {
        RowPlaces planes = filters <= 3
                ? new RowPlaces(RBP, null, null, null)
                : new RowPlaces(RBP, OF_TAPS[MOST_TAPS - 1], OF_TAPS[MOST_TAPS - 2], null);
        Assembler asm = new Assembler();
        asm.enter(SAVED);
        asm.store(X, RDI);
        asm.store(DY, RSI);
        asm.store(LIST, R8);
        asm.loadInt(RBP, Place.at(RCX, Integer.BYTES * PLANE));
        if (filters > 3) {
            planes.compute(asm);
        }
        asm.loadMask(1, Place.at(RCX, Integer.BYTES * MASK));
        asm.loadInt(RAX, Place.at(RCX, Integer.BYTES * BLOCKS));
        asm.store(BLOCKS_LEFT, RAX);
        Label block = new Label();
        asm.place(block);
        asm.loadInt(RAX, Place.at(RCX, Integer.BYTES * GROUPS));
        asm.store(GROUPS_LEFT, RAX);
        asm.load(R8, LIST);
        Label group = new Label();
        asm.place(group);
        for (int t = 0; t < taps; t++) {
            asm.loadInt(OF_TAPS[t], Place.at(R8, Integer.BYTES * t));
        }
        asm.add(R8, Integer.BYTES * taps);
        asm.store(NEXT, R8);
        asm.load(RDI, X);
        asm.load(RSI, DY);
        for (int sum = 0; sum < filters * taps; sum++) {
            asm.load(sum, Place.at(RDX, Assembler.VECTOR * sum));
        }
        addRows(asm, filters, taps, planes);
        for (int sum = 0; sum < filters * taps; sum++) {
            asm.store(Place.at(RDX, Assembler.VECTOR * sum), sum);
        }
        asm.add(RDX, Assembler.VECTOR * filters * taps);
        asm.load(R8, NEXT);
        countDown(asm, GROUPS_LEFT, group);
        asm.load(RAX, DY);
        for (int k = 0; k < filters; k++) {
            asm.add(RAX, RBP);
        }
        asm.store(DY, RAX);
        countDown(asm, BLOCKS_LEFT, block);
        asm.leave(SAVED);
        return asm.bytes();
    }

    private static void addRows(Assembler asm, int filters, int taps, RowPlaces planes) {
        asm.loadInt(R8, Place.at(RCX, Integer.BYTES * ROWS));
        Label row = new Label();
        Label vector = new Label();
        Label rest = new Label();
        Label masked = new Label();
        Label next = new Label();
        asm.place(row);
        asm.loadInt(RAX, Place.at(RCX, Integer.BYTES * WHOLE));
        asm.compare(RAX, 0);
        asm.jump(GREATER, vector);
        asm.jump(rest);
        asm.place(vector);
        addProducts(asm, filters, taps, planes, 0);
        asm.add(RDI, Assembler.VECTOR);
        asm.add(RSI, Assembler.VECTOR);
        asm.again(RAX, vector);
        asm.place(rest);
        asm.loadInt(RAX, Place.at(RCX, Integer.BYTES * MASK));
        asm.compare(RAX, 0);
        asm.jump(NOT_EQUAL, masked);
        asm.jump(next);
        asm.place(masked);
        addProducts(asm, filters, taps, planes, 1);
        asm.place(next);
        asm.loadInt(RAX, Place.at(RCX, Integer.BYTES * STEP_OF_X));
        asm.add(RDI, RAX);
        asm.loadInt(RAX, Place.at(RCX, Integer.BYTES * STEP_OF_DY));
        asm.add(RSI, RAX);
        asm.again(R8, row);
    }

    /** With a mask neither x nor dy is read beyond the row, where there may be no number. */
    private static void addProducts(Assembler asm, int filters, int taps, RowPlaces planes, int mask) {
        int gradients = filters * taps;
        for (int k = 0; k < filters; k++) {
            load(asm, gradients + k, planes.at(RSI, k), mask);
        }
        for (int t = 0; t < taps; t++) {
            load(asm, VECTORS, Place.at(RDI, OF_TAPS[t], 1), mask);
            for (int k = 0; k < filters; k++) {
                asm.multiplyAdd(k * taps + t, VECTORS, gradients + k);
            }
        }
    }

    private static void load(Assembler asm, int to, Place from, int mask) {
        if (mask == 0) {
            asm.load(to, from);
        } else {
            asm.load(to, from, mask);
        }
    }
}

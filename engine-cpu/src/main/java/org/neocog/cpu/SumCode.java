package org.neocog.cpu;

import static org.neocog.cpu.Assembler.Condition.AT_MOST;
import static org.neocog.cpu.Assembler.Condition.GREATER;
import static org.neocog.cpu.Assembler.Register.*;

import org.neocog.cpu.Assembler.Label;
import org.neocog.cpu.Assembler.Place;
import org.neocog.cpu.Assembler.Register;

/**
 * Machine code for two sums over each of some planes, in double precision, see {@link SumVectors}: four vectors of 8 partial sums
 * each, as one addition takes as long as four do side by side.
 */
final class SumCode {
    // Where the parameters, ints, are.
    static final int PLANES = 0;
    /** Turns of 32 elements in a plane, then steps of 8, then the bytes of those that are left, and their mask. */
    static final int TURNS = 1;
    static final int STEPS = 2;
    static final int LAST_BYTES = 3;
    static final int LAST_MASK = 4;
    /** Channels from the first plane's to the last, and all; and bytes of the centres of all. */
    static final int CHANNELS_LEFT = 5;
    static final int CHANNELS = 6;
    static final int CENTRES = 7;
    /** The mask of the four floats that take the room of two doubles. */
    static final int TWO_DOUBLES = 8;
    static final int PARAMETERS = 9;

    /** Elements of a step and of a turn. */
    static final int STEP = 8;
    static final int TURN = 32;

    private static final int BYTES = 4;
    private static final int SUMS = TURN / STEP;
    private static final int CENTRE = 2 * SUMS;
    private static final int X = CENTRE + 1;
    private static final int SLOPE = X + 1;
    private static final int TAIL = 1;
    private static final int RESULT = 2;
    private static final Register[] SAVED = {RBX};

    private final LaneAssembler asm = new LaneAssembler();
    private final SumFunction function;

    private SumCode(SumFunction function) {
        this.function = function;
    }

    /** {@code function(x, dy, sums, parameters, centres)}; the two sums of a plane are side by side. */
    static byte[] of(SumFunction function) {
        SumCode code = new SumCode(function);
        code.planes();
        return code.asm.bytes();
    }

    private static Place parameter(int number) {
        return Place.at(RCX, BYTES * number);
    }

    private void planes() {
        asm.enter(SAVED);
        asm.loadMask(TAIL, parameter(LAST_MASK));
        asm.loadMask(RESULT, parameter(TWO_DOUBLES));
        asm.loadInt(RBX, parameter(LAST_BYTES));
        asm.loadInt(R9, parameter(PLANES));
        asm.loadInt(R10, parameter(CHANNELS_LEFT));
        Label plane = new Label();
        asm.place(plane);
        for (int i = 0; i < 2 * SUMS; i++) {
            asm.zero(i);
        }
        asm.broadcastDouble(CENTRE, Place.at(R8, 0));
        steps(TURNS, SUMS);
        steps(STEPS, 1);
        last();
        reduce();
        asm.add(RDX, 2 * Double.BYTES);
        nextCentre();
        asm.again(R9, plane);
        asm.leave(SAVED);
    }

    /** Adds some steps of 8 elements, as often as a parameter says. */
    private void steps(int times, int steps) {
        Label turn = new Label();
        Label done = new Label();
        asm.loadInt(RAX, parameter(times));
        asm.compare(RAX, 0);
        asm.jump(AT_MOST, done);
        asm.place(turn);
        for (int i = 0; i < steps; i++) {
            int at = BYTES * STEP * i;
            asm.loadDoubles(X, Place.at(RDI, at));
            if (function != SumFunction.TOTAL) {
                asm.subtractDoubles(X, X, CENTRE);
            }
            if (function == SumFunction.SLOPES) {
                asm.loadDoubles(SLOPE, Place.at(RSI, at));
            }
            add(i);
        }
        asm.add(RDI, BYTES * STEP * steps);
        asm.add(RSI, BYTES * STEP * steps);
        asm.again(RAX, turn);
        asm.place(done);
    }

    /** Adds the elements that are left, if there are some. */
    private void last() {
        Label done = new Label();
        asm.compare(RBX, 0);
        asm.jump(AT_MOST, done);
        asm.loadDoubles(X, Place.at(RDI, 0), TAIL);
        if (function != SumFunction.TOTAL) {
            asm.subtractDoubles(X, X, CENTRE, TAIL);
        }
        if (function == SumFunction.SLOPES) {
            asm.loadDoubles(SLOPE, Place.at(RSI, 0), TAIL);
        }
        add(0);
        asm.add(RDI, RBX);
        asm.add(RSI, RBX);
        asm.place(done);
    }

    /** Adds the terms of 8 elements to partial sums of some number. */
    private void add(int i) {
        switch (function) {
            case TOTAL -> asm.addDoubles(i, i, X);
            case MOMENTS -> {
                asm.addDoubles(i, i, X);
                asm.multiplyAddDoubles(SUMS + i, X, X);
            }
            case SLOPES -> {
                asm.multiplyAddDoubles(i, SLOPE, X);
                asm.addDoubles(SUMS + i, SUMS + i, SLOPE);
            }
        }
    }

    /** The sums of all partial sums, by halves. */
    private void reduce() {
        for (int first = 0; first <= SUMS; first += SUMS) {
            asm.addDoubles(first, first, first + 1);
            asm.addDoubles(first + 2, first + 2, first + 3);
            asm.addDoubles(first, first, first + 2);
        }
        // Each quarter has one of the first sums, and one of the second.
        asm.lowHalves(X, 0, SUMS);
        asm.highHalves(SLOPE, 0, SUMS);
        asm.addDoubles(X, X, SLOPE);
        asm.quarters(SLOPE, X, X, 0x4e);
        asm.addDoubles(X, X, SLOPE);
        asm.quarters(SLOPE, X, X, 0xb1);
        asm.addDoubles(X, X, SLOPE);
        asm.store(Place.at(RDX, 0), X, RESULT);
    }

    private void nextCentre() {
        Label more = new Label();
        asm.add(R8, Double.BYTES);
        asm.add(R10, -1);
        asm.jump(GREATER, more);
        asm.loadInt(R10, parameter(CHANNELS));
        asm.loadInt(RAX, parameter(CENTRES));
        asm.subtract(R8, RAX);
        asm.place(more);
    }
}

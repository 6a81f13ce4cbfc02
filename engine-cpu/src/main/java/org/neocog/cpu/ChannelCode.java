package org.neocog.cpu;

import static org.neocog.cpu.Assembler.Condition.AT_MOST;
import static org.neocog.cpu.Assembler.Condition.GREATER;
import static org.neocog.cpu.Assembler.Register.*;

import org.neocog.cpu.Assembler.Label;
import org.neocog.cpu.Assembler.Place;
import org.neocog.cpu.Assembler.Register;
import org.neocog.cpu.LaneAssembler.Comparison;

/** Machine code for functions of planes whose channels have factors of their own, see {@link ChannelVectors}. */
final class ChannelCode {
    // Where the parameters, ints, are.
    static final int PLANES = 0;
    /** Turns of 64 elements in a plane, then steps of 16, then the bytes of those that are left, and their mask. */
    static final int TURNS = 1;
    static final int STEPS = 2;
    static final int LAST_BYTES = 3;
    static final int LAST_MASK = 4;
    /** Channels from the first plane's to the last, and all; and bytes from one factor of a channel to the next. */
    static final int CHANNELS_LEFT = 5;
    static final int CHANNELS = 6;
    static final int FACTOR_BYTES = 7;
    static final int PARAMETERS = 8;

    /** Elements of a step and of a turn. */
    static final int STEP = 16;
    static final int TURN = 64;

    private static final int BYTES = 4;
    /** Vectors that hold a plane's factors. */
    private static final int FACTOR = 16;
    private static final int ZERO = 31;
    private static final RowPlaces FACTORS = new RowPlaces(R10, R11, RBP, null);
    private static final Register[] SAVED = {RBX, RBP, R12};

    private final LaneAssembler asm = new LaneAssembler();
    private final ChannelFunction function;

    private ChannelCode(ChannelFunction function) {
        this.function = function;
    }

    /** {@code function(x, dy, y, parameters, factors)}: the first factors of all channels, then the second ones, and so on. */
    static byte[] of(ChannelFunction function) {
        ChannelCode code = new ChannelCode(function);
        code.planes();
        return code.asm.bytes();
    }

    private static Place parameter(int number) {
        return Place.at(RCX, BYTES * number);
    }

    private void planes() {
        asm.enter(SAVED);
        asm.loadMask(1, parameter(LAST_MASK));
        asm.loadInt(RBX, parameter(LAST_BYTES));
        asm.loadInt(R9, parameter(PLANES));
        asm.loadInt(R10, parameter(FACTOR_BYTES));
        asm.loadInt(R12, parameter(CHANNELS_LEFT));
        FACTORS.compute(asm);
        asm.zero(ZERO);
        Label plane = new Label();
        asm.place(plane);
        for (int i = 0; i < function.factors(); i++) {
            asm.broadcast(FACTOR + i, FACTORS.at(R8, i));
        }
        steps(TURNS, TURN / STEP);
        steps(STEPS, 1);
        last();
        nextChannel();
        asm.again(R9, plane);
        asm.leave(SAVED);
    }

    /** Some vectors, as often as a parameter says. */
    private void steps(int times, int vectors) {
        Label turn = new Label();
        Label done = new Label();
        asm.loadInt(RAX, parameter(times));
        asm.compare(RAX, 0);
        asm.jump(AT_MOST, done);
        asm.place(turn);
        for (int v = 0; v < vectors; v++) {
            asm.load(0, Place.at(RDI, Assembler.VECTOR * v));
            if (function.second()) {
                asm.load(1, Place.at(RSI, Assembler.VECTOR * v));
            }
            compute();
            asm.store(Place.at(RDX, Assembler.VECTOR * v), 0);
        }
        for (Register place : new Register[] {RDI, RSI, RDX}) {
            asm.add(place, Assembler.VECTOR * vectors);
        }
        asm.again(RAX, turn);
        asm.place(done);
    }

    /** The elements that are left, if there are some. */
    private void last() {
        Label done = new Label();
        asm.compare(RBX, 0);
        asm.jump(AT_MOST, done);
        asm.load(0, Place.at(RDI, 0), 1);
        if (function.second()) {
            asm.load(1, Place.at(RSI, 0), 1);
        }
        compute();
        asm.store(Place.at(RDX, 0), 0, 1);
        for (Register place : new Register[] {RDI, RSI, RDX}) {
            asm.add(place, RBX);
        }
        asm.place(done);
    }

    /** Vector 0 from itself, x, and 1, dy; rounded after each step, as in Java. */
    private void compute() {
        switch (function) {
            case ADD_BIAS -> asm.add(0, 0, FACTOR);
            case NORMALIZE, NORMALIZE_RELU, NORMALIZE_ADD_RELU -> {
                asm.subtract(0, 0, FACTOR);
                asm.multiply(0, 0, FACTOR + 1);
                asm.add(0, 0, FACTOR + 2);
                if (function == ChannelFunction.NORMALIZE_ADD_RELU) {
                    asm.add(0, 0, 1);
                }
                if (function != ChannelFunction.NORMALIZE) {
                    asm.compare(2, 0, ZERO, Comparison.NOT_AT_MOST);
                    asm.keep(0, 0, 2);
                }
            }
            case NORMALIZE_GRADIENT -> {
                asm.subtract(0, 0, FACTOR);
                asm.multiply(0, 0, FACTOR + 3);
                asm.subtract(1, 1, FACTOR + 2);
                asm.subtract(1, 1, 0);
                asm.multiply(0, FACTOR + 1, 1);
            }
        }
    }

    private void nextChannel() {
        Label more = new Label();
        asm.add(R8, BYTES);
        asm.add(R12, -1);
        asm.jump(GREATER, more);
        asm.loadInt(R12, parameter(CHANNELS));
        asm.subtract(R8, R10);
        asm.place(more);
    }
}

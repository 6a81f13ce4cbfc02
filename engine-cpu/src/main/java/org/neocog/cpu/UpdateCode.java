package org.neocog.cpu;

import static org.neocog.cpu.Assembler.Condition.AT_MOST;
import static org.neocog.cpu.Assembler.Register.*;

import org.neocog.cpu.Assembler.Label;
import org.neocog.cpu.Assembler.Place;
import org.neocog.cpu.Assembler.Register;

/** Machine code for the optimizers' updates, see {@link UpdateVectors}: rounded after each step, as in {@link UpdateKernels}. */
final class UpdateCode {
    // Where the parameters, ints, are: whole vectors, the mask of what is left, and the function's numbers.
    static final int VECTORS = 0;
    static final int LAST_MASK = 1;
    static final int NUMBERS = 2;

    private static final int BYTES = 4;
    private static final int NUMBER = 16;
    /** Weight, gradient and slots, and where they are. */
    private static final int W = 0;
    private static final int G = 1;
    private static final int FIRST = 2;
    private static final int SECOND = 3;
    private static final Register[] ARRAYS = {RDI, RSI, RDX, R8};

    private final LaneAssembler asm = new LaneAssembler();
    private final UpdateFunction function;

    private UpdateCode(UpdateFunction function) {
        this.function = function;
    }

    /** {@code function(w, g, first slot, parameters, second slot)}. */
    static byte[] of(UpdateFunction function) {
        UpdateCode code = new UpdateCode(function);
        code.loop();
        return code.asm.bytes();
    }

    private void loop() {
        for (int i = 0; i < function.numbers(); i++) {
            asm.broadcast(NUMBER + i, Place.at(RCX, BYTES * (NUMBERS + i)));
        }
        asm.loadMask(1, Place.at(RCX, BYTES * LAST_MASK));
        asm.loadInt(RAX, Place.at(RCX, BYTES * VECTORS));
        int arrays = G + 1 + function.slots();
        Label vector = new Label();
        Label last = new Label();
        asm.compare(RAX, 0);
        asm.jump(AT_MOST, last);
        asm.place(vector);
        for (int i = 0; i < arrays; i++) {
            asm.load(i, Place.at(ARRAYS[i], 0));
        }
        compute();
        for (int i = 0; i < arrays; i++) {
            if (i != G) {
                asm.store(Place.at(ARRAYS[i], 0), i);
            }
            asm.add(ARRAYS[i], Assembler.VECTOR);
        }
        asm.again(RAX, vector);
        asm.place(last);
        for (int i = 0; i < arrays; i++) {
            asm.load(i, Place.at(ARRAYS[i], 0), 1);
        }
        compute();
        for (int i = 0; i < arrays; i++) {
            if (i != G) {
                asm.store(Place.at(ARRAYS[i], 0), i, 1);
            }
        }
        asm.leave();
    }

    private void compute() {
        switch (function) {
            case SGD -> {
                decayed(NUMBER + 1);
                descend(G);
            }
            case MOMENTUM, NESTEROV -> {
                decayed(NUMBER + 1);
                asm.multiply(FIRST, NUMBER + 2, FIRST);
                asm.add(FIRST, FIRST, G);
                if (function == UpdateFunction.NESTEROV) {
                    asm.multiply(5, NUMBER + 2, FIRST);
                    asm.add(5, G, 5);
                    descend(5);
                } else {
                    descend(FIRST);
                }
            }
            case ADAM -> adam();
        }
    }

    /** {@code g += decay · w}. */
    private void decayed(int decay) {
        asm.multiply(4, decay, W);
        asm.add(G, G, 4);
    }

    /** {@code w -= lr · direction}. */
    private void descend(int direction) {
        asm.multiply(4, NUMBER, direction);
        asm.subtract(W, W, 4);
    }

    private void adam() {
        int rate = NUMBER;
        int root = NUMBER + 1;
        int shrink = NUMBER + 2;
        int beta1 = NUMBER + 4;
        int beta2 = NUMBER + 6;
        int epsilon = NUMBER + 8;
        decayed(NUMBER + 3);
        asm.multiply(FIRST, beta1, FIRST);
        asm.multiply(4, beta1 + 1, G);
        asm.add(FIRST, FIRST, 4);
        asm.multiply(SECOND, beta2, SECOND);
        asm.multiply(4, beta2 + 1, G);
        asm.multiply(4, 4, G);
        asm.add(SECOND, SECOND, 4);
        asm.squareRoot(4, SECOND);
        asm.multiply(4, 4, root);
        asm.add(4, 4, epsilon);
        asm.multiply(5, rate, FIRST);
        asm.divide(5, 5, 4);
        asm.multiply(W, shrink, W);
        asm.subtract(W, W, 5);
    }
}

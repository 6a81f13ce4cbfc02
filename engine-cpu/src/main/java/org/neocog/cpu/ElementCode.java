package org.neocog.cpu;

import static org.neocog.cpu.Assembler.Condition.AT_MOST;
import static org.neocog.cpu.Assembler.Condition.LESS;
import static org.neocog.cpu.Assembler.Register.*;

import java.util.ArrayList;
import java.util.List;
import org.neocog.cpu.Assembler.Label;
import org.neocog.cpu.Assembler.Place;
import org.neocog.cpu.LaneAssembler.Comparison;

/**
 * Machine code for functions that are applied element by element, see {@link ElementVectors}.
 *
 * <p>e^x is 2^k · e^r with k = x / ln 2, rounded, and r = x - k · ln 2, where ln 2 has two parts, so that r is as good as exact.
 * As |r| is at most ln(2) / 2, e^r = 1 + r + r² · q(r) with a polynomial q of degree 4 whose worst relative error is about the
 * smallest, 1.4e-8.
 */
final class ElementCode {
    private static final int BYTES = 4;
    private static final int VECTOR = Assembler.VECTOR;
    /** Masks of the first 0 to 15 floats come first in the constants. */
    private static final int MASKS = 16;
    /** Vectors of one turn of the loop. */
    private static final int TURN = 4;

    private static final float MAGNITUDE = Float.intBitsToFloat(Integer.MAX_VALUE);
    /** tanh(9.02) is 1 - 2.9e-8, the float next to which is 1. */
    private static final float TANH_LIMIT = 9.02f;
    private static final float TANH_NEAR_0 = 0.625f;
    private static final float[] TANH_SERIES = {-0.3333328f, 0.13331406f, -0.053736515f, 0.020628167f, -0.0056922967f};
    /** e^-104 is less than half of the smallest float. */
    private static final float EXP_LIMIT = 104;
    /** ln 2 = LN_2 + LN_2_REST; k · LN_2 is exact for |k| up to 2^9. */
    private static final float LN_2 = 0x1.62e4p-1f;
    private static final float LN_2_REST = (float) (Math.log(2) - LN_2);
    private static final float[] EXP_SERIES = {0.5f, 0.16666545f, 0.041666403f, 0.008366406f, 0.0013940658f};

    /** Computes a vector from 0 (a) and 1 (b) and says in which it is; 2 to 9 are free. */
    @FunctionalInterface
    private interface Step {
        int emit();
    }

    /**
     * A function and the constants that it needs.
     *
     * @param code {@code function(a, end of a, y, constants, b)}
     */
    record Made(byte[] code, int[] constants) {}

    private final LaneAssembler asm = new LaneAssembler();
    private final List<Float> constants = new ArrayList<>();

    private ElementCode() {}

    static Made of(ElementFunction function) {
        ElementCode code = new ElementCode();
        Step step = code.step(function);
        code.loop(step, function.second());
        int[] list = new int[MASKS + code.constants.size()];
        for (int i = 0; i < list.length; i++) {
            list[i] = i < MASKS ? (1 << i) - 1 : Float.floatToRawIntBits(code.constants.get(i - MASKS));
        }
        return new Made(code.asm.bytes(), list);
    }

    private Step step(ElementFunction function) {
        return switch (function) {
            case ADD -> () -> {
                asm.add(0, 0, 1);
                return 0;
            };
            case MULTIPLY -> () -> {
                asm.multiply(0, 0, 1);
                return 0;
            };
            case ADD_RELU -> {
                Step relu = relu(0);
                yield () -> {
                    asm.add(0, 0, 1);
                    return relu.emit();
                };
            }
            case RELU -> relu(0);
            case RELU_GRADIENT -> relu(1);
            case SIGMOID -> sigmoid();
            case SIGMOID_GRADIENT -> sigmoidGradient();
            case TANH -> tanh();
            case TANH_GRADIENT -> tanhGradient();
        };
    }

    /** A vector that holds a number all the time. */
    private int constant(float value) {
        constants.add(value);
        return 32 - constants.size();
    }

    private void loop(Step step, boolean second) {
        for (int i = 0; i < constants.size(); i++) {
            asm.broadcast(31 - i, Place.at(RCX, BYTES * (MASKS + i)));
        }
        asm.move(R9, RSI);
        asm.subtract(R9, RDI);
        Label single = new Label();
        Label last = new Label();
        Label done = new Label();
        turns(TURN, step, second, single);
        asm.place(single);
        turns(1, step, second, last);
        asm.place(last);
        asm.compare(R9, 0);
        asm.jump(AT_MOST, done);
        asm.loadMask(1, Place.at(RCX, R9, 1));
        asm.load(0, Place.at(RDI, 0), 1);
        if (second) {
            asm.load(1, Place.at(R8, 0), 1);
        }
        asm.store(Place.at(RDX, 0), step.emit(), 1);
        asm.place(done);
        asm.leave();
    }

    /** Whole vectors, as long as there are so many. */
    private void turns(int vectors, Step step, boolean second, Label end) {
        Label turn = new Label();
        asm.place(turn);
        asm.compare(R9, VECTOR * vectors);
        asm.jump(LESS, end);
        for (int v = 0; v < vectors; v++) {
            asm.load(0, Place.at(RDI, VECTOR * v));
            if (second) {
                asm.load(1, Place.at(R8, VECTOR * v));
            }
            asm.store(Place.at(RDX, VECTOR * v), step.emit());
        }
        asm.add(RDI, VECTOR * vectors);
        asm.add(RDX, VECTOR * vectors);
        asm.add(R8, VECTOR * vectors);
        asm.add(R9, -VECTOR * vectors);
        asm.jump(turn);
    }

    /** Of vector {@code what} the elements for which a is neither 0 nor less. */
    private Step relu(int what) {
        int zero = constant(0);
        return () -> {
            asm.compare(2, 0, zero, Comparison.NOT_AT_MOST);
            asm.keep(2, what, 2);
            return 2;
        };
    }

    private Step tanhGradient() {
        int one = constant(1);
        return () -> {
            asm.multiply(2, 0, 0);
            asm.subtract(2, one, 2);
            asm.multiply(2, 1, 2);
            return 2;
        };
    }

    private Step sigmoidGradient() {
        int one = constant(1);
        return () -> {
            asm.multiply(2, 1, 0);
            asm.subtract(3, one, 0);
            asm.multiply(2, 2, 3);
            return 2;
        };
    }

    /**
     * With e = e^(2 |x|): 1 - 2 / (e + 1), which loses digits near 0. There it is x + x³ · p(x²), with a polynomial p of degree 4
     * whose worst relative error is about the smallest, 5e-9.
     */
    private Step tanh() {
        int magnitude = constant(MAGNITUDE);
        int limit = constant(TANH_LIMIT);
        int near = constant(TANH_NEAR_0);
        int two = constant(2);
        int[] series = constants(TANH_SERIES);
        Exponential e = new Exponential(2);
        return () -> {
            asm.and(2, 0, magnitude);
            asm.compare(2, 2, near, Comparison.LESS);
            asm.min(2, limit, 2);
            e.power(2, 3, 4);
            asm.add(4, 4, e.one);
            asm.divide(4, two, 4);
            asm.subtract(4, e.one, 4);
            asm.multiply(2, 0, 0);
            series(3, 2, series);
            asm.multiply(2, 2, 0);
            asm.multiplyThenAdd(3, 2, 0);
            asm.copy(4, 3, 2);
            // The bits of the magnitude are those of vector 4, the sign is that of x, even if it is 0.
            asm.choose(4, 0, magnitude, 0xe4);
            return 4;
        };
    }

    /** With t = e^-|x|: 1 / (1 + t), or, below 0, t / (1 + t). */
    private Step sigmoid() {
        int magnitude = constant(MAGNITUDE);
        int limit = constant(EXP_LIMIT);
        int zero = constant(0);
        Exponential e = new Exponential(-1);
        return () -> {
            asm.and(2, 0, magnitude);
            asm.min(2, limit, 2);
            e.power(2, 3, 4);
            asm.add(3, e.one, 4);
            asm.compare(2, 0, zero, Comparison.LESS);
            asm.copy(5, e.one);
            asm.copy(5, 4, 2);
            asm.divide(3, 5, 3);
            return 3;
        };
    }

    private int[] constants(float... values) {
        int[] all = new int[values.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = constant(values[i]);
        }
        return all;
    }

    /** The polynomial of x with these coefficients, that of x^0 first. */
    private void series(int to, int x, int... coefficients) {
        asm.copy(to, coefficients[coefficients.length - 1]);
        for (int i = coefficients.length - 2; i >= 0; i--) {
            asm.multiplyThenAdd(to, x, coefficients[i]);
        }
    }

    /** e^(factor · x), for a factor of 1, -1, 2 or -2. */
    private final class Exponential {
        final int one = constant(1);
        private final int factor;
        private final int inverse;
        private final int ln2;
        private final int ln2Rest;
        private final int[] series = constants(EXP_SERIES);

        Exponential(int factor) {
            this.factor = constant(factor);
            this.inverse = constant((float) (factor / Math.log(2)));
            this.ln2 = constant(LN_2);
            this.ln2Rest = constant(LN_2_REST);
        }

        /** Puts it in {@code to}; x and k are changed. */
        void power(int x, int k, int to) {
            asm.multiply(k, x, inverse);
            asm.round(k, k);
            asm.multiply(x, x, factor);
            asm.multiplySubtract(x, k, ln2);
            asm.multiplySubtract(x, k, ln2Rest);
            series(to, x, one, one, series[0], series[1], series[2], series[3], series[4]);
            asm.scale(to, to, k);
        }
    }
}

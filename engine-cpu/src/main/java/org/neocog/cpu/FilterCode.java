package org.neocog.cpu;

import static org.neocog.cpu.Assembler.Condition.AT_MOST;
import static org.neocog.cpu.Assembler.Condition.GREATER;
import static org.neocog.cpu.Assembler.Condition.NOT_EQUAL;
import static org.neocog.cpu.Assembler.Register.*;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.neocog.cpu.Assembler.Label;
import org.neocog.cpu.Assembler.Place;
import org.neocog.cpu.Assembler.Register;

/**
 * Machine code for the filters' side of Winograd's ways in tiles, see {@link WinogradFilters} and {@link FilterStep}: 16 channels
 * of 9 taps each, which lie one after another in 9 vectors, become a vector for each tap, and these the numbers at 36 points; or
 * the other way round. As 9
 * and 16 have no common factor, the 16 numbers of a tap lie in different places of their vectors: one order brings all of them
 * to theirs, and masks say which come from which vector.
 */
final class FilterCode {
    // Where the parameters, ints, are: the first that never change.
    private static final int TAPS = WinogradFilters.TAPS;
    private static final int FACTORS = 0;
    private static final int ORDERS = 8;
    private static final int MASKS = ORDERS + 16 * TAPS;
    /** Masks of whole vectors, as those that a call has for its last ones. */
    private static final int WHOLE = MASKS + TAPS * TAPS;
    /** Masks of the quarters of a vector but the first. */
    private static final int QUARTER_MASKS = WHOLE + 1 + TAPS;
    private static final int PARAMETERS = QUARTER_MASKS + 3;
    /** Then those of a call; strides and steps in bytes. */
    static final int ROWS = 0;
    static final int BLOCKS = 1;
    static final int FILTER_STEP = 2;
    static final int ROW_STEP = 3;
    static final int STRIDE = 4;
    static final int SUMS = 5;
    static final int SUM_STEP = 6;
    static final int LAST_MASK = 7;
    static final int LAST_MASKS = 8;
    static final int LIST = LAST_MASKS + TAPS;

    private static final int BYTES = 4;
    private static final int SIDE = WinogradTiles.SIDE;
    /** Vectors that hold factors. */
    private static final int FACTOR = 25;
    private static final int MOST_FACTORS = 7;
    private static final Register[] SAVED = {RBX, RBP, R12, R13, R14, R15};
    /** The masks: of the matrices' last vector, and of one that is being put together. */
    private static final int COLUMNS = 1;
    private static final int SOME = 2;
    /** And those of quarters. */
    private static final int QUARTERS = 3;
    private static final int WHOLE_MASK = 0xffff;

    private final LaneAssembler asm = new LaneAssembler();
    private final VectorPool pool = new VectorPool(0, FACTOR);
    private final FilterStep step;

    private FilterCode(FilterStep step) {
        this.step = step;
    }

    /** {@code function(w, _, u, parameters, list)}: from filters to matrices. */
    static byte[] transform(FilterStep step, boolean turned) {
        FilterCode code = new FilterCode(step);
        code.rows(RDI, RDX, BYTES * 16 * TAPS, () -> code.block(turned));
        return code.asm.bytes();
    }

    /**
     * {@code function(w, _, u, parameters, list)}: the same from taps that are vectors already, {@link #ROW_STEP} bytes from one to
     * the next.
     */
    static byte[] transformVectors(FilterStep step) {
        FilterCode code = new FilterCode(step);
        code.rows(RDI, RDX, Assembler.VECTOR, code::vectorBlock);
        return code.asm.bytes();
    }

    /** {@code function(u, _, dw, parameters, list)}: from the sum of several sets of matrices to filters' gradients. */
    static byte[] gradient(FilterStep step) {
        FilterCode code = new FilterCode(step);
        code.rows(RDX, RDI, BYTES * 16 * TAPS, code::gradientBlock);
        return code.asm.bytes();
    }

    /** The parameters that never change. */
    static int[] parameters(FilterStep step, boolean gradient) {
        int[] list = new int[PARAMETERS];
        float[] factors = step.factors();
        for (int i = 0; i < factors.length; i++) {
            list[FACTORS + i] = Float.floatToRawIntBits(factors[i]);
        }
        for (int e = 0; e < 16 * TAPS; e++) {
            int vector = e / 16;
            int tap = e % TAPS;
            int channel = e / TAPS;
            // The number of tap t in channel c is element 9 c + t; order and masks are those of what is put together.
            list[ORDERS + (gradient ? e : 16 * tap + channel)] = gradient ? channel : e % 16;
            int bit = 1 << (gradient ? e % 16 : channel);
            list[MASKS + (gradient ? TAPS * vector + tap : TAPS * tap + vector)] |= bit;
        }
        Arrays.fill(list, WHOLE, QUARTER_MASKS, WHOLE_MASK);
        for (int quarter = 1; quarter < 4; quarter++) {
            list[QUARTER_MASKS + quarter - 1] = 0xf << 4 * quarter;
        }
        return list;
    }

    /**
     * For each row of the matrices, for each 16 channels.
     *
     * @param filters where the filters of the first channels are
     * @param matrices where the first row begins
     * @param bytes from the filters of 16 channels to the next
     */
    private void rows(Register filters, Register matrices, int bytes, Runnable block) {
        asm.enter(SAVED);
        for (int i = 0; i < MOST_FACTORS; i++) {
            asm.broadcast(FACTOR + i, Place.at(RCX, BYTES * (FACTORS + i)));
        }
        for (int i = 0; i < 3; i++) {
            asm.loadMask(QUARTERS + i, Place.at(RCX, BYTES * (QUARTER_MASKS + i)));
        }
        asm.loadInt(R9, Place.at(R8, BYTES * STRIDE));
        asm.loadInt(R10, Place.at(R8, BYTES * SUM_STEP));
        asm.loadInt(RBP, Place.at(R8, BYTES * ROWS));
        asm.move(R12, filters);
        asm.move(R13, matrices);
        Label row = new Label();
        asm.place(row);
        asm.loadInt(R14, Place.at(R8, BYTES * BLOCKS));
        asm.move(RAX, R12);
        asm.move(RBX, R13);
        Label next = new Label();
        asm.place(next);
        asm.address(R15, Place.at(RCX, BYTES * WHOLE));
        Label whole = new Label();
        asm.compare(R14, 1);
        asm.jump(GREATER, whole);
        asm.address(R15, Place.at(R8, BYTES * LAST_MASK));
        asm.place(whole);
        asm.loadMask(COLUMNS, Place.at(R15, 0));
        block.run();
        asm.add(RAX, bytes);
        asm.add(RBX, Assembler.VECTOR);
        asm.again(R14, next);
        asm.loadInt(R11, Place.at(R8, BYTES * FILTER_STEP));
        asm.add(R12, R11);
        asm.loadInt(R11, Place.at(R8, BYTES * ROW_STEP));
        asm.add(R13, R11);
        asm.again(RBP, row);
        asm.leave(SAVED);
    }

    private void block(boolean turned) {
        Label fewer = new Label();
        Label loaded = new Label();
        prefetchNextRow();
        asm.loadInt(R11, Place.at(R15, 0));
        asm.compare(R11, WHOLE_MASK);
        asm.jump(NOT_EQUAL, fewer);
        loadTaps();
        asm.jump(loaded);
        asm.place(fewer);
        loadTapsOfFewer();
        asm.place(loaded);
        int[] taps = new int[TAPS];
        for (int tap = 0; tap < TAPS; tap++) {
            taps[turned ? TAPS - 1 - tap : tap] = tap;
        }
        transform(taps);
    }

    private void vectorBlock() {
        asm.loadInt(RSI, Place.at(R8, BYTES * ROW_STEP));
        asm.move(R11, RAX);
        for (int tap = 0; tap < TAPS; tap++) {
            asm.load(tap, Place.at(R11, 0), COLUMNS);
            asm.add(R11, RSI);
        }
        transform(IntStream.range(0, TAPS).toArray());
    }

    /** From the vectors of the taps to the matrices. */
    private void transform(int[] taps) {
        pool.reset();
        pool.take(TAPS);
        int[][] half = new int[3][];
        for (int column = 0; column < 3; column++) {
            half[column] = step.points(asm, pool, FACTOR, taps[column], taps[3 + column], taps[6 + column]);
        }
        asm.move(R11, RBX);
        for (int side = 0; side < SIDE; side++) {
            int[] results = step.points(asm, pool, FACTOR, half[0][side], half[1][side], half[2][side]);
            for (int result : results) {
                asm.store(Place.at(R11, 0), result, COLUMNS);
                asm.add(R11, R9);
            }
            pool.release(results);
        }
    }

    /** The same channels of the next filter are far away, and soon needed. */
    private void prefetchNextRow() {
        asm.loadInt(R11, Place.at(R8, BYTES * FILTER_STEP));
        asm.add(R11, RAX);
        for (int v = 0; v < TAPS; v++) {
            asm.prefetch(1, Place.at(R11, Assembler.VECTOR * v));
        }
    }

    /** Taps of 16 channels to vectors 0 to 8: pieces of four taps, those of every fourth channel in a vector, transposed. */
    private void loadTaps() {
        for (int first = 0; first < 8; first += 4) {
            loadPieces(first);
            asm.lowPairs(20, 16, 17);
            asm.lowPairs(21, 18, 19);
            asm.highPairs(22, 16, 17);
            asm.highPairs(23, 18, 19);
            asm.lowHalves(first, 20, 21);
            asm.highHalves(first + 1, 20, 21);
            asm.lowHalves(first + 2, 22, 23);
            asm.highHalves(first + 3, 22, 23);
        }
        loadPieces(TAPS - 4);
        asm.highPairs(22, 16, 17);
        asm.highPairs(23, 18, 19);
        asm.highHalves(TAPS - 1, 22, 23);
    }

    /** Four taps of 16 channels to vectors 16 to 19: of channels 0, 4, 8 and 12 to the first, and so on. */
    private void loadPieces(int tap) {
        for (int row = 0; row < 4; row++) {
            for (int quarter = 0; quarter < 4; quarter++) {
                int channel = 4 * quarter + row;
                asm.loadQuarters(
                        16 + row, Place.at(RAX, BYTES * (TAPS * channel + tap)), quarter == 0 ? 0 : QUARTERS + quarter - 1,
                        false);
            }
        }
    }

    /** The same of fewer channels, reading nothing but theirs. */
    private void loadTapsOfFewer() {
        int vectors = 16;
        for (int v = 0; v < TAPS; v++) {
            asm.loadMask(SOME, Place.at(R15, BYTES * (1 + v)));
            asm.load(vectors + v, Place.at(RAX, Assembler.VECTOR * v), SOME);
        }
        for (int tap = 0; tap < TAPS; tap++) {
            together(tap, TAPS, tap, v -> vectors + v);
        }
    }

    /** Puts a vector together from numbers of nine others, in order {@code number}. */
    private void together(int to, int temporary, int number, IntUnaryOperator others) {
        asm.load(temporary, Place.at(RCX, BYTES * (ORDERS + 16 * number)));
        for (int i = 0; i < TAPS; i++) {
            asm.loadMask(SOME, Place.at(RCX, BYTES * (MASKS + TAPS * number + i)));
            asm.order(to, temporary, others.applyAsInt(i), SOME);
        }
    }

    private void gradientBlock() {
        pool.reset();
        int[][] half = new int[SIDE][];
        asm.move(R11, RBX);
        for (int side = 0; side < SIDE; side++) {
            int[] numbers = new int[SIDE];
            for (int i = 0; i < SIDE; i++) {
                numbers[i] = pool.take();
                sum(numbers[i]);
                asm.add(R11, R9);
            }
            half[side] = step.taps(asm, pool, FACTOR, numbers);
        }
        int[] taps = new int[TAPS];
        for (int column = 0; column < 3; column++) {
            int[] numbers = new int[SIDE];
            for (int side = 0; side < SIDE; side++) {
                numbers[side] = half[side][column];
            }
            int[] results = step.taps(asm, pool, FACTOR, numbers);
            for (int row = 0; row < 3; row++) {
                taps[3 * row + column] = results[row];
            }
        }
        Label fewer = new Label();
        Label stored = new Label();
        asm.loadInt(R11, Place.at(R15, 0));
        asm.compare(R11, WHOLE_MASK);
        asm.jump(NOT_EQUAL, fewer);
        for (int first : new int[] {0, 4, TAPS - 4}) {
            storePieces(taps, first);
        }
        asm.jump(stored);
        asm.place(fewer);
        storeTapsOfFewer(taps);
        asm.place(stored);
    }

    /** Four taps of 16 channels: each four channels' next to each other, then transposed in quarters of vectors. */
    private void storePieces(int[] taps, int first) {
        int[] t = pool.take(5);
        asm.lowPairs(t[0], taps[first], taps[first + 1]);
        asm.lowPairs(t[1], taps[first + 2], taps[first + 3]);
        asm.highPairs(t[2], taps[first], taps[first + 1]);
        asm.highPairs(t[3], taps[first + 2], taps[first + 3]);
        for (int row = 0; row < 4; row++) {
            int pairs = row / 2 * 2;
            if (row % 2 == 0) {
                asm.lowHalves(t[4], t[pairs], t[pairs + 1]);
            } else {
                asm.highHalves(t[4], t[pairs], t[pairs + 1]);
            }
            for (int quarter = 0; quarter < 4; quarter++) {
                asm.storeQuarter(Place.at(RAX, BYTES * (TAPS * (4 * quarter + row) + first)), t[4], quarter);
            }
        }
        pool.release(t);
    }

    private void storeTapsOfFewer(int[] taps) {
        for (int v = 0; v < TAPS; v++) {
            int result = pool.take();
            int order = pool.take();
            together(result, order, v, tap -> taps[tap]);
            asm.loadMask(SOME, Place.at(R15, BYTES * (1 + v)));
            asm.store(Place.at(RAX, Assembler.VECTOR * v), result, SOME);
            pool.release(result, order);
        }
    }

    /** The sum of all sets at R11. */
    private void sum(int to) {
        Label more = new Label();
        Label done = new Label();
        int other = pool.take();
        asm.load(to, Place.at(R11, 0), COLUMNS);
        asm.move(RSI, R11);
        asm.loadInt(RDI, Place.at(R8, BYTES * SUMS));
        asm.place(more);
        asm.add(RDI, -1);
        asm.jump(AT_MOST, done);
        asm.add(RSI, R10);
        asm.load(other, Place.at(RSI, 0), COLUMNS);
        asm.add(to, to, other);
        asm.jump(more);
        asm.place(done);
        pool.release(other);
    }
}

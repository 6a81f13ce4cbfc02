package org.neocog.cpu;

import java.lang.foreign.MemorySegment;
import org.neocog.cpu.SmallGemm.Matrix;

/** Products of the rows of two matrices, as fully-connected layers have them, in machine code: see {@link DotCode}. */
record RowDots(MemorySegment product) {
    /** Up to so many rows of X the memory in which W lies decides, so each of W's rows is read in one go. */
    private static final int FEW_ROWS = 8;
    private static final int MOST_TERMS_FOR_FEW = 1 << 17;
    /** For more, so many terms at a time: 8 rows of W stay in a level-1 cache of 32 KiB or just behind it. */
    private static final int MOST_TERMS = 1024;
    /** Elements of X that stay in a level-2 cache meanwhile. */
    private static final int CACHED_ELEMENTS = 1 << 17;
    /** Work of one call, see {@link #work}: about a millisecond. */
    private static final long CALL_WORK = 50_000_000;
    private static final int ELEMENT_WORK = 8;

    /**
     * Terms from which this is faster than a library for more than a few rows: adding up the partial sums costs as much as 30 to
     * 40 terms. Libraries are slow where Y has few rows or columns.
     */
    private static final int LEAST_TERMS = 320;
    private static final int SOME_ROWS = 32;
    private static final int LEAST_TERMS_FOR_SOME_ROWS = 128;
    private static final int FEW_COLUMNS = 96;
    private static final int LEAST_TERMS_FOR_FEW_COLUMNS = 64;
    /** Distances of 8 rows in bytes are ints. */
    private static final int LONGEST_ROW = 1 << 24;
    private static final int VECTOR = 16;

    /** @throws UnsupportedOperationException if the system does not let this process have machine code of its own */
    static RowDots make() {
        return new RowDots(MachineCode.function(DotCode.product()));
    }

    /** Whether {@code Y = X Wᵀ}, {@code rows x columns} sums of so many terms, is faster so than by a library. */
    static boolean suits(int rows, int columns, int terms) {
        int least = columns <= FEW_COLUMNS
                ? LEAST_TERMS_FOR_FEW_COLUMNS
                : rows <= SOME_ROWS ? LEAST_TERMS_FOR_SOME_ROWS : LEAST_TERMS;
        return terms <= LONGEST_ROW && (rows <= FEW_ROWS || terms >= least);
    }

    /**
     * How many terms of a product are added up at a time. This alone decides the order of the additions.
     *
     * @param rows all of X, if it is multiplied in parts
     */
    static int termsPerCall(int rows, int terms) {
        return part(terms, Math.ceilDiv(terms, rows <= FEW_ROWS ? MOST_TERMS_FOR_FEW : MOST_TERMS), VECTOR);
    }

    /** Multiply-adds, and some more for each element of W, since it may have to come from memory. */
    static long work(int rows, int columns, int terms) {
        return (long) columns * terms * (rows + ELEMENT_WORK);
    }

    /** The length of one of so many parts, a multiple of the grain unless it is the whole. */
    static int part(int length, int parts, int grain) {
        return Math.min(length, Math.ceilDiv(Math.ceilDiv(length, parts), grain) * grain);
    }

    /**
     * {@code Y = X Wᵀ} or {@code Y += X Wᵀ}, in several calls of machine code.
     *
     * @param rows rows of X and Y; this and all sizes are at least 1
     * @param columns columns of Y, rows of W
     * @param terms columns of X and W
     * @param termsPerCall see {@link #termsPerCall(int, int)}
     * @param add whether the products are added to Y
     */
    void multiply(int rows, int columns, int terms, int termsPerCall, Matrix x, Matrix w, boolean add, Matrix y) {
        int calls = rows <= FEW_ROWS ? 1 : Math.ceilDiv(rows, CACHED_ELEMENTS / termsPerCall);
        int rowsPerCall = part(rows, calls, DotCode.MOST_INPUTS);
        long shorter = Math.ceilDiv(work(rowsPerCall, columns, termsPerCall), CALL_WORK);
        int columnsPerCall = part(columns, (int) Math.min(columns, shorter), DotCode.MOST_ROWS);
        for (int term = 0; term < terms; term += termsPerCall) {
            for (int row = 0; row < rows; row += rowsPerCall) {
                for (int column = 0; column < columns; column += columnsPerCall) {
                    multiply(
                            Math.min(rowsPerCall, rows - row), Math.min(columnsPerCall, columns - column),
                            Math.min(termsPerCall, terms - term), x.from(row, term), w.from(column, term), add || term > 0,
                            y.from(row, column));
                }
            }
        }
    }

    /**
     * The same in one call, which holds off the JVM's safepoints. The bits of a product depend on its two rows alone, wherever
     * they are.
     */
    void multiply(int rows, int columns, int terms, Matrix x, Matrix w, boolean add, Matrix y) {
        if (rows < 1 || columns < 1 || terms < 1) {
            throw new IllegalArgumentException(
                    "rows=" + rows + " columns=" + columns + " terms=" + terms + ": each must be at least 1");
        }
        GemmArguments.check(
                false, true, rows, columns, terms, x.floats(), x.offset(), x.ld(), w.floats(), w.offset(), w.ld(), y.floats(),
                y.offset(), y.ld());
        int[] parameters = new int[DotCode.PARAMETERS];
        int steps = terms / VECTOR;
        int ahead = Math.min(steps, DotCode.AHEAD);
        for (int size = 0; size < DotCode.ROW_SIZES; size++) {
            int group = DotCode.MOST_ROWS >> size;
            parameters[DotCode.GROUPS + size] = size == 0 ? columns / group : columns / group % 2;
            parameters[DotCode.MASKS + size] = (1 << group) - 1;
        }
        // Two and two inputs rather than three and one.
        boolean pairs = rows > 3 && rows % 3 == 1;
        parameters[DotCode.PASSES] = rows / 3 - (pairs ? 1 : 0);
        parameters[DotCode.PASSES + 1] = pairs ? 2 : rows % 3 / 2;
        parameters[DotCode.PASSES + 2] = pairs ? 0 : rows % 3 % 2;
        parameters[DotCode.ROW_OF_WEIGHTS] = Math.multiplyExact(Float.BYTES, w.ld());
        parameters[DotCode.ROW_OF_INPUTS] = Math.multiplyExact(Float.BYTES, x.ld());
        parameters[DotCode.ROW_OF_RESULTS] = Math.multiplyExact(Float.BYTES, y.ld());
        parameters[DotCode.STEPS] = steps;
        parameters[DotCode.STEPS_BEFORE] = steps - ahead;
        parameters[DotCode.STEPS_AHEAD] = ahead;
        parameters[DotCode.TO_NEXT_ROWS] = Math.multiplyExact(DotCode.MOST_ROWS * Float.BYTES, w.ld()) - steps * Assembler.VECTOR;
        parameters[DotCode.LAST_MASK] = (1 << terms % VECTOR) - 1;
        parameters[DotCode.ADD] = add ? 1 : 0;
        MemorySegment list = MemorySegment.ofArray(parameters);
        MachineCode.call(
                product, MachineCode.from(w.floats(), w.offset()), MachineCode.from(x.floats(), x.offset()),
                MachineCode.from(y.floats(), y.offset()), list, list);
    }
}

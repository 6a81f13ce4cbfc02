package org.neocog.cpu;

import java.lang.foreign.MemorySegment;
import org.neocog.cpu.SmallGemm.Matrix;

/** Products of the rows of two matrices, as fully-connected layers have them, in machine code: see {@link DotCode}. */
record RowDots(MemorySegment product) {
    static final int VECTOR = 16;

    /** @throws UnsupportedOperationException if the system does not let this process have machine code of its own */
    static RowDots make() {
        return new RowDots(MachineCode.function(DotCode.product()));
    }

    /**
     * {@code Y = X Wᵀ} or {@code Y += X Wᵀ}. The bits of a product depend on its two rows alone, wherever they are. All is one
     * call of machine code, which holds off the JVM's safepoints.
     *
     * @param rows rows of X and Y; this and all sizes are at least 1
     * @param columns columns of Y, rows of W
     * @param terms columns of X and W
     * @param add whether the products are added to Y
     * @param parameters scratch of the calling thread
     */
    void multiply(int rows, int columns, int terms, Matrix x, Matrix w, boolean add, Matrix y, int[] parameters) {
        if (rows < 1 || columns < 1 || terms < 1) {
            throw new IllegalArgumentException(
                    "rows=" + rows + " columns=" + columns + " terms=" + terms + ": each must be at least 1");
        }
        GemmArguments.check(
                false, true, rows, columns, terms, x.floats(), x.offset(), x.ld(), w.floats(), w.offset(), w.ld(), y.floats(),
                y.offset(), y.ld());
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

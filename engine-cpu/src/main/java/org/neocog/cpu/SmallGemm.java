package org.neocog.cpu;

import java.lang.foreign.MemorySegment;
import java.util.Objects;

/**
 * Products of matrices that lie in the caches already: a library copies both to a layout of its own first, which costs as much as
 * it gains where there are only some dozen rows, columns or terms. In machine code, see {@link GemmCode}.
 */
record SmallGemm(MemorySegment product, MemorySegment transpose) {
    /** Rows that are transposed together at most. */
    static final int TRANSPOSED_ROWS = 16;
    private static final int VECTOR = 16;
    /** Multiply-adds of one call, which holds off the JVM's safepoints: a millisecond. */
    private static final long CALL_MULTIPLY_ADDS = 50_000_000;

    /** @throws UnsupportedOperationException if the system does not let this process have machine code of its own */
    static SmallGemm make() {
        return new SmallGemm(
                MachineCode.function(GemmCode.product()), MachineCode.function(TransposeCode.transpose()));
    }

    /**
     * A matrix of each product.
     *
     * @param offset where the first begins
     * @param ld elements from row to row
     * @param step elements from one matrix to the next
     */
    record Matrix(float[] floats, int offset, int ld, int step) {
        /** Where one of them begins. */
        int at(int number) {
            return offset + number * step;
        }

        /** Those from one of them on. */
        Matrix from(int number) {
            return new Matrix(floats, at(number), ld, step);
        }

        /** The same matrix from one of its elements on. */
        Matrix from(int row, int column) {
            return new Matrix(floats, offset + row * ld + column, ld, step);
        }

        private int last(int count) {
            return Math.addExact(offset, Math.multiplyExact(count - 1, step));
        }

        private MemorySegment segment(int first) {
            return MemorySegment.ofArray(floats).asSlice((offset + (long) first * step) * Float.BYTES);
        }
    }

    /**
     * {@code C = op(A) B} or {@code C += op(A) B} for several matrices, row by row in memory. The terms of an element are added up
     * in their order.
     *
     * @param count how many products; this and all sizes are at least 1
     * @param transA whether A is stored as {@code k x m}
     * @param add whether the products are added to C
     * @param parameters scratch of the calling thread
     */
    void multiply(int count, boolean transA, int m, int n, int k, Matrix a, Matrix b, boolean add, Matrix c, int[] parameters) {
        if (count < 1 || m < 1 || n < 1 || k < 1) {
            throw new IllegalArgumentException("count=" + count + " m=" + m + " n=" + n + " k=" + k + ": each must be at least 1");
        }
        check(1, transA, m, n, k, a, b, c);
        check(count, transA, m, n, k, a, b, c);
        int vectors = Math.ceilDiv(n, VECTOR);
        int whole = n / VECTOR;
        boolean narrow = vectors > 1 && vectors % GemmCode.TILE_VECTORS == 1;
        int panels = narrow ? vectors / GemmCode.TILE_VECTORS - 1 : whole / GemmCode.TILE_VECTORS;
        parameters[GemmCode.TERMS] = k;
        parameters[GemmCode.ROW_OF_A] = Float.BYTES * (transA ? 1 : a.ld);
        parameters[GemmCode.TERM_OF_A] = Float.BYTES * (transA ? a.ld : 1);
        parameters[GemmCode.ROW_OF_B] = Float.BYTES * b.ld;
        parameters[GemmCode.ROW_OF_C] = Float.BYTES * c.ld;
        parameters[GemmCode.ROWS] = m;
        parameters[GemmCode.PANELS] = panels;
        parameters[GemmCode.NARROW_PANELS] = narrow ? 1 : 0;
        parameters[GemmCode.LAST_VECTORS] = vectors - panels * GemmCode.TILE_VECTORS - (narrow ? 2 : 0);
        parameters[GemmCode.LAST_MASK] = (1 << n - VECTOR * (vectors - 1)) - 1;
        parameters[GemmCode.ADD] = add ? 1 : 0;
        parameters[GemmCode.STEP_OF_A] = Math.multiplyExact(Float.BYTES, a.step);
        parameters[GemmCode.STEP_OF_B] = Math.multiplyExact(Float.BYTES, b.step);
        parameters[GemmCode.STEP_OF_C] = Math.multiplyExact(Float.BYTES, c.step);
        MemorySegment list = MemorySegment.ofArray(parameters);
        int most = Math.clamp(CALL_MULTIPLY_ADDS / ((long) m * n * k), 1, count);
        for (int done = 0; done < count; done += most) {
            parameters[GemmCode.PRODUCTS] = Math.min(most, count - done);
            MachineCode.call(product, a.segment(done), b.segment(done), c.segment(done), list, list);
        }
    }

    private static void check(int count, boolean transA, int m, int n, int k, Matrix a, Matrix b, Matrix c) {
        GemmArguments.check(
                transA, false, m, n, k, a.floats, a.last(count), a.ld, b.floats, b.last(count), b.ld, c.floats, c.last(count), c.ld);
    }

    /**
     * Transposes at most 16 rows of several matrices. Elements behind them, up to whole vectors of 16 rows, are read but mean
     * nothing.
     *
     * @param parameters scratch of the calling thread
     */
    void transpose(int count, int rows, int columns, Matrix a, Matrix y, int[] parameters) {
        Objects.checkIndex(rows - 1, TRANSPOSED_ROWS);
        for (int which : new int[] {1, count}) {
            int read = (TRANSPOSED_ROWS - 1) * a.ld + Math.ceilDiv(columns, VECTOR) * VECTOR;
            Objects.checkFromIndexSize(a.last(which), read, a.floats.length);
            Objects.checkFromIndexSize(y.last(which), (columns - 1) * y.ld + rows, y.floats.length);
        }
        parameters[TransposeCode.ROW_OF_SOURCE] = Float.BYTES * a.ld;
        parameters[TransposeCode.ROW_OF_RESULT] = Float.BYTES * y.ld;
        parameters[TransposeCode.COLUMNS] = columns;
        parameters[TransposeCode.MASK] = (1 << rows) - 1;
        parameters[TransposeCode.MATRICES] = count;
        parameters[TransposeCode.STEP_OF_SOURCE] = Math.multiplyExact(Float.BYTES, a.step);
        parameters[TransposeCode.STEP_OF_RESULT] = Math.multiplyExact(Float.BYTES, y.step);
        MemorySegment list = MemorySegment.ofArray(parameters);
        MachineCode.call(transpose, a.segment(0), list, y.segment(0), list, list);
    }
}

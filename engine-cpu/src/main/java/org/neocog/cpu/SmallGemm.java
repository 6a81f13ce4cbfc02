package org.neocog.cpu;

import java.lang.foreign.MemorySegment;
import java.util.Objects;

/**
 * Products of matrices that lie in the caches already: a library copies both to a layout of its own first, which costs as much as
 * it gains where there are only some dozen rows, columns or terms. In machine code, see {@link GemmCode}.
 */
record SmallGemm(MemorySegment function, MemorySegment transpose) {
    /** Rows that are transposed together at most. */
    static final int TRANSPOSED_ROWS = 16;
    private static final int VECTOR = 16;

    /** @throws UnsupportedOperationException if the system does not let this process have machine code of its own */
    static SmallGemm make() {
        return new SmallGemm(new MachineCode(GemmCode.product()).function(0), new MachineCode(TransposeCode.transpose()).function(0));
    }

    /**
     * {@code C = op(A) B} or {@code C += op(A) B}, row by row in memory. The terms of an element are added up in their order.
     *
     * @param transA whether A is stored as {@code k x m}
     * @param add whether the product is added to C
     * @param parameters scratch of the calling thread
     */
    void multiply(
            boolean transA, int m, int n, int k, float[] a, int offsetA, int lda, float[] b, int offsetB, int ldb, boolean add,
            float[] c, int offsetC, int ldc, int[] parameters) {
        GemmArguments.check(transA, false, m, n, k, a, offsetA, lda, b, offsetB, ldb, c, offsetC, ldc);
        int vectors = Math.ceilDiv(n, VECTOR);
        int whole = n / VECTOR;
        boolean narrow = vectors > 1 && vectors % GemmCode.TILE_VECTORS == 1;
        int panels = narrow ? vectors / GemmCode.TILE_VECTORS - 1 : whole / GemmCode.TILE_VECTORS;
        parameters[GemmCode.TERMS] = k;
        parameters[GemmCode.ROW_OF_A] = Float.BYTES * (transA ? 1 : lda);
        parameters[GemmCode.TERM_OF_A] = Float.BYTES * (transA ? lda : 1);
        parameters[GemmCode.ROW_OF_B] = Float.BYTES * ldb;
        parameters[GemmCode.ROW_OF_C] = Float.BYTES * ldc;
        parameters[GemmCode.ROWS] = m;
        parameters[GemmCode.PANELS] = panels;
        parameters[GemmCode.NARROW_PANELS] = narrow ? 1 : 0;
        parameters[GemmCode.LAST_VECTORS] = vectors - panels * GemmCode.TILE_VECTORS - (narrow ? 2 : 0);
        parameters[GemmCode.LAST_MASK] = (1 << n - VECTOR * (vectors - 1)) - 1;
        parameters[GemmCode.ADD] = add ? 1 : 0;
        MemorySegment list = MemorySegment.ofArray(parameters);
        MachineCode.call(function, from(a, offsetA), from(b, offsetB), from(c, offsetC), list, list);
    }

    /**
     * Transposes at most 16 rows. Elements behind them, up to whole vectors of 16 rows, are read but mean nothing.
     *
     * @param parameters scratch of the calling thread
     */
    void transpose(int rows, int columns, float[] a, int from, int lda, float[] y, int to, int ldy, int[] parameters) {
        Objects.checkFromIndexSize(from, (TRANSPOSED_ROWS - 1) * lda + Math.ceilDiv(columns, VECTOR) * VECTOR, a.length);
        Objects.checkFromIndexSize(to, (columns - 1) * ldy + rows, y.length);
        Objects.checkIndex(rows - 1, TRANSPOSED_ROWS);
        parameters[TransposeCode.ROW_OF_SOURCE] = Float.BYTES * lda;
        parameters[TransposeCode.ROW_OF_RESULT] = Float.BYTES * ldy;
        parameters[TransposeCode.COLUMNS] = columns;
        parameters[TransposeCode.MASK] = (1 << rows) - 1;
        MemorySegment list = MemorySegment.ofArray(parameters);
        MemorySegment source = from(a, from);
        MachineCode.call(transpose, source, source, from(y, to), list, list);
    }

    private static MemorySegment from(float[] array, int offset) {
        return MemorySegment.ofArray(array).asSlice((long) offset * Float.BYTES);
    }
}

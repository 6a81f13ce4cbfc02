package org.neocog.cpu;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;

/**
 * oneDNN's {@code dnnl_sgemm}, called in place on heap arrays. Such a <em>critical</em> call holds off the JVM's safepoints
 * until it returns, so a large product is cut into calls of a few milliseconds.
 */
final class DnnlGemm implements Gemm {
    /** Multiply-adds of one native call: 4 ms at 100 GFLOP/s. */
    private static final long CALL_MULTIPLY_ADDS = 200_000_000;
    /** Cuts fall on multiples of this many rows or columns, a whole number of the library's register tiles. */
    private static final int CUT = 48;
    /**
     * Terms of one call when B is stored transposed and is used for at least {@link #REUSED_ROWS} rows: the library packs
     * such a B, and packs long rows of it at two thirds of the speed.
     */
    private static final int TRANSPOSED_TERMS = 768;
    private static final int REUSED_ROWS = 32;
    /**
     * A product with at least this many rows and columns is cut along its terms before all: a cut along the rows would pack B
     * anew for each part, one along the columns A. The library takes no more than some hundred terms at a time either.
     */
    private static final int REPACKED = 256;
    /** Fewer terms than this are not worth a call of their own. */
    private static final int LEAST_TERMS = 768;
    /**
     * Terms up to which the library's kernels for AVX-512 keep a packed piece of a matrix on the thread's stack. For more (85, in
     * version 3.11) they make the piece's place on the heap their stack, and a signal that arrives meanwhile is handled on what
     * lies below it there.
     */
    private static final int ON_THE_STACK = 80;

    // The address of the function is the first argument, so that the handles are constants for the JIT compiler without the
    // library being loaded by a static initialiser.
    private static final MethodHandle SGEMM = Linker.nativeLinker()
            .downcallHandle(
                    FunctionDescriptor.of(
                            JAVA_INT, JAVA_BYTE, JAVA_BYTE, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_FLOAT, ADDRESS, JAVA_LONG,
                            ADDRESS, JAVA_LONG, JAVA_FLOAT, ADDRESS, JAVA_LONG),
                    Linker.Option.critical(true));
    private static final MethodHandle SET_NUM_THREADS = Linker.nativeLinker()
            .downcallHandle(FunctionDescriptor.ofVoid(JAVA_INT), Linker.Option.critical(false));

    private final MemorySegment sgemm;
    private final MemorySegment setNumThreads;
    private final SignalMask signals = new SignalMask();

    /**
     * @param symbols oneDNN and the OpenMP runtime that it is linked with
     * @throws java.util.NoSuchElementException if a function is missing
     */
    DnnlGemm(SymbolLookup symbols) {
        sgemm = symbols.findOrThrow("dnnl_sgemm");
        setNumThreads = symbols.findOrThrow("omp_set_num_threads");
    }

    @Override
    public String name() {
        return "oneDNN";
    }

    @Override
    public void sgemm(
            boolean transA,
            boolean transB,
            int m,
            int n,
            int k,
            float alpha,
            float[] a,
            int offsetA,
            int lda,
            float[] b,
            int offsetB,
            int ldb,
            float beta,
            float[] c,
            int offsetC,
            int ldc) {
        GemmArguments.check(transA, transB, m, n, k, a, offsetA, lda, b, offsetB, ldb, c, offsetC, ldc);
        if (m == 0 || n == 0 || k == 0 || alpha == 0) {
            GemmArguments.scale(m, n, beta, c, offsetC, ldc);
            return;
        }
        // The cuts depend on the sizes alone, so the bits do too.
        int terms = transB && m >= REUSED_ROWS ? Math.ceilDiv(k, Math.ceilDiv(k, TRANSPOSED_TERMS)) : terms(m, n, k);
        int rows = n > m ? m : cut(m, (long) n * terms);
        int columns = cut(n, (long) rows * terms);
        for (int i = 0; i < m; i += rows) {
            for (int j = 0; j < n; j += columns) {
                for (int p = 0; p < k; p += terms) {
                    call(
                            transA, transB, Math.min(rows, m - i), Math.min(columns, n - j), Math.min(terms, k - p), alpha, a,
                            offsetA + (transA ? p * lda + i : i * lda + p), lda, b,
                            offsetB + (transB ? j * ldb + p : p * ldb + j), ldb, p == 0 ? beta : 1, c,
                            offsetC + i * ldc + j, ldc);
                }
            }
        }
    }

    private static int terms(int m, int n, int k) {
        if (m < REPACKED || n < REPACKED || k < 2 * LEAST_TERMS) {
            return k;
        }
        long calls = Math.ceilDiv((long) m * n * k, CALL_MULTIPLY_ADDS);
        return (int) Math.max(LEAST_TERMS, Math.ceilDiv(k, calls));
    }

    /** The largest multiple of {@link #CUT}, at least one and at most {@code size}, that keeps a call short. */
    private static int cut(int size, long multiplyAddsPerUnit) {
        long units = Math.max(CUT, CALL_MULTIPLY_ADDS / multiplyAddsPerUnit / CUT * CUT);
        return (int) Math.min(size, units);
    }

    private void call(
            boolean transA,
            boolean transB,
            int m,
            int n,
            int k,
            float alpha,
            float[] a,
            int offsetA,
            int lda,
            float[] b,
            int offsetB,
            int ldb,
            float beta,
            float[] c,
            int offsetC,
            int ldc) {
        MemorySegment left = from(a, offsetA);
        MemorySegment right = from(b, offsetB);
        MemorySegment result = from(c, offsetC);
        boolean onHeap = k > ON_THE_STACK;
        int status;
        if (onHeap) {
            signals.holdBack();
        }
        try {
            // OpenMP keeps the number of threads per native thread. Saying it every time costs nanoseconds and holds on
            // virtual threads too, which move from one native thread to another between calls.
            SET_NUM_THREADS.invokeExact(setNumThreads, 1);
            status = (int) SGEMM.invokeExact(
                    sgemm, (byte) (transA ? 'T' : 'N'), (byte) (transB ? 'T' : 'N'), (long) m, (long) n, (long) k, alpha,
                    left, (long) lda, right, (long) ldb, beta, result, (long) ldc);
        } catch (Throwable e) {
            throw new IllegalStateException("dnnl_sgemm could not be called", e);
        } finally {
            if (onHeap) {
                signals.letIn();
            }
        }
        if (status != 0) {
            throw new IllegalStateException(
                    "dnnl_sgemm failed with status " + status + " for m=" + m + " n=" + n + " k=" + k);
        }
    }

    private static MemorySegment from(float[] array, int offset) {
        return MemorySegment.ofArray(array).asSlice((long) offset * Float.BYTES);
    }
}

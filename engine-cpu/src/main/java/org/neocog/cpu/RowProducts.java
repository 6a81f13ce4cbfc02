package org.neocog.cpu;

import java.util.Optional;
import org.neocog.cpu.SmallGemm.Matrix;

/**
 * Products {@code C = A Bᵀ} of matrices row by row in memory, on the calling thread: by {@link RowDots} where there is machine code
 * and it is faster, or else by the library.
 *
 * @param gemm the library, for other products too
 * @param code machine code, where this machine can run it
 */
record RowProducts(Gemm gemm, Optional<VectorCode> code) {
    /** By the library alone. */
    static RowProducts by(Gemm gemm) {
        return new RowProducts(gemm, Optional.empty());
    }

    /**
     * {@code C = A Bᵀ} or {@code C += A Bᵀ}.
     *
     * @param m rows of A and C; this and all sizes are at least 1
     * @param n rows of B, columns of C
     * @param k columns of A and B
     * @param add whether the products are added to C
     */
    void multiply(int m, int n, int k, Matrix a, Matrix b, boolean add, Matrix c) {
        if (inCode(m, n, k)) {
            code.get().dots().multiply(m, n, k, RowDots.termsPerCall(m, k), a, b, add, c);
            return;
        }
        gemm.sgemm(
                false, true, m, n, k, 1, a.floats(), a.offset(), a.ld(), b.floats(), b.offset(), b.ld(), add ? 1 : 0, c.floats(),
                c.offset(), c.ld());
    }

    private boolean inCode(int m, int n, int k) {
        return code.isPresent() && RowDots.suits(m, n, k);
    }

    /** How products of these sizes are done, for the user. */
    String method(int m, int n, int k) {
        return inCode(m, n, k) ? "AVX-512" : gemm.name();
    }
}

package org.neocog.cpu;

/**
 * Single-precision matrix multiplication on row-major heap arrays. A call computes on the calling thread alone; parallelism
 * belongs to the {@link WorkerPool}. Safe for many threads at once; the same arguments give the same bits on every thread.
 */
sealed interface Gemm permits DnnlGemm, JavaGemm {
    /** Name for reports, such as {@code oneDNN}. */
    String name();

    /**
     * {@code C = alpha * op(A) * op(B) + beta * C}, where op(A) is {@code m x k}, op(B) is {@code k x n} and C is
     * {@code m x n}; op(X) is X or, if the flag says so, its transpose. Row {@code r} of a stored matrix begins at
     * {@code offset + r * ld}. With {@code beta == 0} C is not read, with {@code alpha == 0} neither A nor B is, as in the
     * BLAS. C must not overlap A or B.
     *
     * @param transA whether A is stored as its transpose, {@code k x m}
     * @param transB whether B is stored as its transpose, {@code n x k}
     * @throws IllegalArgumentException if a size is negative, a leading dimension is smaller than the stored row, or a
     *     matrix reaches outside its array
     */
    void sgemm(
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
            int ldc);
}

// The matrix product on the host.
#pragma once

#include <cstddef>

namespace sim {

// Column-major C (m x n) = alpha * op(A) (m x k) * op(B) (k x n) + beta * C. C is not read when beta is 0.
struct Gemm {
    bool transA, transB;
    size_t m, n, k;
    float alpha;
    const float* a;
    size_t lda;
    const float* b;
    size_t ldb;
    float beta;
    float* c;
    size_t ldc;
};

// C falls into tiles that can be computed independently; each sums over k in the same order whoever computes it.
size_t tileCount(const Gemm& gemm);
void computeTile(const Gemm& gemm, size_t tile);

}  // namespace sim

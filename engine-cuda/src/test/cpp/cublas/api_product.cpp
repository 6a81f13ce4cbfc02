// cublasSgemm and its kin.

#include <cstring>

#include "../driver/operation.h"
#include "gemm.h"
#include "handle.h"

using namespace sim;

namespace {

constexpr int CUDA_R_32F = 0;

struct Strides {
    long long a, b, c;
    int batch;
};

size_t extent(size_t rows, size_t columns, size_t leading, const Strides& strides, long long stride) {
    return rows == 0 || columns == 0 ? 0
           : (size_t(stride) * size_t(strides.batch - 1) + leading * (columns - 1) + rows) * sizeof(float);
}

bool valid(const Gemm& g, int m, int n, int k, int batch) {
    return m >= 0 && n >= 0 && k >= 0 && batch >= 0 && g.lda >= std::max<size_t>(1, g.transA ? g.k : g.m)
           && g.ldb >= std::max<size_t>(1, g.transB ? g.n : g.k) && g.ldc >= std::max<size_t>(1, g.m);
}

float scalar(const float* pointer) {
    float value;
    memcpy(&value, pointer, sizeof value);
    return value;
}

Outcome multiply(Gemm gemm, const Strides& strides, const float* alpha, const float* beta, bool scalarsOnDevice) {
    if (scalarsOnDevice) {
        gemm.alpha = scalar(alpha);
        gemm.beta = scalar(beta);
    }
    size_t tiles = tileCount(gemm);
    return Workers::instance().run(tiles * size_t(strides.batch), [&](size_t i) {
        Gemm one = gemm;
        size_t index = i / tiles;
        one.a += strides.a * (long long)index;
        one.b += strides.b * (long long)index;
        one.c += strides.c * (long long)index;
        computeTile(one, i % tiles);
    });
}

int toCublas(Status status) {
    return status == SUCCESS ? CUBLAS_SUCCESS : CUBLAS_EXECUTION_FAILED;
}

int product(const char* name, uint64_t handle, int transA, int transB, int m, int n, int k, const float* alpha,
            const float* a, int lda, const float* b, int ldb, const float* beta, float* c, int ldc, Strides strides) {
    Handle* found = findHandle(handle);
    if (found == nullptr) {
        return CUBLAS_NOT_INITIALIZED;
    }
    bool onDevice = found->scalarsOnDevice;
    Gemm gemm = {transA != 0, transB != 0, size_t(m), size_t(n), size_t(k), onDevice ? 0 : scalar(alpha), a, size_t(lda),
                 b, size_t(ldb), onDevice ? 0 : scalar(beta), c, size_t(ldc)};
    if (!valid(gemm, m, n, k, strides.batch) || lda < 0 || ldb < 0 || ldc < 0) {
        return CUBLAS_INVALID_VALUE;
    }
    if (m == 0 || n == 0 || strides.batch == 0) {
        return CUBLAS_SUCCESS;
    }
    auto address = [](const void* p) { return uint64_t(reinterpret_cast<uintptr_t>(p)); };
    Operation operation;
    operation.name = name;
    operation.ranges = {
        {"A", address(a), extent(gemm.transA ? gemm.k : gemm.m, gemm.transA ? gemm.m : gemm.k, gemm.lda, strides, strides.a)},
        {"B", address(b), extent(gemm.transB ? gemm.n : gemm.k, gemm.transB ? gemm.k : gemm.n, gemm.ldb, strides, strides.b)},
        {"C", address(c), extent(gemm.m, gemm.n, gemm.ldc, strides, strides.c)}};
    if (k == 0) {
        operation.ranges = {operation.ranges[2]};
    }
    if (onDevice) {
        operation.ranges.push_back({"alpha", address(alpha), sizeof(float)});
        operation.ranges.push_back({"beta", address(beta), sizeof(float)});
    }
    operation.run = [gemm, strides, alpha, beta, onDevice] { return multiply(gemm, strides, alpha, beta, onDevice); };
    return toCublas(launch(found->stream, std::move(operation)));
}

}  // namespace

SIM_API int cublasSgemm_v2(uint64_t handle, int transA, int transB, int m, int n, int k, const float* alpha,
                           const float* a, int lda, const float* b, int ldb, const float* beta, float* c, int ldc) {
    return product("cublasSgemm", handle, transA, transB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc, {0, 0, 0, 1});
}

SIM_API int cublasSgemmStridedBatched(uint64_t handle, int transA, int transB, int m, int n, int k, const float* alpha,
                                      const float* a, int lda, long long strideA, const float* b, int ldb,
                                      long long strideB, const float* beta, float* c, int ldc, long long strideC,
                                      int batch) {
    return product("cublasSgemmStridedBatched", handle, transA, transB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc,
                   {strideA, strideB, strideC, batch});
}

// Only float32 with float32 sums; the TF32 forms of the compute type are taken for it.
SIM_API int cublasGemmEx(uint64_t handle, int transA, int transB, int m, int n, int k, const void* alpha, const void* a,
                         int typeA, int lda, const void* b, int typeB, int ldb, const void* beta, void* c, int typeC,
                         int ldc, int, int) {
    if (typeA != CUDA_R_32F || typeB != CUDA_R_32F || typeC != CUDA_R_32F) {
        return CUBLAS_NOT_SUPPORTED;
    }
    return product("cublasGemmEx", handle, transA, transB, m, n, k, static_cast<const float*>(alpha),
                   static_cast<const float*>(a), lda, static_cast<const float*>(b), ldb, static_cast<const float*>(beta),
                   static_cast<float*>(c), ldc, {0, 0, 0, 1});
}

SIM_API int cublasGemmStridedBatchedEx(uint64_t handle, int transA, int transB, int m, int n, int k, const void* alpha,
                                       const void* a, int typeA, int lda, long long strideA, const void* b, int typeB,
                                       int ldb, long long strideB, const void* beta, void* c, int typeC, int ldc,
                                       long long strideC, int batch, int, int) {
    if (typeA != CUDA_R_32F || typeB != CUDA_R_32F || typeC != CUDA_R_32F) {
        return CUBLAS_NOT_SUPPORTED;
    }
    return product("cublasGemmStridedBatchedEx", handle, transA, transB, m, n, k, static_cast<const float*>(alpha),
                   static_cast<const float*>(a), lda, static_cast<const float*>(b), ldb, static_cast<const float*>(beta),
                   static_cast<float*>(c), ldc, {strideA, strideB, strideC, batch});
}

// y = alpha * op(A) * x + beta * y, as a product of op(A) with one column; only for vectors without gaps.
SIM_API int cublasSgemv_v2(uint64_t handle, int trans, int m, int n, const float* alpha, const float* a, int lda,
                           const float* x, int incx, const float* beta, float* y, int incy) {
    if (incx != 1 || incy != 1) {
        return CUBLAS_NOT_SUPPORTED;
    }
    int rows = trans != 0 ? n : m, columns = trans != 0 ? m : n;
    return product("cublasSgemv", handle, trans, 0, rows, 1, columns, alpha, a, lda, x, std::max(1, columns), beta, y,
                   std::max(1, rows), {0, 0, 0, 1});
}

// cuBLAS handles and status codes.
#pragma once

#include <cstdint>

namespace sim {

enum CublasStatus : int {
    CUBLAS_SUCCESS = 0,
    CUBLAS_NOT_INITIALIZED = 1,
    CUBLAS_INVALID_VALUE = 7,
    CUBLAS_EXECUTION_FAILED = 13,
    CUBLAS_NOT_SUPPORTED = 15
};

struct Handle {
    uint64_t stream = 0;
    bool scalarsOnDevice = false;
    int mathMode = 0;
    int atomicsMode = 0;
};

Handle* findHandle(uint64_t handle);    // nullptr for none

}  // namespace sim

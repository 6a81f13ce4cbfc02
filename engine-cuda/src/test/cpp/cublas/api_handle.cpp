// cublasCreate, settings, versions.

#include <map>
#include <memory>
#include <mutex>

#include "../driver/operation.h"
#include "handle.h"

using namespace sim;

SIM_API int cuCtxGetCurrent(uint64_t* context);

namespace {

std::mutex mutex;
uint64_t numbers = 0x9000;
std::map<uint64_t, std::unique_ptr<Handle>>& handles() {
    static auto* all = new std::map<uint64_t, std::unique_ptr<Handle>>();
    return *all;
}

template <class F> int withHandle(uint64_t handle, F body) {
    Handle* found = findHandle(handle);
    if (found == nullptr) {
        return CUBLAS_NOT_INITIALIZED;
    }
    body(*found);
    return CUBLAS_SUCCESS;
}

struct StatusText {
    int status;
    const char* name;
    const char* text;
};

const StatusText TEXTS[] = {
    {0, "CUBLAS_STATUS_SUCCESS", "success"},
    {1, "CUBLAS_STATUS_NOT_INITIALIZED", "the library was not initialized"},
    {3, "CUBLAS_STATUS_ALLOC_FAILED", "the resource allocation failed"},
    {7, "CUBLAS_STATUS_INVALID_VALUE", "an unsupported value or parameter was passed to the function"},
    {8, "CUBLAS_STATUS_ARCH_MISMATCH", "the device does not have the capability required"},
    {11, "CUBLAS_STATUS_MAPPING_ERROR", "an access to GPU memory space failed"},
    {13, "CUBLAS_STATUS_EXECUTION_FAILED", "the GPU program failed to execute"},
    {14, "CUBLAS_STATUS_INTERNAL_ERROR", "an internal operation failed"},
    {15, "CUBLAS_STATUS_NOT_SUPPORTED", "the functionality requested is not supported"}};

const StatusText* findText(int status) {
    for (const StatusText& text : TEXTS) {
        if (text.status == status) {
            return &text;
        }
    }
    return nullptr;
}

}  // namespace

namespace sim {

Handle* findHandle(uint64_t handle) {
    std::lock_guard guard(mutex);
    auto found = handles().find(handle);
    return found == handles().end() ? nullptr : found->second.get();
}

}  // namespace sim

SIM_API int cublasCreate_v2(uint64_t* handle) {
    uint64_t context = 0;
    if (driverVersion() / 1000 < CUDA_MAJOR || cuCtxGetCurrent(&context) != 0 || context == 0) {
        return CUBLAS_NOT_INITIALIZED;
    }
    std::lock_guard guard(mutex);
    *handle = ++numbers;
    handles()[*handle] = std::make_unique<Handle>();
    return CUBLAS_SUCCESS;
}

SIM_API int cublasDestroy_v2(uint64_t handle) {
    std::lock_guard guard(mutex);
    return handles().erase(handle) == 1 ? CUBLAS_SUCCESS : CUBLAS_NOT_INITIALIZED;
}

SIM_API int cublasGetVersion_v2(uint64_t handle, int* version) {
    *version = 10000 * CUDA_MAJOR + 100 * CUDA_MINOR;
    return handle == 0 || findHandle(handle) != nullptr ? CUBLAS_SUCCESS : CUBLAS_NOT_INITIALIZED;
}

SIM_API int cublasGetProperty(int property, int* value) {
    const int version[] = {CUDA_MAJOR, CUDA_MINOR, 0};
    if (property < 0 || property > 2) {
        return CUBLAS_INVALID_VALUE;
    }
    *value = version[property];
    return CUBLAS_SUCCESS;
}

SIM_API size_t cublasGetCudartVersion() {
    return size_t(1000 * CUDA_MAJOR + 10 * CUDA_MINOR);
}

SIM_API const char* cublasGetStatusName(int status) {
    const StatusText* found = findText(status);
    return found == nullptr ? "CUBLAS_STATUS unknown" : found->name;
}

SIM_API const char* cublasGetStatusString(int status) {
    const StatusText* found = findText(status);
    return found == nullptr ? "unknown status" : found->text;
}

SIM_API int cublasSetStream_v2(uint64_t handle, uint64_t stream) {
    return withHandle(handle, [&](Handle& h) { h.stream = stream; });
}

SIM_API int cublasGetStream_v2(uint64_t handle, uint64_t* stream) {
    return withHandle(handle, [&](Handle& h) { *stream = h.stream; });
}

SIM_API int cublasSetPointerMode_v2(uint64_t handle, int mode) {
    return withHandle(handle, [&](Handle& h) { h.scalarsOnDevice = mode == 1; });
}

SIM_API int cublasGetPointerMode_v2(uint64_t handle, int* mode) {
    return withHandle(handle, [&](Handle& h) { *mode = h.scalarsOnDevice ? 1 : 0; });
}

SIM_API int cublasSetMathMode(uint64_t handle, int mode) {
    return withHandle(handle, [&](Handle& h) { h.mathMode = mode; });
}

SIM_API int cublasGetMathMode(uint64_t handle, int* mode) {
    return withHandle(handle, [&](Handle& h) { *mode = h.mathMode; });
}

SIM_API int cublasSetAtomicsMode(uint64_t handle, int mode) {
    return withHandle(handle, [&](Handle& h) { h.atomicsMode = mode; });
}

SIM_API int cublasGetAtomicsMode(uint64_t handle, int* mode) {
    return withHandle(handle, [&](Handle& h) { *mode = h.atomicsMode; });
}

// cuBLAS asks for an address that is a multiple of 256.
SIM_API int cublasSetWorkspace_v2(uint64_t handle, uint64_t workspace, size_t) {
    return workspace % 256 != 0 ? CUBLAS_INVALID_VALUE : withHandle(handle, [](Handle&) {});
}

// cuMemcpy* and cuMemset*.

#include <cstring>

#include "driver.h"

using namespace sim;

namespace {

struct Copy {
    const char* name;           // of the API function
    uint64_t to, from;
    size_t bytes;
    bool toDevice, fromDevice;
};

std::string problemOf(Driver& driver, const Copy& copy) {
    for (auto [address, device, side] : {std::tuple(copy.to, copy.toDevice, "destination"),
                                         std::tuple(copy.from, copy.fromDevice, "source")}) {
        std::string problem = device ? driver.memory.rangeProblem(address, copy.bytes)
                              : driver.memory.touchesDevice(address, copy.bytes) ? "is device memory, not the host's"
                                                                                 : "";
        if (!problem.empty()) {
            return std::string(copy.name) + " of " + std::to_string(copy.bytes) + " bytes: the " + side + ": " + problem;
        }
    }
    return "";
}

// Memory may have been freed since the copy was queued.
Status perform(Driver& driver, uint64_t context, const Copy& copy) {
    std::string problem = problemOf(driver, copy);
    if (!problem.empty()) {
        return driver.breakContext(context, ILLEGAL_ADDRESS, problem);
    }
    memmove(reinterpret_cast<void*>(copy.to), reinterpret_cast<const void*>(copy.from), copy.bytes);
    std::string damage = driver.memory.damage();
    return damage.empty() ? SUCCESS : driver.breakContext(context, ILLEGAL_ADDRESS, std::string(copy.name) + ": " + damage);
}

// A copy that is asynchronous and of pageable memory takes the source's bytes at once, as CUDA does, which stages them;
// one into pageable memory is complete when the call returns. Pinned memory is read and written when the work runs.
Status queue(Copy copy, uint64_t handle, bool synchronous) {
    return withContext([&](Driver& driver, Context& context) {
        auto stream = driver.stream(handle, context);
        if (stream == nullptr) {
            return INVALID_HANDLE;
        }
        std::string problem = problemOf(driver, copy);
        if (!problem.empty()) {
            return driver.refuse(problem);
        }
        if (copy.bytes == 0) {
            return SUCCESS;
        }
        uint64_t id = context.id;
        Work work;
        work.copy = true;
        bool pageable = !copy.fromDevice && !driver.memory.isPinned(copy.from, copy.bytes);
        if (pageable && !synchronous) {
            auto* source = reinterpret_cast<const char*>(copy.from);
            auto staged = std::make_shared<std::vector<char>>(source, source + copy.bytes);
            copy.from = reinterpret_cast<uintptr_t>(staged->data());
            work.hostBytes = copy.bytes;
            work.run = [&driver, id, copy, staged] { return perform(driver, id, copy); };
        } else {
            work.run = [&driver, id, copy] { return perform(driver, id, copy); };
        }
        Status status = driver.streams.add(stream, std::move(work));
        bool waits = synchronous || (!copy.toDevice && !driver.memory.isPinned(copy.to, copy.bytes));
        if (status == SUCCESS && waits) {
            driver.counts.synchronizations++;
            status = driver.streams.reach(Streams::end(stream));
        }
        return status;
    });
}

template <class T> Status set(const char* name, uint64_t to, T value, size_t count, uint64_t handle) {
    return withContext([&](Driver& driver, Context& context) {
        auto stream = driver.stream(handle, context);
        if (stream == nullptr) {
            return INVALID_HANDLE;
        }
        std::string problem = driver.memory.rangeProblem(to, count * sizeof(T));
        if (!problem.empty()) {
            return driver.refuse(std::string(name) + ": " + problem);
        }
        if (to % sizeof(T) != 0) {
            return driver.refuse(std::string(name) + ": the address is not a multiple of the element's size");
        }
        uint64_t id = context.id;
        std::string label = name;
        Work work;
        work.run = [&driver, id, label, to, value, count] {
            std::string gone = driver.memory.rangeProblem(to, count * sizeof(T));
            if (!gone.empty()) {
                return driver.breakContext(id, ILLEGAL_ADDRESS, label + ": " + gone);
            }
            std::fill_n(reinterpret_cast<T*>(to), count, value);
            return SUCCESS;
        };
        return driver.streams.add(stream, std::move(work));
    });
}

uint64_t host(const void* pointer) {
    return reinterpret_cast<uintptr_t>(pointer);
}

}  // namespace

SIM_API int cuMemcpyHtoD_v2(uint64_t to, const void* from, size_t bytes) {
    return queue({"cuMemcpyHtoD", to, host(from), bytes, true, false}, 0, true);
}

SIM_API int cuMemcpyHtoDAsync_v2(uint64_t to, const void* from, size_t bytes, uint64_t stream) {
    return queue({"cuMemcpyHtoDAsync", to, host(from), bytes, true, false}, stream, false);
}

SIM_API int cuMemcpyDtoH_v2(void* to, uint64_t from, size_t bytes) {
    return queue({"cuMemcpyDtoH", host(to), from, bytes, false, true}, 0, true);
}

SIM_API int cuMemcpyDtoHAsync_v2(void* to, uint64_t from, size_t bytes, uint64_t stream) {
    return queue({"cuMemcpyDtoHAsync", host(to), from, bytes, false, true}, stream, false);
}

// Between device memory even the plain form returns before the copy is done.
SIM_API int cuMemcpyDtoD_v2(uint64_t to, uint64_t from, size_t bytes) {
    return queue({"cuMemcpyDtoD", to, from, bytes, true, true}, 0, false);
}

SIM_API int cuMemcpyDtoDAsync_v2(uint64_t to, uint64_t from, size_t bytes, uint64_t stream) {
    return queue({"cuMemcpyDtoDAsync", to, from, bytes, true, true}, stream, false);
}

SIM_API int cuMemsetD8_v2(uint64_t to, unsigned char value, size_t count) {
    return set("cuMemsetD8", to, value, count, 0);
}

SIM_API int cuMemsetD8Async(uint64_t to, unsigned char value, size_t count, uint64_t stream) {
    return set("cuMemsetD8Async", to, value, count, stream);
}

SIM_API int cuMemsetD32_v2(uint64_t to, unsigned value, size_t count) {
    return set("cuMemsetD32", to, value, count, 0);
}

SIM_API int cuMemsetD32Async(uint64_t to, unsigned value, size_t count, uint64_t stream) {
    return set("cuMemsetD32Async", to, value, count, stream);
}

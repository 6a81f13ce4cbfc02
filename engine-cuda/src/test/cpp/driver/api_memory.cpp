// cuMemAlloc, cuMemFree, cuMemHost*, cuMemGetInfo.

#include "driver.h"

using namespace sim;

namespace {

Status allocatePinned(void** pointer, size_t bytes) {
    return withContext([&](Driver& driver, Context& context) {
        if (bytes == 0) {
            return INVALID_VALUE;
        }
        uintptr_t address = driver.memory.allocate(bytes, context.id, true);
        *pointer = reinterpret_cast<void*>(address);
        return address == 0 ? OUT_OF_MEMORY : SUCCESS;
    });
}

}  // namespace

SIM_API int cuMemAlloc_v2(uint64_t* pointer, size_t bytes) {
    return withContext([&](Driver& driver, Context& context) {
        if (bytes == 0) {
            return INVALID_VALUE;
        }
        driver.counts.allocations++;
        bool made = driver.injected.allocation > 0 && --driver.injected.allocation == 0;
        if (made || bytes > driver.settings.memory - driver.usedMemory(context.device)) {
            return OUT_OF_MEMORY;
        }
        *pointer = driver.memory.allocate(bytes, context.id, false);
        return *pointer == 0 ? OUT_OF_MEMORY : SUCCESS;
    });
}

// CUDA's cuMemFree waits for the device too.
SIM_API int cuMemFree_v2(uint64_t pointer) {
    return withContext([&](Driver& driver, Context& context) {
        Status status = driver.streams.reachAll(context.id);
        if (status != SUCCESS || pointer == 0) {
            return status;
        }
        std::string damage = driver.memory.damage();
        if (!damage.empty()) {
            return driver.breakContext(context.id, ILLEGAL_ADDRESS, "cuMemFree: " + damage);
        }
        return driver.memory.free(pointer, false)
                   ? SUCCESS
                   : driver.refuse("cuMemFree: no allocation begins there: " + driver.memory.describe(pointer));
    });
}

SIM_API int cuMemGetInfo_v2(size_t* free, size_t* total) {
    return withContext([&](Driver& driver, Context& context) {
        *total = driver.settings.memory;
        *free = *total - driver.usedMemory(context.device);
        return SUCCESS;
    });
}

SIM_API int cuMemGetAddressRange_v2(uint64_t* base, size_t* size, uint64_t pointer) {
    return withContext([&](Driver& driver, Context&) {
        const Allocation* allocation = driver.memory.find(pointer);
        if (allocation == nullptr) {
            return NOT_FOUND;
        }
        if (base != nullptr) {
            *base = allocation->bytes.address();
        }
        if (size != nullptr) {
            *size = allocation->bytes.size();
        }
        return SUCCESS;
    });
}

SIM_API int cuMemHostAlloc(void** pointer, size_t bytes, unsigned) {
    return allocatePinned(pointer, bytes);
}

SIM_API int cuMemAllocHost_v2(void** pointer, size_t bytes) {
    return allocatePinned(pointer, bytes);
}

SIM_API int cuMemFreeHost(void* pointer) {
    return withContext([&](Driver& driver, Context& context) {
        Status status = driver.streams.reachAll(context.id);
        if (status != SUCCESS) {
            return status;
        }
        return driver.memory.free(reinterpret_cast<uintptr_t>(pointer), true) ? SUCCESS : INVALID_VALUE;
    });
}

SIM_API int cuMemHostGetDevicePointer_v2(uint64_t* device, void* pointer, unsigned) {
    return withContext([&](Driver& driver, Context&) {
        *device = reinterpret_cast<uintptr_t>(pointer);
        return driver.memory.isPinned(*device, 1) ? SUCCESS : INVALID_VALUE;
    });
}

SIM_API int cuMemHostRegister_v2(void* pointer, size_t bytes, unsigned) {
    return withContext([&](Driver& driver, Context&) {
        return driver.memory.registerHost(reinterpret_cast<uintptr_t>(pointer), bytes) ? SUCCESS
                                                                                       : HOST_MEMORY_ALREADY_REGISTERED;
    });
}

SIM_API int cuMemHostUnregister(void* pointer) {
    return withContext([&](Driver& driver, Context& context) {
        Status status = driver.streams.reachAll(context.id);
        if (status != SUCCESS) {
            return status;
        }
        return driver.memory.unregisterHost(reinterpret_cast<uintptr_t>(pointer)) ? SUCCESS : HOST_MEMORY_NOT_REGISTERED;
    });
}

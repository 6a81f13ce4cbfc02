// cuCtx* and cuDevicePrimaryCtx*.

#include "driver.h"

using namespace sim;

SIM_API int cuCtxCreate_v2(uint64_t* context, unsigned, int device) {
    return withDriver([&](Driver& driver) {
        Status status = driver.createContext(device, false, *context);
        if (status == SUCCESS) {
            contextStack().push_back(*context);
        }
        return status;
    });
}

SIM_API int cuCtxDestroy_v2(uint64_t context) {
    return withDriver([&](Driver& driver) {
        auto found = driver.contexts.find(context);
        if (found == driver.contexts.end() || found->second.primary) {
            return INVALID_CONTEXT;
        }
        driver.destroyContext(context);
        if (!contextStack().empty() && contextStack().back() == context) {
            contextStack().pop_back();
        }
        return SUCCESS;
    });
}

SIM_API int cuDevicePrimaryCtxRetain(uint64_t* context, int device) {
    return withDriver([&](Driver& driver) {
        auto& [id, retained] = driver.primaries[device];
        if (retained == 0) {
            Status status = driver.createContext(device, true, id);
            if (status != SUCCESS) {
                driver.primaries.erase(device);
                return status;
            }
        }
        retained++;
        *context = id;
        return SUCCESS;
    });
}

SIM_API int cuDevicePrimaryCtxRelease_v2(int device) {
    return withDriver([&](Driver& driver) {
        auto found = driver.primaries.find(device);
        if (found == driver.primaries.end()) {
            return INVALID_CONTEXT;
        }
        if (--found->second.second == 0) {
            driver.destroyContext(found->second.first);
            driver.primaries.erase(found);
        }
        return SUCCESS;
    });
}

SIM_API int cuDevicePrimaryCtxReset_v2(int device) {
    return withDriver([&](Driver& driver) {
        auto found = driver.primaries.find(device);
        if (found != driver.primaries.end()) {
            driver.destroyContext(found->second.first);
            driver.primaries.erase(found);
        }
        return SUCCESS;
    });
}

SIM_API int cuDevicePrimaryCtxSetFlags_v2(int, unsigned) {
    return withDriver([](Driver&) { return SUCCESS; });
}

SIM_API int cuDevicePrimaryCtxGetState(int device, unsigned* flags, int* active) {
    return withDriver([&](Driver& driver) {
        *flags = 0;
        *active = int(driver.primaries.count(device));
        return SUCCESS;
    });
}

SIM_API int cuCtxSetCurrent(uint64_t context) {
    return withDriver([&](Driver& driver) {
        if (context != 0 && driver.contexts.count(context) == 0) {
            return INVALID_CONTEXT;
        }
        if (!contextStack().empty()) {
            contextStack().pop_back();
        }
        if (context != 0) {
            contextStack().push_back(context);
        }
        return SUCCESS;
    });
}

SIM_API int cuCtxPushCurrent_v2(uint64_t context) {
    return withDriver([&](Driver& driver) {
        if (driver.contexts.count(context) == 0) {
            return INVALID_CONTEXT;
        }
        contextStack().push_back(context);
        return SUCCESS;
    });
}

SIM_API int cuCtxPopCurrent_v2(uint64_t* context) {
    return withDriver([&](Driver&) {
        if (contextStack().empty()) {
            return INVALID_CONTEXT;
        }
        if (context != nullptr) {
            *context = contextStack().back();
        }
        contextStack().pop_back();
        return SUCCESS;
    });
}

SIM_API int cuCtxGetCurrent(uint64_t* context) {
    return withDriver([&](Driver& driver) {
        Context* current = driver.current();
        *context = current == nullptr ? 0 : current->id;
        return SUCCESS;
    });
}

SIM_API int cuCtxGetDevice(int* device) {
    return withDriver([&](Driver& driver) {
        Context* current = driver.current();
        if (current == nullptr) {
            return INVALID_CONTEXT;
        }
        *device = current->device;
        return SUCCESS;
    });
}

SIM_API int cuCtxGetFlags(unsigned* flags) {
    return withContext([&](Driver&, Context&) {
        *flags = 0;
        return SUCCESS;
    });
}

SIM_API int cuCtxSynchronize() {
    return withContext([](Driver& driver, Context& context) {
        driver.counts.synchronizations++;
        return driver.streams.reachAll(context.id);
    });
}

// cuInit, versions, errors and cuDevice*.

#include <cstring>

#include "driver.h"

using namespace sim;

namespace {

// An A100's, but for the number of multiprocessors: a launcher that sizes its grid by them gets a small one.
int attribute(const Settings& settings, int which) {
    switch (which) {
        case 1: return 1024;            // threads per block
        case 2: return 1024;            // block dimensions
        case 3: return 1024;
        case 4: return 64;
        case 5: return 0x7fffffff;      // grid dimensions
        case 6: return 65535;
        case 7: return 65535;
        case 8: return 48 * 1024;       // shared memory per block
        case 9: return 64 * 1024;       // constant memory
        case 10: return 32;             // warp size
        case 12: return 65536;          // registers per block
        case 13: return 1410000;        // clock rate in kHz
        case 14: return 512;            // texture alignment
        case 15: return 1;              // overlaps copies
        case 16: return 4;              // multiprocessors
        case 19: return 1;              // maps host memory
        case 31: return 1;              // concurrent kernels
        case 36: return 1215000;        // memory clock rate in kHz
        case 37: return 5120;           // memory bus width
        case 38: return 40 << 20;       // level-2 cache
        case 39: return 2048;           // threads per multiprocessor
        case 40: return 3;              // asynchronous engines
        case 41: return 1;              // unified addressing
        case 75: return settings.major;
        case 76: return settings.minor;
        case 78: return 1;              // stream priorities
        case 81: return 164 * 1024;     // shared memory per multiprocessor
        case 82: return 65536;          // registers per multiprocessor
        case 97: return 163 * 1024;     // shared memory per block, when asked for
        case 99: return 1;              // registers host memory
        case 106: return 32;            // blocks per multiprocessor
        case 111: return 1024;          // reserved shared memory per block
        default: return 0;
    }
}

template <class F> Status withDevice(int device, F body) {
    return withDriver([&](Driver& driver) {
        return device < 0 || device >= driver.settings.devices ? INVALID_DEVICE : body(driver);
    });
}

}  // namespace

SIM_API int cuInit(unsigned flags) {
    Driver& driver = Driver::instance();
    std::lock_guard guard(driver.mutex);
    if (flags != 0) {
        return INVALID_VALUE;
    }
    if (driver.settings.devices == 0) {
        return NO_DEVICE;
    }
    driver.initialized = true;
    return SUCCESS;
}

SIM_API int cuDriverGetVersion(int* version) {
    Driver& driver = Driver::instance();
    std::lock_guard guard(driver.mutex);
    *version = driver.settings.driverVersion;
    return SUCCESS;
}

SIM_API int cuGetErrorName(int status, const char** name) {
    *name = statusName(status);
    return *name == nullptr ? INVALID_VALUE : SUCCESS;
}

SIM_API int cuGetErrorString(int status, const char** text) {
    *text = statusDescription(status);
    return *text == nullptr ? INVALID_VALUE : SUCCESS;
}

SIM_API int cuDeviceGetCount(int* count) {
    return withDriver([&](Driver& driver) {
        *count = driver.settings.devices;
        return SUCCESS;
    });
}

SIM_API int cuDeviceGet(int* device, int ordinal) {
    return withDevice(ordinal, [&](Driver&) {
        *device = ordinal;
        return SUCCESS;
    });
}

SIM_API int cuDeviceGetName(char* name, int length, int device) {
    return withDevice(device, [&](Driver&) {
        strncpy(name, "Neocog simulated GPU", size_t(length));
        name[length - 1] = 0;
        return SUCCESS;
    });
}

SIM_API int cuDeviceGetUuid(unsigned char* uuid, int device) {
    return withDevice(device, [&](Driver&) {
        memcpy(uuid, "neocog simulated", 16);
        uuid[15] = (unsigned char)device;
        return SUCCESS;
    });
}

SIM_API int cuDeviceTotalMem_v2(size_t* bytes, int device) {
    return withDevice(device, [&](Driver& driver) {
        *bytes = driver.settings.memory;
        return SUCCESS;
    });
}

SIM_API int cuDeviceGetAttribute(int* value, int which, int device) {
    return withDevice(device, [&](Driver& driver) {
        *value = attribute(driver.settings, which);
        return SUCCESS;
    });
}

SIM_API int cuDeviceComputeCapability(int* major, int* minor, int device) {
    return withDevice(device, [&](Driver& driver) {
        *major = driver.settings.major;
        *minor = driver.settings.minor;
        return SUCCESS;
    });
}

SIM_API int cuDeviceGetPCIBusId(char* id, int length, int device) {
    return withDevice(device, [&](Driver&) {
        snprintf(id, size_t(length), "0000:%02X:00.0", device + 1);
        return SUCCESS;
    });
}

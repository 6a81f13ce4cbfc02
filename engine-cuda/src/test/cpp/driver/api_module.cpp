// cuModule*, cuFunc*, cuLaunchKernel and the occupancy functions.

#include <cstdio>
#include <dlfcn.h>
#include <filesystem>
#include <unistd.h>

#include "block.h"
#include "image.h"
#include "launch.h"

using namespace sim;

namespace {

constexpr int STATIC_LIMIT = 48 * 1024;
constexpr int OPT_IN_LIMIT = 163 * 1024;

// The file needs a name that no other module had: the dynamic linker takes a library of a known name for the known one.
void* openLibrary(const std::string& bytes, uint64_t number) {
    std::error_code ignored;
    std::string path = std::filesystem::temp_directory_path(ignored) / ("neocog-" + std::to_string(number) + "-XXXXXX");
    int file = mkstemp(path.data());
    if (file < 0) {
        return nullptr;
    }
    bool written = write(file, bytes.data(), bytes.size()) == ssize_t(bytes.size());
    close(file);
    void* library = written ? dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL) : nullptr;
    unlink(path.c_str());
    return library;
}

Status load(uint64_t* module, const void* image) {
    return withContext([&](Driver& driver, Context& context) {
        std::string library;
        Status status = readImage(image, driver.settings.major, driver.settings.minor, library);
        if (status != SUCCESS) {
            return status;
        }
        uint64_t handle = driver.newHandle();
        void* opened = openLibrary(library, handle);
        if (opened == nullptr) {
            driver.report("cuModuleLoadData: the module's library cannot be written to a temporary file or loaded");
            return INVALID_IMAGE;
        }
        auto* connect = reinterpret_cast<void (*)(const neocog_sim::Services*)>(dlsym(opened, "neocogSimConnect"));
        connect(&BlockRunner::SERVICES);
        *module = handle;
        driver.modules[*module] = {context.id, opened};
        return SUCCESS;
    });
}

template <class F> Status withFunction(uint64_t handle, F body) {
    return withContext([&](Driver& driver, Context&) {
        auto found = driver.functions.find(handle);
        return found == driver.functions.end() ? INVALID_HANDLE : body(driver, found->second);
    });
}

}  // namespace

SIM_API int cuModuleLoadData(uint64_t* module, const void* image) {
    return load(module, image);
}

SIM_API int cuModuleLoadDataEx(uint64_t* module, const void* image, unsigned, int*, void**) {
    return load(module, image);
}

SIM_API int cuModuleLoad(uint64_t* module, const char* path) {
    FILE* file = fopen(path, "rb");
    if (file == nullptr) {
        return FILE_NOT_FOUND;
    }
    std::string image;
    char buffer[65536];
    for (size_t n; (n = fread(buffer, 1, sizeof buffer, file)) > 0;) {
        image.append(buffer, n);
    }
    fclose(file);
    return load(module, image.c_str());
}

SIM_API int cuModuleUnload(uint64_t module) {
    return withContext([&](Driver& driver, Context& context) {
        auto found = driver.modules.find(module);
        if (found == driver.modules.end()) {
            return INVALID_HANDLE;
        }
        Status status = driver.streams.reachAll(context.id);
        for (auto at = driver.functions.begin(); at != driver.functions.end();) {
            at = at->second.module == module ? driver.functions.erase(at) : std::next(at);
        }
        dlclose(found->second.library);
        driver.modules.erase(found);
        return status;
    });
}

SIM_API int cuModuleGetFunction(uint64_t* function, uint64_t module, const char* name) {
    return withContext([&](Driver& driver, Context& context) {
        auto found = driver.modules.find(module);
        if (found == driver.modules.end()) {
            return INVALID_HANDLE;
        }
        std::string symbol = std::string("neocogSimKernel_") + name;
        auto* kernel = static_cast<const neocog_sim::Kernel*>(dlsym(found->second.library, symbol.c_str()));
        if (kernel == nullptr) {
            return NOT_FOUND;
        }
        *function = driver.newHandle();
        driver.functions[*function] = {context.id, module, kernel};
        return SUCCESS;
    });
}

SIM_API int cuFuncGetModule(uint64_t* module, uint64_t function) {
    return withFunction(function, [&](Driver&, Function& f) {
        *module = f.module;
        return SUCCESS;
    });
}

SIM_API int cuFuncGetAttribute(int* value, int which, uint64_t function) {
    return withFunction(function, [&](Driver& driver, Function& f) {
        switch (which) {
            case 0: *value = f.kernel->maxThreads == 0 ? 1024 : int(f.kernel->maxThreads); break;
            case 4: *value = 32; break;                                                     // registers of a thread
            case 5: case 6: *value = driver.settings.major * 10 + driver.settings.minor; break;    // PTX and binary version
            case 8: *value = f.maxDynamicShared; break;
            default: *value = 0;
        }
        return SUCCESS;
    });
}

SIM_API int cuFuncSetAttribute(uint64_t function, int which, int value) {
    return withFunction(function, [&](Driver&, Function& f) {
        if (which == 8) {
            if (value < 0 || value > OPT_IN_LIMIT) {
                return INVALID_VALUE;
            }
            f.maxDynamicShared = value > STATIC_LIMIT ? value : STATIC_LIMIT;
        }
        return SUCCESS;
    });
}

SIM_API int cuFuncSetCacheConfig(uint64_t function, int) {
    return withFunction(function, [](Driver&, Function&) { return SUCCESS; });
}

SIM_API int cuLaunchKernel(uint64_t function, unsigned gridX, unsigned gridY, unsigned gridZ, unsigned blockX,
                           unsigned blockY, unsigned blockZ, unsigned sharedBytes, uint64_t stream, void** arguments,
                           void** extra) {
    return withFunction(function, [&](Driver& driver, Function& f) {
        LaunchRequest request = {{gridX, gridY, gridZ}, {blockX, blockY, blockZ}, sharedBytes, arguments};
        std::string why = extra == nullptr ? "" : "`extra` instead of kernelParams";
        Status status = extra == nullptr ? checkLaunch(f, request, why) : NOT_SUPPORTED;
        if (status != SUCCESS) {
            driver.report(std::string("kernel ") + f.kernel->name + " launched with " + why);
            return status;
        }
        return launch(stream, kernelOperation(f, request, driver.streams.schedule() == Schedule::RANDOM));
    });
}

SIM_API int cuOccupancyMaxActiveBlocksPerMultiprocessor(int* blocks, uint64_t function, int blockSize, size_t shared) {
    return withFunction(function, [&](Driver&, Function&) {
        if (blockSize <= 0 || blockSize > 1024) {
            return INVALID_VALUE;
        }
        size_t byShared = 164 * 1024 / (shared + 1024);
        *blocks = int(std::min<size_t>(std::min(2048 / blockSize, 32), byShared));
        return SUCCESS;
    });
}

SIM_API int cuOccupancyMaxPotentialBlockSize(int* minGrid, int* blockSize, uint64_t function, size_t (*)(int), size_t,
                                             int limit) {
    return withFunction(function, [&](Driver&, Function& f) {
        int most = f.kernel->maxThreads == 0 ? 256 : int(f.kernel->maxThreads);
        *blockSize = limit > 0 && limit < most ? limit : most;
        *minGrid = 4 * (2048 / *blockSize);
        return SUCCESS;
    });
}

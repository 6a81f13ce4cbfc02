// The whole state of the simulated driver, behind one lock.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "../kernel/abi.h"
#include "../version/version.h"
#include "memory.h"
#include "stream.h"

#define SIM_API extern "C" __attribute__((visibility("default")))

namespace sim {

struct Settings {
    int devices = 1;
    size_t memory = size_t(2) << 30;        // bytes of each device
    int driverVersion = 1000 * CUDA_MAJOR + 10 * CUDA_MINOR;
    int major = 8, minor = 0;               // compute capability

    static Settings fromEnvironment();      // NEOCOG_SIM_DEVICES, NEOCOG_SIM_MEMORY, NEOCOG_SIM_DRIVER_VERSION
};

// Failures to come: each counts down to 0 at its occasion; 0 is none.
struct Injected {
    int allocation = 0;
    int launch = 0;
    int loss = 0;
    bool lost = false;
};

struct Counts {
    long launches = 0, allocations = 0, synchronizations = 0, leaks = 0;
};

struct Context {
    uint64_t id;
    int device;
    bool primary;
    Status error = SUCCESS;                 // stays; the context is of no more use
};

struct Event {
    uint64_t context;
    bool timed;
    bool recorded = false;
    Point point;
    std::shared_ptr<double> milliseconds;   // when the point was reached
};

struct Module {
    uint64_t context;
    void* library;
};

struct Function {
    uint64_t context, module;
    const neocog_sim::Kernel* kernel;
    int maxDynamicShared = 48 * 1024;
};

class Driver {
public:
    static Driver& instance();

    std::recursive_mutex mutex;
    bool initialized = false;
    Settings settings;
    Injected injected;
    Counts counts;
    Memory memory;
    Streams streams;
    std::map<uint64_t, Context> contexts;
    std::map<int, std::pair<uint64_t, int>> primaries;      // by device: context and how often it is retained
    std::map<uint64_t, Event> events;
    std::map<uint64_t, Module> modules;
    std::map<uint64_t, Function> functions;
    std::string lastFault;

    uint64_t newHandle() { return ++handles_; }
    Context* current();                     // of the calling thread; nullptr for none
    std::shared_ptr<Stream> stream(uint64_t handle, const Context& context);

    Status createContext(int device, bool primary, uint64_t& id);
    void destroyContext(uint64_t id);
    void reset();

    // Tells what went wrong on stderr and keeps it for neocogSimLastFault.
    void report(const std::string& message);
    Status refuse(const std::string& message);      // reports, and is INVALID_VALUE
    // The same for work that ran: its context is of no more use.
    Status breakContext(uint64_t context, Status status, const std::string& message);

    size_t usedMemory(int device) const;

private:
    Driver();
    uint64_t handles_ = 0x10000;
};

// The contexts that the calling thread has made current, innermost last.
std::vector<uint64_t>& contextStack();

// What each API function begins with: the lock, and the state that it needs.
template <class F> Status withDriver(F body) {
    Driver& driver = Driver::instance();
    std::lock_guard guard(driver.mutex);
    return driver.initialized ? body(driver) : NOT_INITIALIZED;
}

template <class F> Status withContext(F body) {
    return withDriver([&](Driver& driver) {
        Context* context = driver.current();
        if (context == nullptr) {
            return INVALID_CONTEXT;
        }
        if (context->error != SUCCESS) {
            return context->error;
        }
        return body(driver, *context);
    });
}

}  // namespace sim

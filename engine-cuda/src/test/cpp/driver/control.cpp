// What tests use to set up, to make fail and to inspect the simulation.

#include "driver.h"

using namespace sim;

namespace {

template <class F> auto locked(F body) {
    Driver& driver = Driver::instance();
    std::lock_guard guard(driver.mutex);
    return body(driver);
}

}  // namespace

// One GPU as in Settings, nothing allocated, no failures to come. Every handle and address from before is invalid.
SIM_API void neocogSimReset() {
    locked([](Driver& d) { d.reset(); });
}

SIM_API void neocogSimSetDevices(int count) {
    locked([&](Driver& d) { d.settings.devices = count; });
}

SIM_API void neocogSimSetMemory(long bytes) {
    locked([&](Driver& d) { d.settings.memory = size_t(bytes); });
}

SIM_API void neocogSimDriverVersion(int version) {
    locked([&](Driver& d) { d.settings.driverVersion = version; });
}

SIM_API void neocogSimComputeCapability(int major, int minor) {
    locked([&](Driver& d) {
        d.settings.major = major;
        d.settings.minor = minor;
    });
}

// See Schedule.
SIM_API void neocogSimSchedule(int schedule, int seed) {
    locked([&](Driver& d) { d.streams.schedule(static_cast<Schedule>(schedule), unsigned(seed)); });
}

// The n-th cuMemAlloc from now on says that there is no memory; 0 for none.
SIM_API void neocogSimFailAllocation(int n) {
    locked([&](Driver& d) { d.injected.allocation = n; });
}

// The n-th launch from now on, of a kernel or by cuBLAS, fails; the context goes on.
SIM_API void neocogSimFailLaunch(int n) {
    locked([&](Driver& d) { d.injected.launch = n; });
}

// The first launch after so many more fails and so does everything after it: the device is gone until the reset.
SIM_API void neocogSimLoseDevice(int afterLaunches) {
    locked([&](Driver& d) { d.injected.loss = afterLaunches + 1; });
}

// Device memory and pinned host memory that is allocated.
SIM_API long neocogSimLiveAllocations() {
    return locked([](Driver& d) { return long(d.memory.liveAllocations(false) + d.memory.liveAllocations(true)); });
}

SIM_API long neocogSimLiveBytes() {
    return locked([](Driver& d) { return long(d.memory.liveBytesInAll()); });
}

// Contexts, events and modules that are not destroyed.
SIM_API long neocogSimLiveHandles() {
    return locked([](Driver& d) { return long(d.contexts.size() + d.events.size() + d.modules.size()); });
}

// Allocations that were freed only by the end of their context.
SIM_API long neocogSimLeaks() {
    return locked([](Driver& d) { return d.counts.leaks; });
}

SIM_API long neocogSimLaunches() {
    return locked([](Driver& d) { return d.counts.launches; });
}

SIM_API long neocogSimAllocations() {
    return locked([](Driver& d) { return d.counts.allocations; });
}

// How often the host has waited for the device.
SIM_API long neocogSimSynchronizations() {
    return locked([](Driver& d) { return d.counts.synchronizations; });
}

// The last error in words; good until the next error or reset.
SIM_API const char* neocogSimLastFault() {
    return locked([](Driver& d) { return d.lastFault.c_str(); });
}

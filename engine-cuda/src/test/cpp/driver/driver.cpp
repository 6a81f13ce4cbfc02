#include "driver.h"

#include <cstdio>
#include <cstdlib>
#include <dlfcn.h>

namespace sim {

namespace {

long environment(const char* name, long otherwise) {
    const char* value = getenv(name);
    return value == nullptr ? otherwise : atol(value);
}

}  // namespace

Settings Settings::fromEnvironment() {
    Settings settings;
    settings.devices = int(environment("NEOCOG_SIM_DEVICES", settings.devices));
    settings.memory = size_t(environment("NEOCOG_SIM_MEMORY", long(settings.memory)));
    settings.driverVersion = int(environment("NEOCOG_SIM_DRIVER_VERSION", settings.driverVersion));
    return settings;
}

Driver::Driver() : settings(Settings::fromEnvironment()) {}

Driver& Driver::instance() {
    static Driver* driver = new Driver();       // outlives every thread that may call at the end of the process
    return *driver;
}

std::vector<uint64_t>& contextStack() {
    thread_local std::vector<uint64_t> stack;
    return stack;
}

Context* Driver::current() {
    if (contextStack().empty()) {
        return nullptr;
    }
    auto found = contexts.find(contextStack().back());
    return found == contexts.end() ? nullptr : &found->second;
}

std::shared_ptr<Stream> Driver::stream(uint64_t handle, const Context& context) {
    if (handle <= 2) {      // 0 and CU_STREAM_LEGACY; CU_STREAM_PER_THREAD is taken for the same
        return streams.defaultOf(context.id);
    }
    auto found = streams.find(handle);
    return found != nullptr && found->context == context.id ? found : nullptr;
}

Status Driver::createContext(int device, bool primary, uint64_t& id) {
    if (device < 0 || device >= settings.devices) {
        return INVALID_DEVICE;
    }
    if (injected.lost) {
        return DEVICE_UNAVAILABLE;
    }
    id = newHandle();
    contexts[id] = Context{id, device, primary};
    return SUCCESS;
}

void Driver::destroyContext(uint64_t id) {
    Context& context = contexts.at(id);
    if (context.error == SUCCESS) {
        streams.reachAll(id);
    }
    size_t before = memory.liveAllocations(false) + memory.liveAllocations(true);
    memory.freeContext(id);
    if (context.error == SUCCESS) {
        counts.leaks += long(before - memory.liveAllocations(false) - memory.liveAllocations(true));
    }
    streams.destroyContext(id);
    for (auto at = functions.begin(); at != functions.end();) {
        at = at->second.context == id ? functions.erase(at) : std::next(at);
    }
    for (auto at = events.begin(); at != events.end();) {
        at = at->second.context == id ? events.erase(at) : std::next(at);
    }
    for (auto at = modules.begin(); at != modules.end();) {
        if (at->second.context == id) {
            dlclose(at->second.library);
            at = modules.erase(at);
        } else {
            ++at;
        }
    }
    contexts.erase(id);
}

void Driver::reset() {
    for (auto& [id, context] : contexts) {
        context.error = UNKNOWN;        // nothing that is queued shall run
    }
    while (!contexts.empty()) {
        destroyContext(contexts.begin()->first);
    }
    primaries.clear();
    memory.clear();
    streams.clear();
    settings = Settings::fromEnvironment();
    injected = {};
    counts = {};
    lastFault.clear();
}

void Driver::report(const std::string& message) {
    lastFault = message;
    fprintf(stderr, "simulated CUDA: %s\n", message.c_str());
}

Status Driver::refuse(const std::string& message) {
    report(message);
    return INVALID_VALUE;
}

Status Driver::breakContext(uint64_t context, Status status, const std::string& message) {
    report(message);
    contexts.at(context).error = status;
    return status;
}

size_t Driver::usedMemory(int device) const {
    size_t sum = 0;
    for (const auto& [id, context] : contexts) {
        sum += context.device == device ? memory.liveBytes(id) : 0;
    }
    return sum;
}

}  // namespace sim

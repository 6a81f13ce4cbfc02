#include "operation.h"

#include <signal.h>

namespace sim {

namespace {

bool countsDown(int& counter) {
    return counter > 0 && --counter == 0;
}

std::string describeFault(const Driver& driver, const Operation& operation, const Outcome& outcome) {
    const Fault& fault = outcome.fault;
    std::string place = operation.name + (outcome.where.empty() ? "" : ", " + outcome.where) + ": ";
    if (fault.signal == -1) {
        return operation.name + ": " + outcome.problem;
    }
    char address[32];
    snprintf(address, sizeof address, "0x%zx", size_t(fault.address));
    switch (fault.signal) {
        case SIGFPE:
            return place + "integer division by zero";
        case SIGILL:
            return place + "illegal instruction at " + address;
        default:
            return place + "illegal " + (fault.write ? "write to " : "read of ") + address + ", "
                   + (outcome.shared ? "outside the bounds of a __shared__ variable"
                                     : driver.memory.describe(fault.address));
    }
}

Status runOperation(Driver& driver, uint64_t context, const Operation& operation) {
    for (const Range& range : operation.ranges) {
        std::string problem = driver.memory.rangeProblem(range.address, range.bytes);
        if (!problem.empty()) {
            return driver.breakContext(context, ILLEGAL_ADDRESS, operation.name + ": " + range.name + ": " + problem);
        }
    }
    Outcome outcome = operation.run();
    if (!outcome.ok()) {
        bool memory = outcome.fault.signal == SIGSEGV || outcome.fault.signal == SIGBUS;
        return driver.breakContext(context, memory ? ILLEGAL_ADDRESS : LAUNCH_FAILED,
                                   describeFault(driver, operation, outcome));
    }
    std::string damage = driver.memory.damage();
    if (!damage.empty()) {
        return driver.breakContext(context, ILLEGAL_ADDRESS, operation.name + ": " + damage);
    }
    return SUCCESS;
}

}  // namespace

Status launch(uint64_t handle, Operation operation) {
    return withContext([&](Driver& driver, Context& context) {
        auto stream = driver.stream(handle, context);
        if (stream == nullptr) {
            return INVALID_HANDLE;
        }
        driver.counts.launches++;
        if (countsDown(driver.injected.launch)) {
            driver.report(operation.name + ": made to fail");
            return LAUNCH_OUT_OF_RESOURCES;
        }
        if (countsDown(driver.injected.loss)) {
            driver.injected.lost = true;
            for (auto& [id, each] : driver.contexts) {
                each.error = LAUNCH_FAILED;
            }
            driver.report("the device was made to be lost at " + operation.name);
            return LAUNCH_FAILED;
        }
        uint64_t id = context.id;
        Work work;
        work.run = [&driver, id, operation = std::move(operation)] { return runOperation(driver, id, operation); };
        return driver.streams.add(stream, std::move(work));
    });
}

int driverVersion() {
    Driver& driver = Driver::instance();
    std::lock_guard guard(driver.mutex);
    return driver.settings.driverVersion;
}

}  // namespace sim

// Work for the simulated GPU: kernels, and the operations of libraries such as cuBLAS.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "driver.h"
#include "workers.h"

namespace sim {

struct Range {
    std::string name;           // in messages: "A of cublasSgemm"
    uint64_t address;
    size_t bytes;
};

struct Operation {
    std::string name;           // "kernel neocog_relu"
    std::vector<Range> ranges;  // of device memory, all of which have to be there when the operation runs
    std::function<Outcome()> run;
};

// Queues an operation on a stream of the current context; counts as a launch for injected failures.
__attribute__((visibility("default"))) Status launch(uint64_t stream, Operation operation);
// The driver's CUDA version, for libraries that need a certain one.
__attribute__((visibility("default"))) int driverVersion();

}  // namespace sim

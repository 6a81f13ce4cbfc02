// One launch of a kernel.
#pragma once

#include "operation.h"

namespace sim {

struct LaunchRequest {
    neocog_sim::Index3 grid, block;
    unsigned sharedBytes;
    void** arguments;           // copied before the call returns
};

// Why CUDA would not take the launch, with its status; empty text when it would.
Status checkLaunch(const Function& function, const LaunchRequest& request, std::string& why);
Operation kernelOperation(const Function& function, const LaunchRequest& request, bool lastBlockFirst);

}  // namespace sim

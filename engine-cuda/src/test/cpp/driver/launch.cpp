#include "launch.h"

#include <cstring>

#include "block.h"

namespace sim {

namespace {

// A launch that waits in a queue: the arguments by value.
struct Queued {
    const neocog_sim::Kernel* kernel;
    neocog_sim::Index3 grid, block;
    unsigned sharedBytes;
    bool lastBlockFirst;
    std::vector<std::vector<char>> values;

    Outcome run() const {
        std::vector<void*> arguments;
        for (const auto& value : values) {
            arguments.push_back(const_cast<char*>(value.data()));
        }
        neocog_sim::Launch launch = {grid, block, arguments.data()};
        size_t blocks = size_t(grid.x) * grid.y * grid.z;
        return Workers::instance().run(blocks, [&](size_t i) {
            size_t b = lastBlockFirst ? blocks - 1 - i : i;
            neocog_sim::Index3 at = {unsigned(b % grid.x), unsigned(b / grid.x % grid.y), unsigned(b / grid.x / grid.y)};
            blockRunner().run(*kernel, launch, at, sharedBytes);
        });
    }
};

}  // namespace

Status checkLaunch(const Function& function, const LaunchRequest& request, std::string& why) {
    const auto& [grid, block, sharedBytes, arguments] = request;
    size_t threads = size_t(block.x) * block.y * block.z;
    size_t blocks = size_t(grid.x) * grid.y * grid.z;
    unsigned bound = function.kernel->maxThreads;
    auto dims = [](neocog_sim::Index3 i) {
        return std::to_string(i.x) + "x" + std::to_string(i.y) + "x" + std::to_string(i.z);
    };
    if (threads == 0 || threads > 1024 || block.x > 1024 || block.y > 1024 || block.z > 64) {
        why = "a block of " + dims(block) + " threads";
    } else if (blocks == 0 || grid.x > 0x7fffffffu || grid.y > 65535 || grid.z > 65535) {
        why = "a grid of " + dims(grid) + " blocks";
    } else if (sharedBytes > unsigned(function.maxDynamicShared)) {
        why = std::to_string(sharedBytes) + " bytes of dynamic shared memory, more than "
              + std::to_string(function.maxDynamicShared);
    } else if (arguments == nullptr && function.kernel->parameters > 0) {
        why = "no arguments for " + std::to_string(function.kernel->parameters) + " parameters";
    } else if (bound > 0 && threads > bound) {
        why = std::to_string(threads) + " threads in a block, more than its __launch_bounds__(" + std::to_string(bound)
              + ")";
        return LAUNCH_OUT_OF_RESOURCES;
    }
    return why.empty() ? SUCCESS : INVALID_VALUE;
}

Operation kernelOperation(const Function& function, const LaunchRequest& request, bool lastBlockFirst) {
    auto queued = std::make_shared<Queued>();
    queued->kernel = function.kernel;
    queued->grid = request.grid;
    queued->block = request.block;
    queued->sharedBytes = request.sharedBytes;
    queued->lastBlockFirst = lastBlockFirst;
    for (unsigned i = 0; i < function.kernel->parameters; i++) {
        auto* value = static_cast<const char*>(request.arguments[i]);
        queued->values.emplace_back(value, value + function.kernel->sizes[i]);
    }
    Operation operation;
    operation.name = std::string("kernel ") + function.kernel->name;
    operation.run = [queued] { return queued->run(); };
    return operation;
}

}  // namespace sim

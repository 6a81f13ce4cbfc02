// The system threads on which simulated kernels run.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include "fault.h"

namespace sim {

struct Outcome {
    Fault fault;
    std::string problem;        // what the kernel's own services reported
    std::string where;          // the block, for a kernel
    bool shared = false;        // the fault was just outside a __shared__ variable
    bool ok() const { return fault.signal == 0; }
};

// Runs task(0..count-1), each index once, in no promised order, until all are done or one faults.
class __attribute__((visibility("default"))) Workers {
public:
    using Task = std::function<void(size_t)>;

    static Workers& instance();
    Outcome run(size_t count, const Task& task);

private:
    Workers();

    std::mutex mutex_;
    std::condition_variable begin_, end_;
    unsigned long round_ = 0;
    unsigned wanted_ = 0, busy_ = 0, threads_ = 0;
    const Task* task_ = nullptr;
    size_t count_ = 0;
    size_t next_ = 0;           // changed atomically
    Outcome outcome_;

    void serve(unsigned number);
    void work();
    static void takeIndices(void* workers);
};

}  // namespace sim

// From a preprocessed CUDA source to C++ that the host compiler takes.
#pragma once

#include <string>
#include <vector>

namespace sim {

struct KernelName {
    std::string name;
    std::string maxThreads;     // the first argument of __launch_bounds__, "0" without
};

struct HostSource {
    std::string text;                   // lines stay where they were
    std::vector<KernelName> kernels;    // those that are no templates
};

HostSource toHostSource(const std::string& preprocessed);

}  // namespace sim

// Compiles a CUDA source with the host's compiler.
#pragma once

#include <string>
#include <vector>

#include "options.h"

namespace sim {

struct Header {
    std::string name, text;
};

struct Request {
    std::string name, source;
    std::vector<Header> headers;
    std::vector<std::string> expressions;   // names of template instances to export
};

struct Compiled {
    bool ok = false;
    std::string log;
    std::string library;        // the shared library's bytes
};

Compiled compile(const Request& request, const Options& options);
std::string loweredName(size_t expression);

}  // namespace sim

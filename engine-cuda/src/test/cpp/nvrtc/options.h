// The options of nvrtcCompileProgram.
#pragma once

#include <string>
#include <vector>

namespace sim {

struct Options {
    unsigned architecture = 75;     // of 12.x: 52; of 13.x: 75. One number serves both here.
    bool exact = false;             // sm_XX, a cubin; else compute_XX, PTX only
    bool fmad = true;
    std::vector<std::string> passedOn;  // -D, -I, -U and the language standard, for the host compiler
    std::string problem;            // not empty: the log's text for an invalid option

    static Options parse(int count, const char* const* options);
};

const std::vector<int>& supportedArchitectures();

}  // namespace sim

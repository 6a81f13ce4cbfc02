// The CUDA release that the libraries are of: the one thing in which those of CUDA 12 and of CUDA 13 differ.
#pragma once

namespace sim {

extern const int CUDA_MAJOR, CUDA_MINOR;

}  // namespace sim

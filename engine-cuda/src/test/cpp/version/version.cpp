#include "version.h"

namespace sim {

const int CUDA_MAJOR = SIM_CUDA_MAJOR;
const int CUDA_MINOR = SIM_CUDA_MAJOR == 12 ? 6 : 0;

}  // namespace sim

// Every function that JCuda's native library names. Those that the simulation has are stronger than these and replace
// them; a call of any other gets an answer instead of ending the process.

#define UNSUPPORTED(name) \
    extern "C" __attribute__((weak, visibility("default"))) int name() { return 801; /* CUDA_ERROR_NOT_SUPPORTED */ }
#include "symbols.inc"

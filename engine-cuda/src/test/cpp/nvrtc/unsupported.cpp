// Every function that JCuda's native library names; see the driver's.

#define UNSUPPORTED(name) \
    extern "C" __attribute__((weak, visibility("default"))) int name() { return 11; /* NVRTC_ERROR_INTERNAL_ERROR */ }
#include "symbols.inc"

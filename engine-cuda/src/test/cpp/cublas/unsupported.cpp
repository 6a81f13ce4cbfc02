// Every function that JCuda's native library names; see the driver's.

#define UNSUPPORTED(name) \
    extern "C" __attribute__((weak, visibility("default"))) int name() { return 15; /* CUBLAS_STATUS_NOT_SUPPORTED */ }
#include "symbols.inc"

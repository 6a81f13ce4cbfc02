// What a compiled kernel module and the simulated driver know of each other. Kernel sources see this file too, so it
// includes nothing.
#pragma once

namespace neocog_sim {

struct Index3 {
    unsigned x, y, z;
};

// What a thread offers to, and gets from, a meeting of several threads: a barrier or a warp's exchange.
struct Meeting {
    enum Kind : int { BLOCK, SHUFFLE, VOTE };
    Kind kind;
    int line;                   // in the kernel's source; threads that meet must stand on the same line
    unsigned mask;              // lanes that take part, for SHUFFLE and VOTE
    unsigned lane;              // SHUFFLE: the lane whose value is wanted
    unsigned long long value;   // in: the thread's value or predicate; out: the result
};

// The driver's services to a running kernel.
struct Services {
    void (*meet)(unsigned thread, Meeting* meeting);
    void* (*shared)(unsigned slot, unsigned long bytes);
    void* (*dynamicShared)();
    void (*fail)(const char* what, int line);
};

struct Launch {
    Index3 grid, block;
    void** arguments;
};

struct Kernel {
    const char* name;
    unsigned parameters;
    const unsigned* sizes;      // bytes of each parameter
    unsigned maxThreads;        // from __launch_bounds__, 0 for none
    // Runs the block's threads from firstThread on, one after the other, until the last or until one has met others.
    void (*run)(const Launch* launch, Index3 block, unsigned firstThread);
};

}  // namespace neocog_sim

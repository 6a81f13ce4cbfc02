// Faults of threads that run a simulated kernel become an error of the kernel; all others are the process's affair.
#pragma once

#include <csetjmp>
#include <cstdint>

namespace sim {

struct Fault {
    int signal = 0;             // 0: none; -1: reported by the kernel's own services
    uintptr_t address = 0;
    bool write = false;
};

// Called once; keeps the handlers that were there for faults outside of kernels.
void installFaultHandlers();

// Runs work(argument). False when it faulted, which ends it wherever it was.
bool runGuarded(void (*work)(void*), void* argument, Fault& fault);

// Ends the guarded work of this thread.
[[noreturn]] void abandon();

}  // namespace sim

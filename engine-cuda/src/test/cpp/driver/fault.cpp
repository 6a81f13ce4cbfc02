#include "fault.h"

#include <mutex>
#include <signal.h>
#include <ucontext.h>

namespace sim {

namespace {

struct Frame {
    sigjmp_buf start;
    Fault* fault;
};

// In static TLS, because a signal handler must not be the first to touch (and so allocate) a thread's variables.
__attribute__((tls_model("initial-exec"))) thread_local Frame* current = nullptr;

constexpr int SIGNALS[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL};
struct sigaction previous[65];

void forward(int signal, siginfo_t* info, void* context) {
    const struct sigaction& old = previous[signal];
    if (old.sa_flags & SA_SIGINFO) {
        old.sa_sigaction(signal, info, context);
    } else if (old.sa_handler == SIG_DFL) {
        sigaction(signal, &old, nullptr);      // the fault happens again and ends the process, as it would have
    } else if (old.sa_handler != SIG_IGN) {
        old.sa_handler(signal);
    }
}

void handle(int signal, siginfo_t* info, void* context) {
    Frame* frame = current;
    if (frame == nullptr) {
        forward(signal, info, context);
        return;
    }
    frame->fault->signal = signal;
    frame->fault->address = reinterpret_cast<uintptr_t>(info->si_addr);
    // Bit 1 of a page fault's error code tells a write from a read.
    frame->fault->write = (static_cast<ucontext_t*>(context)->uc_mcontext.gregs[REG_ERR] & 2) != 0;
    siglongjmp(frame->start, 1);
}

}  // namespace

void installFaultHandlers() {
    static std::once_flag once;
    std::call_once(once, [] {
        struct sigaction action = {};
        action.sa_sigaction = handle;
        action.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER;
        for (int signal : SIGNALS) {
            sigaction(signal, nullptr, &previous[signal]);
            action.sa_mask = previous[signal].sa_mask;
            sigaction(signal, &action, nullptr);
        }
    });
}

bool runGuarded(void (*work)(void*), void* argument, Fault& fault) {
    Frame frame;
    frame.fault = &fault;
    if (sigsetjmp(frame.start, 1) == 0) {
        current = &frame;
        work(argument);
        current = nullptr;
        return true;
    }
    current = nullptr;
    return false;
}

void abandon() {
    current->fault->signal = -1;
    siglongjmp(current->start, 1);
}

}  // namespace sim

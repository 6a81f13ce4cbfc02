#include "fiber.h"

#include <atomic>
#include <cstdint>
#include <new>
#include <sys/mman.h>

#ifndef __x86_64__
#error "the simulated CUDA switches stacks in x86-64 assembly; JCuda's natives are for x86-64 too"
#endif

// void neocogSimSwitch(void** saved, void* top): the registers that a function has to preserve go onto the stack.
asm(R"(
    .text
    .hidden neocogSimSwitch
    .globl neocogSimSwitch
    .type neocogSimSwitch, @function
neocogSimSwitch:
    pushq %rbp
    pushq %rbx
    pushq %r12
    pushq %r13
    pushq %r14
    pushq %r15
    movq %rsp, (%rdi)
    movq %rsi, %rsp
    popq %r15
    popq %r14
    popq %r13
    popq %r12
    popq %rbx
    popq %rbp
    ret
    .size neocogSimSwitch, .-neocogSimSwitch
)");

extern "C" void neocogSimSwitch(void** saved, void* top);

namespace sim {

namespace {

constexpr size_t STACK = 256 * 1024;    // reserved; only what is touched takes memory
constexpr size_t PAGE = 4096;
constexpr size_t LINE = 64;             // of the cache

// Stacks begin at different lines of their pages. Were they all at the same, every switch would miss the cache, since all
// the stacks would compete for a few of its sets.
std::atomic<size_t> stacks = 0;

}  // namespace

Fiber::Fiber(Entry entry) : entry_(entry) {
    void* stack = mmap(nullptr, STACK, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (stack == MAP_FAILED) {
        throw std::bad_alloc();
    }
    stack_ = static_cast<char*>(stack);
    end_ = stack_ + STACK - stacks++ * 5 % 256 * LINE;
    mprotect(stack_, PAGE, PROT_NONE);
    restart();
}

Fiber::~Fiber() {
    if (stack_ != nullptr) {
        munmap(stack_, STACK);
    }
}

void Fiber::restart() {
    if (stack_ == nullptr) {
        return;
    }
    // Six registers and the address that `ret` takes, which has to be a multiple of 16 for the entry's frame.
    auto* slots = reinterpret_cast<void**>(end_ - 64);
    *slots = reinterpret_cast<void*>(entry_);
    for (int i = 1; i <= 6; i++) {
        slots[-i] = nullptr;
    }
    top_ = slots - 6;
}

void Fiber::change(Fiber& from, Fiber& to) {
    neocogSimSwitch(&from.top_, to.top_);
}

}  // namespace sim

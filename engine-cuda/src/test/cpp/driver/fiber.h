// Stacks to switch between within one system thread.
#pragma once

#include <cstddef>

namespace sim {

class Fiber {
public:
    using Entry = void (*)();       // never returns

    Fiber() = default;              // stands for the stack that is in use already
    explicit Fiber(Entry entry);
    ~Fiber();
    Fiber(const Fiber&) = delete;
    Fiber& operator=(const Fiber&) = delete;

    // Makes the next switch to this fiber begin at its entry again.
    void restart();
    // Leaves `from` where it is and goes on with `to`.
    static void change(Fiber& from, Fiber& to);

private:
    Entry entry_ = nullptr;
    char* stack_ = nullptr;
    char* end_ = nullptr;           // where it begins: stacks grow down
    void* top_ = nullptr;           // where the registers of a fiber at rest are
};

}  // namespace sim

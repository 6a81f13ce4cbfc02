// Device memory and pinned host memory, and what an address belongs to.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <string>

#include "guarded.h"

namespace sim {

struct Allocation {
    Allocation(size_t size, uint64_t number, uint64_t context, bool pinned)
        : bytes(size, 256), number(number), context(context), pinned(pinned) {}

    Guarded bytes;
    uint64_t number;            // counts from 1 since the last reset, to name it in messages
    uint64_t context;
    bool pinned;                // host memory
    bool live = true;
};

class Memory {
public:
    // 0 when the system has no memory.
    uintptr_t allocate(size_t size, uint64_t context, bool pinned);
    bool free(uintptr_t address, bool pinned);
    void freeContext(uint64_t context);
    void clear();

    // A range of ordinary host memory that counts as pinned.
    bool registerHost(uintptr_t address, size_t size);
    bool unregisterHost(uintptr_t address);

    // The live allocation that an address lies in, or nullptr.
    const Allocation* find(uintptr_t address) const;
    bool isPinned(uintptr_t address, size_t size) const;
    bool touchesDevice(uintptr_t address, size_t size) const;
    // Why [address, address+size) is not within one live device allocation; empty when it is.
    std::string rangeProblem(uintptr_t address, size_t size) const;
    // Where an address lies, in words: within, before or after which allocation, live or freed.
    std::string describe(uintptr_t address) const;
    // An allocation around which something was written, in words; empty when there is none.
    std::string damage() const;

    size_t liveBytes(uint64_t context) const;       // of a context's device memory
    size_t liveAllocations(bool pinned) const;
    size_t liveBytesInAll() const;

private:
    std::map<uintptr_t, std::unique_ptr<Allocation>> allocations_;     // by address; live ones and some freed ones
    std::deque<uintptr_t> freed_;                                      // oldest first
    std::map<uintptr_t, size_t> registered_;
    uint64_t numbers_ = 0;

    void release(Allocation& allocation);
};

}  // namespace sim

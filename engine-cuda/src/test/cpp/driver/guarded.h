// Memory between two pages that nobody may touch.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace sim {

// `size` bytes whose end lies as near to the second forbidden page as `alignment` allows. The bytes between the end and
// that page, and some before the beginning, hold a pattern, so that a write there is found afterwards.
class Guarded {
public:
    // Sets address() to 0 when the system has no memory.
    Guarded(size_t size, size_t alignment);
    ~Guarded();
    Guarded(const Guarded&) = delete;
    Guarded& operator=(const Guarded&) = delete;

    uintptr_t address() const { return address_; }
    size_t size() const { return size_; }
    bool contains(uintptr_t address, size_t bytes) const;
    bool guards(uintptr_t address) const;   // it lies in one of the forbidden pages
    bool undamaged() const;     // the pattern around the bytes still stands
    void forbid();              // gives the pages back and keeps the addresses: every later access is a fault

private:
    size_t size_;
    uintptr_t mapping_ = 0;
    size_t mapped_ = 0;
    uintptr_t address_ = 0;
    uintptr_t last_ = 0;        // where the second forbidden page begins
};

// Uninitialized bytes read as NaN, or as a large int.
constexpr uint32_t UNINITIALIZED = 0x7fc0dead;
void fillUninitialized(void* bytes, size_t size);

}  // namespace sim

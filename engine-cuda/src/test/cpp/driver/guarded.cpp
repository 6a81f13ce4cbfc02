#include "guarded.h"

#include <algorithm>
#include <cstring>
#include <sys/mman.h>

namespace sim {

namespace {

constexpr size_t PAGE = 4096;
constexpr size_t FRONT = 256;       // bytes before the beginning that are checked
constexpr unsigned char PATTERN = 0xA5;

size_t roundUp(size_t size, size_t to) {
    return (size + to - 1) / to * to;
}

bool holdsPattern(uintptr_t from, uintptr_t to) {
    const auto* bytes = reinterpret_cast<const unsigned char*>(from);
    return std::all_of(bytes, bytes + (to - from), [](unsigned char b) { return b == PATTERN; });
}

}  // namespace

Guarded::Guarded(size_t size, size_t alignment) : size_(size) {
    size_t inner = roundUp(roundUp(size, alignment) + FRONT, PAGE);
    mapped_ = inner + 2 * PAGE;
    void* mapping = mmap(nullptr, mapped_, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (mapping == MAP_FAILED) {
        return;
    }
    mapping_ = reinterpret_cast<uintptr_t>(mapping);
    if (mprotect(reinterpret_cast<void*>(mapping_ + PAGE), inner, PROT_READ | PROT_WRITE) != 0) {
        return;
    }
    last_ = mapping_ + PAGE + inner;
    address_ = last_ - roundUp(size, alignment);
    fillUninitialized(reinterpret_cast<void*>(address_), size);
    memset(reinterpret_cast<void*>(address_ + size), PATTERN, last_ - address_ - size);
    memset(reinterpret_cast<void*>(address_ - FRONT), PATTERN, FRONT);
}

Guarded::~Guarded() {
    if (mapping_ != 0) {
        munmap(reinterpret_cast<void*>(mapping_), mapped_);
    }
}

bool Guarded::contains(uintptr_t address, size_t bytes) const {
    return address >= address_ && address - address_ <= size_ && bytes <= size_ - (address - address_);
}

bool Guarded::guards(uintptr_t address) const {
    return (address >= mapping_ && address < mapping_ + PAGE) || (address >= last_ && address < last_ + PAGE);
}

bool Guarded::undamaged() const {
    return holdsPattern(address_ - FRONT, address_) && holdsPattern(address_ + size_, last_);
}

void Guarded::forbid() {
    mmap(reinterpret_cast<void*>(mapping_), mapped_, PROT_NONE,
         MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED, -1, 0);
}

void fillUninitialized(void* bytes, size_t size) {
    auto* words = static_cast<uint32_t*>(bytes);
    std::fill(words, words + size / 4, UNINITIALIZED);
    memset(words + size / 4, 0xde, size % 4);
}

}  // namespace sim

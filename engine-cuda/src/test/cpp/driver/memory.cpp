#include "memory.h"

#include <algorithm>
#include <cstdio>

namespace sim {

namespace {

constexpr size_t FAR = 16u << 20;       // from an allocation: an address that has nothing to do with it
constexpr size_t REMEMBERED = 512;      // freed allocations whose addresses stay forbidden

template <class... Values> std::string text(const char* format, Values... values) {
    char buffer[256];
    snprintf(buffer, sizeof buffer, format, values...);
    return buffer;
}

std::string name(const Allocation& a) {
    return text("%s allocation %llu (%zu bytes at 0x%zx)", a.pinned ? "pinned host" : "device",
                (unsigned long long)a.number, a.bytes.size(), (size_t)a.bytes.address());
}

}  // namespace

uintptr_t Memory::allocate(size_t size, uint64_t context, bool pinned) {
    auto allocation = std::make_unique<Allocation>(size, ++numbers_, context, pinned);
    uintptr_t address = allocation->bytes.address();
    if (address != 0) {
        allocations_[address] = std::move(allocation);
    }
    return address;
}

bool Memory::free(uintptr_t address, bool pinned) {
    auto found = allocations_.find(address);
    if (found == allocations_.end() || !found->second->live || found->second->pinned != pinned) {
        return false;
    }
    release(*found->second);
    return true;
}

void Memory::release(Allocation& allocation) {
    allocation.live = false;
    allocation.bytes.forbid();
    freed_.push_back(allocation.bytes.address());
    if (freed_.size() > REMEMBERED) {
        allocations_.erase(freed_.front());
        freed_.pop_front();
    }
}

void Memory::freeContext(uint64_t context) {
    std::deque<Allocation*> owned;
    for (auto& [address, allocation] : allocations_) {
        if (allocation->live && allocation->context == context) {
            owned.push_back(allocation.get());
        }
    }
    for (Allocation* allocation : owned) {
        release(*allocation);
    }
}

void Memory::clear() {
    allocations_.clear();
    freed_.clear();
    registered_.clear();
    numbers_ = 0;
}

bool Memory::registerHost(uintptr_t address, size_t size) {
    return registered_.emplace(address, size).second;
}

bool Memory::unregisterHost(uintptr_t address) {
    return registered_.erase(address) == 1;
}

const Allocation* Memory::find(uintptr_t address) const {
    auto after = allocations_.upper_bound(address);
    if (after == allocations_.begin()) {
        return nullptr;
    }
    const Allocation* allocation = std::prev(after)->second.get();
    return allocation->live && allocation->bytes.contains(address, 1) ? allocation : nullptr;
}

bool Memory::isPinned(uintptr_t address, size_t size) const {
    const Allocation* allocation = find(address);
    if (allocation != nullptr) {
        return allocation->pinned;
    }
    auto after = registered_.upper_bound(address);
    if (after == registered_.begin()) {
        return false;
    }
    const auto& [start, bytes] = *std::prev(after);
    return address + size <= start + bytes;
}

bool Memory::touchesDevice(uintptr_t address, size_t size) const {
    for (uintptr_t end : {address, address + (size == 0 ? 0 : size - 1)}) {
        const Allocation* allocation = find(end);
        if (allocation != nullptr && !allocation->pinned) {
            return true;
        }
    }
    return false;
}

std::string Memory::rangeProblem(uintptr_t address, size_t size) const {
    const Allocation* allocation = find(address);
    if (allocation != nullptr && !allocation->pinned && allocation->bytes.contains(address, size)) {
        return "";
    }
    return text("bytes 0x%zx to 0x%zx are not all in one device allocation: 0x%zx is ", (size_t)address,
                (size_t)(address + size), (size_t)address) + describe(address);
}

std::string Memory::describe(uintptr_t address) const {
    auto after = allocations_.upper_bound(address);
    const Allocation* below = after == allocations_.begin() ? nullptr : std::prev(after)->second.get();
    const Allocation* above = after == allocations_.end() ? nullptr : after->second.get();
    size_t toBelow = below == nullptr                       ? SIZE_MAX
                     : below->bytes.contains(address, 1)    ? 0
                                                            : address - below->bytes.address() - below->bytes.size();
    size_t toAbove = above == nullptr ? SIZE_MAX : above->bytes.address() - address;
    if (std::min(toBelow, toAbove) > FAR) {
        return "in no allocation";
    }
    const Allocation& nearest = toBelow <= toAbove ? *below : *above;
    std::string where = toBelow <= toAbove ? text("at offset %zu of ", size_t(address - below->bytes.address()))
                                           : text("%zu bytes before ", toAbove);
    return where + (nearest.live ? "" : "freed ") + name(nearest);
}

std::string Memory::damage() const {
    for (const auto& [address, allocation] : allocations_) {
        if (allocation->live && !allocation->bytes.undamaged()) {
            return name(*allocation) + " was written to outside its bounds";
        }
    }
    return "";
}

size_t Memory::liveBytes(uint64_t context) const {
    size_t sum = 0;
    for (const auto& [address, allocation] : allocations_) {
        sum += allocation->live && !allocation->pinned && allocation->context == context ? allocation->bytes.size() : 0;
    }
    return sum;
}

size_t Memory::liveAllocations(bool pinned) const {
    size_t count = 0;
    for (const auto& [address, allocation] : allocations_) {
        count += allocation->live && allocation->pinned == pinned;
    }
    return count;
}

size_t Memory::liveBytesInAll() const {
    size_t sum = 0;
    for (const auto& [address, allocation] : allocations_) {
        sum += allocation->live ? allocation->bytes.size() : 0;
    }
    return sum;
}

}  // namespace sim

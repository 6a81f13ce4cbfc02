#include "shared.h"

namespace sim {

void SharedMemory::beginBlock(size_t dynamicBytes) {
    dynamicBytes_ = dynamicBytes;
    block_++;
}

void* SharedMemory::use(Variable& variable, size_t bytes) {
    if (variable.bytes == nullptr || variable.bytes->size() != bytes) {
        variable.bytes = std::make_unique<Guarded>(bytes, 16);
        variable.block = block_;
    } else if (variable.block != block_) {
        fillUninitialized(reinterpret_cast<void*>(variable.bytes->address()), bytes);
        variable.block = block_;
    }
    return reinterpret_cast<void*>(variable.bytes->address());
}

void* SharedMemory::variable(unsigned slot, size_t bytes) {
    if (slot >= variables_.size()) {
        variables_.resize(slot + 1);
    }
    return use(variables_[slot], bytes);
}

void* SharedMemory::dynamic() {
    return use(dynamic_, dynamicBytes_);
}

bool SharedMemory::guards(uintptr_t address) const {
    for (const Variable& variable : variables_) {
        if (variable.block == block_ && variable.bytes->guards(address)) {
            return true;
        }
    }
    return dynamic_.block == block_ && dynamic_.bytes->guards(address);
}

bool SharedMemory::undamaged() const {
    for (const Variable& variable : variables_) {
        if (variable.block == block_ && !variable.bytes->undamaged()) {
            return false;
        }
    }
    return dynamic_.block != block_ || dynamic_.bytes->undamaged();
}

size_t SharedMemory::staticBytes() const {
    size_t sum = 0;
    for (const Variable& variable : variables_) {
        sum += variable.block == block_ ? variable.bytes->size() : 0;
    }
    return sum;
}

}  // namespace sim

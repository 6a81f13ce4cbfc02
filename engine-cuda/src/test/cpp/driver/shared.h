// The __shared__ variables of the block that a system thread runs.
#pragma once

#include <memory>
#include <vector>

#include "guarded.h"

namespace sim {

class SharedMemory {
public:
    // Makes every variable uninitialized for the next block.
    void beginBlock(size_t dynamicBytes);
    void* variable(unsigned slot, size_t bytes);
    void* dynamic();
    bool undamaged() const;
    bool guards(uintptr_t address) const;   // it lies just outside a variable that the block has used
    size_t staticBytes() const;     // of the variables that the block has used

private:
    struct Variable {
        std::unique_ptr<Guarded> bytes;
        unsigned long block = 0;    // that used it last
    };

    std::vector<Variable> variables_;
    Variable dynamic_;
    size_t dynamicBytes_ = 0;
    unsigned long block_ = 0;

    void* use(Variable& variable, size_t bytes);
};

}  // namespace sim

// Runs the threads of one block on one system thread.
#pragma once

#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "../kernel/abi.h"
#include "fiber.h"
#include "shared.h"

namespace sim {

// Threads run one after the other on one stack until one has to wait for others (a barrier, a warp's exchange): it stays
// on its stack, and another stack takes the threads that follow. A kernel whose threads never meet is a plain loop.
class BlockRunner {
public:
    static const neocog_sim::Services SERVICES;

    // Runs a whole block. On an error, problem() says what, and the guarded work of this thread ends.
    void run(const neocog_sim::Kernel& kernel, const neocog_sim::Launch& launch, neocog_sim::Index3 block,
             size_t dynamicShared);
    // Forgets a block that ended in a fault.
    void reset();

    const std::string& problem() const { return problem_; }
    // A faulting address is outside the bounds of a __shared__ variable.
    bool missedShared(uintptr_t address) const { return shared_.guards(address); }
    neocog_sim::Index3 block() const { return block_; }

private:
    struct Strand {
        std::unique_ptr<Fiber> fiber;
        unsigned thread = 0;
        neocog_sim::Meeting* meeting = nullptr;     // it waits for
    };

    const neocog_sim::Kernel* kernel_ = nullptr;
    const neocog_sim::Launch* launch_ = nullptr;
    neocog_sim::Index3 block_ = {};
    unsigned total_ = 0;            // threads of the block
    unsigned next_ = 0;             // the first thread that has not begun
    bool running_ = false;          // a strand is in the loop over threads that have not met
    unsigned atBarrier_ = 0;
    std::vector<unsigned> inWarp_;  // threads of each warp that wait for their warp

    std::vector<std::unique_ptr<Strand>> strands_;      // the first is the system thread's own stack
    Strand* current_ = nullptr;
    std::vector<Strand*> idle_;     // wait in threads() for work
    std::deque<Strand*> ready_;     // their meeting is complete
    std::vector<Strand*> waiting_;  // by thread; nullptr for one that does not wait
    unsigned waitingCount_ = 0;
    SharedMemory shared_;
    std::string problem_;

    void threads();
    void meet(unsigned thread, neocog_sim::Meeting* meeting);
    bool completes(const Strand& last);
    void complete(const Strand& last);
    void release(unsigned thread);
    void goOn(bool ended);
    void change(Strand* to);
    Strand* idleStrand();
    unsigned lanes(unsigned thread, unsigned mask) const;
    [[noreturn]] void fail(const std::string& what);
    [[noreturn]] void failDivergent();
    std::string position(unsigned thread) const;

    static void enterStrand();
};

BlockRunner& blockRunner();     // of this system thread

}  // namespace sim

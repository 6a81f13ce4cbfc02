#include "workers.h"

#include <algorithm>
#include <cstdlib>
#include <signal.h>
#include <thread>

#include "block.h"

namespace sim {

namespace {

constexpr size_t SIGNAL_STACK = 64 * 1024;

unsigned threadCount() {
    return std::clamp(std::thread::hardware_concurrency(), 1u, 2u);
}

}  // namespace

Workers& Workers::instance() {
    static Workers* workers = new Workers();    // never ended: its threads live as long as the process
    return *workers;
}

Workers::Workers() : threads_(threadCount()) {
    installFaultHandlers();
    sigset_t all, before;
    sigfillset(&all);
    for (int fault : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP}) {
        sigdelset(&all, fault);
    }
    pthread_sigmask(SIG_SETMASK, &all, &before);    // the process's signals are not for the workers, which inherit this
    for (unsigned i = 0; i < threads_; i++) {
        std::thread([this, i] { serve(i); }).detach();
    }
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

Outcome Workers::run(size_t count, const Task& task) {
    std::unique_lock lock(mutex_);
    task_ = &task;
    count_ = count;
    next_ = 0;
    outcome_ = {};
    wanted_ = busy_ = unsigned(std::min<size_t>(threads_, count));
    round_++;
    begin_.notify_all();
    end_.wait(lock, [this] { return busy_ == 0; });
    return outcome_;
}

void Workers::serve(unsigned number) {
    // A fault on a kernel's stack, which may have overflowed, is handled on a stack of its own.
    stack_t stack = {};
    stack.ss_sp = malloc(SIGNAL_STACK);
    stack.ss_size = SIGNAL_STACK;
    sigaltstack(&stack, nullptr);
    unsigned long seen = 0;
    std::unique_lock lock(mutex_);
    for (;;) {
        begin_.wait(lock, [&] { return round_ != seen; });
        seen = round_;
        if (number < wanted_) {
            lock.unlock();
            work();
            lock.lock();
            if (--busy_ == 0) {
                end_.notify_one();
            }
        }
    }
}

void Workers::work() {
    Fault fault;
    if (runGuarded(&takeIndices, this, fault)) {
        return;
    }
    BlockRunner& runner = blockRunner();
    runner.reset();
    __atomic_store_n(&next_, count_, __ATOMIC_RELAXED);
    std::lock_guard guard(mutex_);
    if (outcome_.ok()) {
        outcome_.fault = fault;
        outcome_.shared = runner.missedShared(fault.address);
        outcome_.problem = fault.signal == -1 ? runner.problem() : "";
        neocog_sim::Index3 b = runner.block();
        outcome_.where = "block (" + std::to_string(b.x) + "," + std::to_string(b.y) + "," + std::to_string(b.z) + ")";
    }
}

void Workers::takeIndices(void* workers) {
    auto* self = static_cast<Workers*>(workers);
    for (;;) {
        size_t index = __atomic_fetch_add(&self->next_, 1, __ATOMIC_RELAXED);
        if (index >= self->count_) {
            return;
        }
        (*self->task_)(index);
    }
}

}  // namespace sim

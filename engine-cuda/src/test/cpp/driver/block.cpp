#include "block.h"

#include <algorithm>

#include "fault.h"

namespace sim {

using neocog_sim::Meeting;

namespace {

constexpr size_t STATIC_SHARED_LIMIT = 48 * 1024;

std::string triple(neocog_sim::Index3 i) {
    return "(" + std::to_string(i.x) + "," + std::to_string(i.y) + "," + std::to_string(i.z) + ")";
}

}  // namespace

BlockRunner& blockRunner() {
    thread_local BlockRunner runner;
    return runner;
}

const neocog_sim::Services BlockRunner::SERVICES = {
    [](unsigned thread, Meeting* meeting) { blockRunner().meet(thread, meeting); },
    [](unsigned slot, unsigned long bytes) { return blockRunner().shared_.variable(slot, bytes); },
    [] { return blockRunner().shared_.dynamic(); },
    [](const char* what, int line) { blockRunner().fail(std::string(what) + " at line " + std::to_string(line)); },
};

void BlockRunner::run(const neocog_sim::Kernel& kernel, const neocog_sim::Launch& launch, neocog_sim::Index3 block,
                      size_t dynamicShared) {
    if (strands_.empty()) {
        strands_.push_back(std::make_unique<Strand>());
        strands_[0]->fiber = std::make_unique<Fiber>();
    }
    kernel_ = &kernel;
    launch_ = &launch;
    block_ = block;
    total_ = launch.block.x * launch.block.y * launch.block.z;
    next_ = 0;
    shared_.beginBlock(dynamicShared);
    current_ = strands_[0].get();
    threads();
    if (!shared_.undamaged()) {
        fail("a __shared__ variable was written to outside its bounds");
    }
    if (shared_.staticBytes() > STATIC_SHARED_LIMIT) {
        fail("its __shared__ variables take " + std::to_string(shared_.staticBytes()) + " bytes, more than 49152");
    }
}

void BlockRunner::reset() {
    idle_.clear();
    ready_.clear();
    waiting_.clear();
    inWarp_.clear();
    waitingCount_ = atBarrier_ = 0;
    running_ = false;
    for (size_t i = 1; i < strands_.size(); i++) {
        strands_[i]->fiber->restart();
        idle_.push_back(strands_[i].get());
    }
}

// What every strand does: take the threads that have not begun, then make way for those that can go on. Only the first
// strand returns, when all threads have ended.
void BlockRunner::threads() {
    for (;;) {
        if (next_ < total_ && !running_) {
            running_ = true;
            kernel_->run(launch_, block_, next_);
            if (running_) {             // none of them has met others
                next_ = total_;
                running_ = false;
            }
        } else if (next_ == total_ && ready_.empty() && waitingCount_ == 0 && current_ == strands_[0].get()) {
            return;
        } else {
            goOn(true);
        }
    }
}

void BlockRunner::meet(unsigned thread, Meeting* meeting) {
    if (thread >= next_) {              // this strand was in the loop; another has to take it up
        next_ = thread + 1;
        running_ = false;
    }
    if (waiting_.size() < total_) {
        waiting_.assign(total_, nullptr);
        inWarp_.assign((total_ + 31) / 32, 0);
    }
    Strand* self = current_;
    self->thread = thread;
    self->meeting = meeting;
    waiting_[thread] = self;
    waitingCount_++;
    (meeting->kind == Meeting::BLOCK ? atBarrier_ : inWarp_[thread / 32])++;
    if (completes(*self)) {
        complete(*self);
    } else {
        goOn(false);
    }
}

unsigned BlockRunner::lanes(unsigned thread, unsigned mask) const {
    unsigned first = thread / 32 * 32;
    unsigned present = total_ - first >= 32 ? 0xffffffffu : (1u << (total_ - first)) - 1;
    return mask & present;
}

bool BlockRunner::completes(const Strand& last) {
    const Meeting& meeting = *last.meeting;
    if (meeting.kind == Meeting::BLOCK) {
        return atBarrier_ == total_;
    }
    if ((meeting.mask >> (last.thread & 31) & 1) == 0) {
        fail("thread " + position(last.thread) + " is not in the mask of its warp function at line "
             + std::to_string(meeting.line));
    }
    unsigned missing = lanes(last.thread, meeting.mask);
    if (inWarp_[last.thread / 32] < unsigned(__builtin_popcount(missing))) {
        return false;
    }
    for (; missing != 0; missing &= missing - 1) {      // those that wait may be of another mask
        if (waiting_[last.thread / 32 * 32 + __builtin_ctz(missing)] == nullptr) {
            return false;
        }
    }
    return true;
}

void BlockRunner::complete(const Strand& last) {
    const Meeting& meeting = *last.meeting;
    unsigned first = meeting.kind == Meeting::BLOCK ? 0 : last.thread / 32 * 32;
    unsigned end = meeting.kind == Meeting::BLOCK ? total_ : std::min(total_, first + 32);
    auto takesPart = [&](unsigned t) { return meeting.kind == Meeting::BLOCK || (meeting.mask >> (t - first) & 1); };
    unsigned long long values[32] = {};
    unsigned long long votes = 0;
    for (unsigned t = first; t < end; t++) {
        if (!takesPart(t)) {
            continue;
        }
        if (waiting_[t] == nullptr || waiting_[t]->meeting->kind != meeting.kind
            || waiting_[t]->meeting->line != meeting.line || waiting_[t]->meeting->mask != meeting.mask) {
            failDivergent();
        }
        values[t & 31] = waiting_[t]->meeting->value;
        votes += meeting.kind == Meeting::BLOCK ? values[t & 31] : (values[t & 31] & 1) << (t & 31);
    }
    for (unsigned t = first; t < end; t++) {
        if (takesPart(t)) {
            Meeting& its = *waiting_[t]->meeting;
            unsigned from = first + its.lane;
            // A lane that is not there or takes no part has no value to give: the GPU's is undefined, here it is NaN.
            bool given = from < end && takesPart(from);
            its.value = its.kind != Meeting::SHUFFLE ? votes : given ? values[its.lane & 31] : 0x7ff8dead7fc0deadull;
            release(t);
        }
    }
}

void BlockRunner::release(unsigned thread) {
    Strand* strand = waiting_[thread];
    waiting_[thread] = nullptr;
    waitingCount_--;
    (strand->meeting->kind == Meeting::BLOCK ? atBarrier_ : inWarp_[thread / 32])--;
    strand->meeting = nullptr;
    if (strand != current_) {
        ready_.push_back(strand);
    }
}

// Leaves this strand, which waits or has ended its threads, for one that has something to do.
void BlockRunner::goOn(bool ended) {
    Strand* self = current_;
    if (next_ < total_ && !running_) {
        change(idleStrand());
    } else if (!ready_.empty()) {
        Strand* to = ready_.front();
        ready_.pop_front();
        if (ended) {
            idle_.push_back(self);
        }
        change(to);
    } else if (waitingCount_ == 0 && ended) {
        // All is done; the first strand, which is idle too, is the one to notice.
        idle_.push_back(self);
        idle_.erase(std::find(idle_.begin(), idle_.end(), strands_[0].get()));
        change(strands_[0].get());
    } else {
        failDivergent();
    }
}

void BlockRunner::change(Strand* to) {
    Strand* from = current_;
    current_ = to;
    Fiber::change(*from->fiber, *to->fiber);
}

void BlockRunner::enterStrand() {
    blockRunner().threads();
}

BlockRunner::Strand* BlockRunner::idleStrand() {
    if (idle_.empty()) {
        strands_.push_back(std::make_unique<Strand>());
        strands_.back()->fiber = std::make_unique<Fiber>(&enterStrand);
        return strands_.back().get();
    }
    Strand* strand = idle_.back();
    idle_.pop_back();
    return strand;
}

std::string BlockRunner::position(unsigned thread) const {
    neocog_sim::Index3 dim = launch_->block;
    return triple({thread % dim.x, thread / dim.x % dim.y, thread / dim.x / dim.y});
}

void BlockRunner::fail(const std::string& what) {
    problem_ = what + ", in block " + triple(block_);
    abandon();
}

void BlockRunner::failDivergent() {
    std::string what = "divergent barrier or warp function: of " + std::to_string(total_) + " threads, "
                       + std::to_string(waitingCount_) + " wait";
    const Strand* shown = nullptr;
    unsigned ended = 0, endedCount = 0;
    for (unsigned t = 0; t < total_; t++) {
        const Strand* strand = waiting_[t];
        if (strand == nullptr) {
            ended = endedCount++ == 0 ? t : ended;
        } else if (shown == nullptr || shown->meeting->line != strand->meeting->line) {
            what += ", thread " + position(t) + " at line " + std::to_string(strand->meeting->line);
            shown = strand;
        }
    }
    if (endedCount > 0) {
        what += "; thread " + position(ended) + " and " + std::to_string(endedCount - 1)
                + " more have ended or are elsewhere";
    }
    fail(what);
}

}  // namespace sim

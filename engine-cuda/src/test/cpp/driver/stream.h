// Streams: queues of work that runs only when somebody waits for it, so that missing synchronization shows.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "status.h"

namespace sim {

struct Stream;

// Work up to and including number `work` of a stream.
struct Point {
    std::shared_ptr<Stream> stream;
    uint64_t work = 0;
};

struct Work {
    std::function<Status()> run;
    std::vector<Point> after;       // what has to be done before, besides what is ahead in the same stream
    bool copy = false;
    size_t hostBytes = 0;           // that the work holds
};

struct Stream {
    Stream(uint64_t id, uint64_t context, bool waitsForDefault)
        : id(id), context(context), waitsForDefault(waitsForDefault) {}

    uint64_t id;
    uint64_t context;
    bool waitsForDefault;           // false for CU_STREAM_NON_BLOCKING
    uint64_t issued = 0, done = 0;
    size_t hostBytes = 0;
    std::deque<Work> queue;
};

// When queued work runs that nobody waits for yet. All of these are orders that CUDA allows.
enum class Schedule {
    LAZY = 0,           // not at all
    EAGER_COPIES = 1,   // copies at once where nothing that they depend on is queued, kernels not at all
    RANDOM = 2          // some of it, in some stream, by a fixed seed; blocks run from the last to the first
};

class Streams {
public:
    std::shared_ptr<Stream> create(uint64_t context, bool waitsForDefault);
    std::shared_ptr<Stream> find(uint64_t id) const;
    std::shared_ptr<Stream> defaultOf(uint64_t context);    // the legacy default stream
    void destroy(const std::shared_ptr<Stream>& stream);
    void destroyContext(uint64_t context);                  // drops what is queued
    void clear();

    void schedule(Schedule schedule, unsigned seed);
    Schedule schedule() const { return schedule_; }

    // Queues work behind what is in the stream, and in and behind the default stream by CUDA's rules.
    Status add(const std::shared_ptr<Stream>& stream, Work work);
    // Runs what the point needs. The first error drops the rest of what is queued in the context.
    Status reach(const Point& point);
    Status reachAll(uint64_t context);
    // Runs one piece of work, for someone who asks whether a point is reached without waiting for it.
    Status approach(const Point& point);

    static Point end(const std::shared_ptr<Stream>& stream) { return {stream, stream->issued}; }
    static bool reached(const Point& point) { return point.stream->done >= point.work; }

private:
    std::map<uint64_t, std::shared_ptr<Stream>> streams_;
    std::map<uint64_t, std::shared_ptr<Stream>> defaults_;      // by context
    uint64_t ids_ = 0x5000;         // unlike CU_STREAM_LEGACY (1) and CU_STREAM_PER_THREAD (2)
    Schedule schedule_ = Schedule::LAZY;
    std::minstd_rand random_;

    std::vector<std::shared_ptr<Stream>> ofContext(uint64_t context) const;
    Status runFirst(Stream& stream);
    static bool firstIsReady(const Stream& stream);
    Status runUnasked(const std::shared_ptr<Stream>& stream);
};

}  // namespace sim

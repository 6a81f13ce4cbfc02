#include "stream.h"

#include <algorithm>

namespace sim {

namespace {

constexpr size_t QUEUE = 1000;                  // a GPU's queue has an end too, at which a launch waits
constexpr size_t HELD_BYTES = 256u << 20;       // copies of pageable memory that may wait

}  // namespace

std::shared_ptr<Stream> Streams::create(uint64_t context, bool waitsForDefault) {
    auto stream = std::make_shared<Stream>(++ids_, context, waitsForDefault);
    streams_[stream->id] = stream;
    return stream;
}

std::shared_ptr<Stream> Streams::find(uint64_t id) const {
    auto found = streams_.find(id);
    return found == streams_.end() ? nullptr : found->second;
}

std::shared_ptr<Stream> Streams::defaultOf(uint64_t context) {
    auto& stream = defaults_[context];
    if (stream == nullptr) {
        stream = create(context, true);
    }
    return stream;
}

void Streams::destroy(const std::shared_ptr<Stream>& stream) {
    streams_.erase(stream->id);
}

void Streams::destroyContext(uint64_t context) {
    for (const auto& stream : ofContext(context)) {
        stream->queue.clear();
        stream->done = stream->issued;
        streams_.erase(stream->id);
    }
    defaults_.erase(context);
}

void Streams::clear() {
    streams_.clear();
    defaults_.clear();
    schedule(Schedule::LAZY, 0);
}

void Streams::schedule(Schedule schedule, unsigned seed) {
    schedule_ = schedule;
    random_.seed(seed + 1);
}

std::vector<std::shared_ptr<Stream>> Streams::ofContext(uint64_t context) const {
    std::vector<std::shared_ptr<Stream>> found;
    for (const auto& [id, stream] : streams_) {
        if (stream->context == context) {
            found.push_back(stream);
        }
    }
    return found;
}

Status Streams::add(const std::shared_ptr<Stream>& stream, Work work) {
    auto legacy = defaultOf(stream->context);
    if (stream == legacy) {
        for (const auto& other : ofContext(stream->context)) {
            if (other != legacy && other->waitsForDefault && !other->queue.empty()) {
                work.after.push_back(end(other));
            }
        }
    } else if (stream->waitsForDefault && !legacy->queue.empty()) {
        work.after.push_back(end(legacy));
    }
    stream->hostBytes += work.hostBytes;
    stream->issued++;
    stream->queue.push_back(std::move(work));
    Status status = SUCCESS;
    while (status == SUCCESS && (stream->queue.size() > QUEUE || stream->hostBytes > HELD_BYTES)) {
        status = reach({stream, stream->done + 1});
    }
    return status == SUCCESS ? runUnasked(stream) : status;
}

Status Streams::runUnasked(const std::shared_ptr<Stream>& stream) {
    Status status = SUCCESS;
    if (schedule_ == Schedule::EAGER_COPIES) {
        while (status == SUCCESS && firstIsReady(*stream) && stream->queue.front().copy) {
            status = runFirst(*stream);
        }
    } else if (schedule_ == Schedule::RANDOM) {
        auto streams = ofContext(stream->context);
        for (unsigned times = random_() / 7 % 3; times > 0 && status == SUCCESS; times--) {
            Stream& chosen = *streams[random_() / 7 % streams.size()];
            if (firstIsReady(chosen)) {
                status = runFirst(chosen);
            }
        }
    }
    return status;
}

bool Streams::firstIsReady(const Stream& stream) {
    return !stream.queue.empty()
           && std::all_of(stream.queue.front().after.begin(), stream.queue.front().after.end(), &Streams::reached);
}

Status Streams::runFirst(Stream& stream) {
    Work work = std::move(stream.queue.front());
    stream.queue.pop_front();
    stream.hostBytes -= work.hostBytes;
    stream.done++;
    Status status = work.run();
    if (status != SUCCESS) {
        for (const auto& other : ofContext(stream.context)) {
            other->queue.clear();
            other->hostBytes = 0;
            other->done = other->issued;
        }
    }
    return status;
}

Status Streams::reach(const Point& point) {
    while (!reached(point)) {
        for (const Point& before : std::vector<Point>(point.stream->queue.front().after)) {
            Status status = reach(before);
            if (status != SUCCESS) {
                return status;
            }
        }
        Status status = runFirst(*point.stream);
        if (status != SUCCESS) {
            return status;
        }
    }
    return SUCCESS;
}

Status Streams::reachAll(uint64_t context) {
    for (const auto& stream : ofContext(context)) {
        Status status = reach(end(stream));
        if (status != SUCCESS) {
            return status;
        }
    }
    return SUCCESS;
}

Status Streams::approach(const Point& point) {
    if (reached(point)) {
        return SUCCESS;
    }
    for (const Point& before : std::vector<Point>(point.stream->queue.front().after)) {
        if (!reached(before)) {
            return approach(before);
        }
    }
    return runFirst(*point.stream);
}

}  // namespace sim

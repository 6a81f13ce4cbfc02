// cuStream* and cuEvent*.

#include <chrono>

#include "driver.h"

using namespace sim;

namespace {

constexpr unsigned NON_BLOCKING = 1;
constexpr unsigned DISABLE_TIMING = 2;

template <class F> Status withStream(uint64_t handle, F body) {
    return withContext([&](Driver& driver, Context& context) {
        auto stream = driver.stream(handle, context);
        return stream == nullptr ? INVALID_HANDLE : body(driver, stream);
    });
}

template <class F> Status withEvent(uint64_t handle, F body) {
    return withContext([&](Driver& driver, Context&) {
        auto found = driver.events.find(handle);
        return found == driver.events.end() ? INVALID_HANDLE : body(driver, found->second);
    });
}

Status query(Driver& driver, const Point& point) {
    if (Streams::reached(point)) {
        return SUCCESS;
    }
    Status status = driver.streams.approach(point);
    return status == SUCCESS ? NOT_READY : status;
}

double now() {
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

}  // namespace

SIM_API int cuStreamCreate(uint64_t* handle, unsigned flags) {
    return withContext([&](Driver& driver, Context& context) {
        *handle = driver.streams.create(context.id, (flags & NON_BLOCKING) == 0)->id;
        return SUCCESS;
    });
}

SIM_API int cuStreamCreateWithPriority(uint64_t* handle, unsigned flags, int) {
    return cuStreamCreate(handle, flags);
}

SIM_API int cuCtxGetStreamPriorityRange(int* least, int* greatest) {
    *least = 0;
    *greatest = -5;
    return SUCCESS;
}

SIM_API int cuStreamDestroy_v2(uint64_t handle) {
    return withStream(handle, [&](Driver& driver, const std::shared_ptr<Stream>& stream) {
        if (handle <= 2) {
            return INVALID_HANDLE;
        }
        Status status = driver.streams.reach(Streams::end(stream));
        driver.streams.destroy(stream);
        return status;
    });
}

SIM_API int cuStreamSynchronize(uint64_t handle) {
    return withStream(handle, [](Driver& driver, const std::shared_ptr<Stream>& stream) {
        driver.counts.synchronizations++;
        return driver.streams.reach(Streams::end(stream));
    });
}

SIM_API int cuStreamQuery(uint64_t handle) {
    return withStream(handle, [](Driver& driver, const std::shared_ptr<Stream>& stream) {
        return query(driver, Streams::end(stream));
    });
}

SIM_API int cuStreamWaitEvent(uint64_t handle, uint64_t event, unsigned) {
    return withStream(handle, [&](Driver& driver, const std::shared_ptr<Stream>& stream) {
        auto found = driver.events.find(event);
        if (found == driver.events.end()) {
            return INVALID_HANDLE;
        }
        if (!found->second.recorded) {
            return SUCCESS;
        }
        Work work;
        work.after.push_back(found->second.point);
        work.run = [] { return SUCCESS; };
        return driver.streams.add(stream, std::move(work));
    });
}

SIM_API int cuEventCreate(uint64_t* handle, unsigned flags) {
    return withContext([&](Driver& driver, Context& context) {
        *handle = driver.newHandle();
        Event event;
        event.context = context.id;
        event.timed = (flags & DISABLE_TIMING) == 0;
        driver.events[*handle] = event;
        return SUCCESS;
    });
}

SIM_API int cuEventDestroy_v2(uint64_t handle) {
    return withDriver([&](Driver& driver) { return driver.events.erase(handle) == 1 ? SUCCESS : INVALID_HANDLE; });
}

SIM_API int cuEventRecord(uint64_t handle, uint64_t streamHandle) {
    return withStream(streamHandle, [&](Driver& driver, const std::shared_ptr<Stream>& stream) {
        auto found = driver.events.find(handle);
        if (found == driver.events.end()) {
            return INVALID_HANDLE;
        }
        auto time = std::make_shared<double>(0);
        Work work;
        work.run = [time] {
            *time = now();
            return SUCCESS;
        };
        found->second.recorded = true;
        found->second.milliseconds = time;
        found->second.point = {stream, stream->issued + 1};
        return driver.streams.add(stream, std::move(work));
    });
}

SIM_API int cuEventQuery(uint64_t handle) {
    return withEvent(handle, [](Driver& driver, Event& event) {
        return event.recorded ? query(driver, event.point) : SUCCESS;
    });
}

SIM_API int cuEventSynchronize(uint64_t handle) {
    return withEvent(handle, [](Driver& driver, Event& event) {
        if (!event.recorded || Streams::reached(event.point)) {
            return SUCCESS;
        }
        driver.counts.synchronizations++;
        return driver.streams.reach(event.point);
    });
}

SIM_API int cuEventElapsedTime(float* milliseconds, uint64_t start, uint64_t end) {
    return withEvent(start, [&](Driver& driver, Event& first) {
        auto found = driver.events.find(end);
        if (found == driver.events.end() || !first.timed || !found->second.timed || !first.recorded
            || !found->second.recorded) {
            return INVALID_HANDLE;
        }
        if (!Streams::reached(first.point) || !Streams::reached(found->second.point)) {
            return NOT_READY;
        }
        *milliseconds = float(*found->second.milliseconds - *first.milliseconds);
        return SUCCESS;
    });
}

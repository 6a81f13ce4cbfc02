// What the simulated NVRTC puts before a kernel source: the part of CUDA C++ that is not C++.
// Not standard C++ headers: a source that needs one would not compile with NVRTC either.

#define __global__ inline __attribute__((always_inline))
#define __device__
#define __host__
#define __forceinline__ inline __attribute__((always_inline))
#define __noinline__ __attribute__((noinline))
#define __constant__ static const
#define __launch_bounds__(...)
#define __align__(n) __attribute__((aligned(n)))

using size_t = decltype(sizeof 0);
using uint3 = neocog_sim::Index3;

struct dim3 {
    unsigned x, y, z;
    constexpr dim3(unsigned x = 1, unsigned y = 1, unsigned z = 1) : x(x), y(y), z(z) {}
};

struct __align__(8) float2 { float x, y; };
struct __align__(16) float4 { float x, y, z, w; };
struct __align__(8) int2 { int x, y; };
struct __align__(16) int4 { int x, y, z, w; };
struct __align__(8) uint2 { unsigned x, y; };
struct __align__(16) uint4 { unsigned x, y, z, w; };
inline float2 make_float2(float x, float y) { return {x, y}; }
inline float4 make_float4(float x, float y, float z, float w) { return {x, y, z, w}; }
inline int2 make_int2(int x, int y) { return {x, y}; }
inline int4 make_int4(int x, int y, int z, int w) { return {x, y, z, w}; }
inline uint2 make_uint2(unsigned x, unsigned y) { return {x, y}; }
inline uint4 make_uint4(unsigned x, unsigned y, unsigned z, unsigned w) { return {x, y, z, w}; }

// The address of none of these is taken, so the compiler knows that no store of a kernel changes them.
static thread_local uint3 threadIdx, blockIdx, blockDim, gridDim;
static thread_local bool neocogSimHasMet;
static const neocog_sim::Services* neocogSimServices;
constexpr int warpSize = 32;

static inline unsigned neocogSimThread() {
    return (threadIdx.z * blockDim.y + threadIdx.y) * blockDim.x + threadIdx.x;
}

// Other threads of the block run on this system thread until the meeting is complete; what is this thread's is put back.
static inline unsigned long long neocogSimMeet(neocog_sim::Meeting meeting) {
    const uint3 me = threadIdx;
    neocogSimServices->meet(neocogSimThread(), &meeting);
    threadIdx = me;
    neocogSimHasMet = true;
    return meeting.value;
}

template <class T> static inline T& neocogSimShared(unsigned slot) {
    return *static_cast<T*>(neocogSimServices->shared(slot, sizeof(T)));
}
#define neocogSimDynamicShared() (neocogSimServices->dynamicShared())
#define __trap() neocogSimServices->fail("__trap()", __LINE__)

#define __syncthreads() ((void)neocogSimMeet({neocog_sim::Meeting::BLOCK, __LINE__, 0, 0, 0}))
#define __syncthreads_count(p) ((int)(neocogSimMeet({neocog_sim::Meeting::BLOCK, __LINE__, 0, 0, (p) ? 1ull : 0ull})))
#define __syncthreads_or(p) ((int)(__syncthreads_count(p) != 0))
#define __syncthreads_and(p) ((int)(__syncthreads_count(!(p)) == 0))
#define __syncwarp(...) ((void)neocogSimVote(0xffffffffu, 0, __LINE__))
#define __ballot_sync(mask, p) neocogSimVote(mask, (p) ? 1 : 0, __LINE__)
#define __any_sync(mask, p) ((int)(neocogSimVote(mask, (p) ? 1 : 0, __LINE__) != 0))
#define __all_sync(mask, p) ((int)(neocogSimVote(mask, (p) ? 0 : 1, __LINE__) == 0))
#define __shfl_sync(mask, v, ...) neocogSimShuffle(neocogSimIndex, mask, v, __LINE__, __VA_ARGS__)
#define __shfl_up_sync(mask, v, ...) neocogSimShuffle(neocogSimUp, mask, v, __LINE__, __VA_ARGS__)
#define __shfl_down_sync(mask, v, ...) neocogSimShuffle(neocogSimDown, mask, v, __LINE__, __VA_ARGS__)
#define __shfl_xor_sync(mask, v, ...) neocogSimShuffle(neocogSimXor, mask, v, __LINE__, __VA_ARGS__)

static inline unsigned neocogSimVote(unsigned mask, unsigned predicate, int line) {
    return (unsigned)neocogSimMeet({neocog_sim::Meeting::VOTE, line, mask, 0, predicate});
}

// The lane to read from, within a segment of `width` lanes; out of the segment is the lane itself.
static inline unsigned neocogSimIndex(unsigned lane, unsigned by, unsigned width) {
    return (lane & ~(width - 1)) | (by & (width - 1));
}
static inline unsigned neocogSimUp(unsigned lane, unsigned by, unsigned width) {
    return (lane & (width - 1)) < by ? lane : lane - by;
}
static inline unsigned neocogSimDown(unsigned lane, unsigned by, unsigned width) {
    return (lane & (width - 1)) + by >= width ? lane : lane + by;
}
static inline unsigned neocogSimXor(unsigned lane, unsigned by, unsigned width) {
    return (lane ^ by) / width > lane / width ? lane : lane ^ by;
}

template <class T> static inline T neocogSimShuffle(unsigned (*from)(unsigned, unsigned, unsigned), unsigned mask, T value,
                                                    int line, unsigned by, unsigned width = 32) {
    static_assert(sizeof(T) == 4 || sizeof(T) == 8, "a shuffle moves 4 or 8 bytes");
    unsigned long long bits = 0;
    __builtin_memcpy(&bits, &value, sizeof value);
    bits = neocogSimMeet({neocog_sim::Meeting::SHUFFLE, line, mask, from(neocogSimThread() & 31, by, width), bits});
    __builtin_memcpy(&value, &bits, sizeof value);
    return value;
}

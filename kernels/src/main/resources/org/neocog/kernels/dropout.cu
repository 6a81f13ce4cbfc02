// Inverted dropout and stochastic depth with masks of Philox: the same masks as on the CPU. y may be x.

#include "philox.cuh"

// y[i] = x[i] * scale if element i stays, else 0, for i < n. Element i stays if the uniform number made of lane i mod 4 of
// block i / 4 is at least `rate`.
// Launch: blocks of 256 threads, ceil(n / 1024) of them; no shared memory. A thread makes one Philox block and with it four
// neighbouring elements.
extern "C" __global__ void neocog_dropout(
        const float* x, const int* random, float* y, int n, float rate, float scale, int stream) {
    unsigned int block = blockIdx.x * blockDim.x + threadIdx.x;
    long long first = 4LL * block;
    if (first >= n) {
        return;
    }
    PhiloxBlock bits = philox(random, block, stream);
    for (int lane = 0; lane < 4; lane++) {
        if (first + lane < n) {
            bool kept = uniform(bits.lane[lane]) >= rate;
            y[first + lane] = kept ? x[first + lane] * scale : 0.0f;
        }
    }
}

// The same with whole examples: element i stays if example e = i / example does, by lane e mod 4 of block e / 4.
// Launch: blocks of 256 threads, ceil(n / 256) of them; no shared memory.
extern "C" __global__ void neocog_drop_path(
        const float* x, const int* random, float* y, int n, int example, float rate, float scale, int stream) {
    unsigned int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < (unsigned int)n) {
        unsigned int e = i / example;
        PhiloxBlock bits = philox(random, e / 4, stream);
        unsigned int lane = e % 4 == 0 ? bits.lane[0] : e % 4 == 1 ? bits.lane[1] : e % 4 == 2 ? bits.lane[2] : bits.lane[3];
        y[i] = uniform(lane) >= rate ? x[i] * scale : 0.0f;
    }
}

// What recipes of training put around a network: gradients clipped, examples mixed.

#include "map.cuh"

// y = x, but no further from 0 than limit; NaN stays. Launch contract: see map.cuh.
extern "C" __global__ void neocog_clamp(const float* x, float* y, int n, float limit) {
    map1(x, y, n, [limit](float v) { return v > limit ? limit : v < -limit ? -limit : v; });
}

// y = *factor * x. Launch contract: see map.cuh.
extern "C" __global__ void neocog_scale_by(const float* x, const float* factor, float* y, int n) {
    float by = *factor;
    map1(x, y, n, [by](float v) { return by * v; });
}

// *y = min(1, maxNorm / (sqrt(*squares) + 1e-6)); NaN stays. Launch: one block of one thread; no shared memory.
extern "C" __global__ void neocog_clip_factor(const float* squares, float* y, float maxNorm) {
    double factor = maxNorm / (sqrt((double)*squares) + 1e-6);
    *y = factor >= 1 ? 1.0f : (float)factor;
}

// y[row] = share * x[row] + (1 - share) * x[partners[row]]; a partner that is no row gives NaN.
// Launch: blocks of 256 threads, ceil(rows * length / 256) of them; no shared memory. The output is not the input.
extern "C" __global__ void neocog_mix_rows(
        const float* x, const int* partners, const float* share, float* y, int rows, int length) {
    unsigned int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < (unsigned int)rows * length) {
        int partner = partners[i / length];
        float mine = *share;
        float rest = 1 - mine;
        bool known = partner >= 0 && partner < rows;
        y[i] = known ? mine * x[i] + rest * x[partner * length + i % length] : (float)(0.0 / 0.0);
    }
}

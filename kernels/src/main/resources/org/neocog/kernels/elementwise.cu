// Operations that make one element of the output from one element of each input. Launch contract: see map.cuh.

#include "map.cuh"

extern "C" __global__ void neocog_add(const float* a, const float* b, float* y, int n) {
    map2(a, b, y, n, [](float p, float q) { return p + q; });
}

extern "C" __global__ void neocog_mul(const float* a, const float* b, float* y, int n) {
    map2(a, b, y, n, [](float p, float q) { return p * q; });
}

extern "C" __global__ void neocog_scale(const float* x, float* y, int n, float factor) {
    map1(x, y, n, [factor](float v) { return factor * v; });
}

extern "C" __global__ void neocog_fill(float* y, int n, float value) {
    long long i = 4LL * (blockIdx.x * (long long)blockDim.x + threadIdx.x);
    for (int j = 0; j < 4 && i + j < n; j++) {
        y[i + j] = value;
    }
}

// dx = 2 * coefficient * dy * x, dy a scalar on the device.
extern "C" __global__ void neocog_l2_grad(const float* x, const float* dy, float* dx, int n, float coefficient) {
    float factor = 2 * coefficient * *dy;
    map1(x, dx, n, [factor](float v) { return factor * v; });
}

// dx = 2 / n * dloss * (x - target), dloss a scalar on the device.
extern "C" __global__ void neocog_mse_grad(const float* x, const float* target, const float* dloss, float* dx, int n) {
    float factor = (float)(2.0 * *dloss / n);
    map2(x, target, dx, n, [factor](float p, float q) { return factor * (p - q); });
}

// Activation functions, and their gradients in terms of the output. Launch contract: see map.cuh.

#include "map.cuh"

// NaN stays NaN; -0 becomes 0.
extern "C" __global__ void neocog_relu(const float* x, float* y, int n) {
    map1(x, y, n, [](float v) { return v <= 0 ? 0.0f : v; });
}

extern "C" __global__ void neocog_relu_grad(const float* y, const float* dy, float* dx, int n) {
    map2(y, dy, dx, n, [](float v, float d) { return v <= 0 ? 0.0f : d; });
}

extern "C" __global__ void neocog_sigmoid(const float* x, float* y, int n) {
    map1(x, y, n, [](float v) { return 1 / (1 + expf(-v)); });
}

extern "C" __global__ void neocog_sigmoid_grad(const float* y, const float* dy, float* dx, int n) {
    map2(y, dy, dx, n, [](float v, float d) { return d * v * (1 - v); });
}

extern "C" __global__ void neocog_tanh(const float* x, float* y, int n) {
    map1(x, y, n, [](float v) { return tanhf(v); });
}

extern "C" __global__ void neocog_tanh_grad(const float* y, const float* dy, float* dx, int n) {
    map2(y, dy, dx, n, [](float v, float d) { return d * (1 - v * v); });
}

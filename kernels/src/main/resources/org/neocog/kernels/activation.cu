// Activation functions, and their gradients in terms of the output where nothing else is said. Launch contract: see map.cuh.

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

extern "C" __global__ void neocog_leaky_relu(const float* x, float* y, int n, float slope) {
    map1(x, y, n, [slope](float v) { return v > 0 ? v : slope * v; });
}

extern "C" __global__ void neocog_leaky_relu_grad(const float* y, const float* dy, float* dx, int n, float slope) {
    map2(y, dy, dx, n, [slope](float v, float d) { return v > 0 ? d : slope * d; });
}

extern "C" __global__ void neocog_elu(const float* x, float* y, int n, float alpha) {
    map1(x, y, n, [alpha](float v) { return v <= 0 ? alpha * expm1f(v) : v; });
}

extern "C" __global__ void neocog_elu_grad(const float* y, const float* dy, float* dx, int n, float alpha) {
    map2(y, dy, dx, n, [alpha](float v, float d) { return v <= 0 ? d * (v + alpha) : d; });
}

// |v|, but at most 40, beyond which the normal distribution is 0 or 1; NaN stays NaN.
__device__ __forceinline__ float distance(float v) {
    float a = fabsf(v);
    return a > 40 ? 40.0f : a;
}

// Q(a) = 1 - Phi(a) of the normal distribution, for a >= 0.
__device__ __forceinline__ float normalTail(float a) {
    return 0.5f * erfcf(a * 0.70710678f);
}

// x * Phi(x) as max(x, 0) - |x| * Q(|x|): nothing cancels where x is far below 0.
extern "C" __global__ void neocog_gelu(const float* x, float* y, int n) {
    map1(x, y, n, [](float v) { return (v > 0 ? v : 0.0f) - distance(v) * normalTail(distance(v)); });
}

// dx = dy * (Phi(x) + x * exp(-x^2 / 2) / sqrt(2 pi)), from the input.
extern "C" __global__ void neocog_gelu_grad(const float* x, const float* dy, float* dx, int n) {
    map2(x, dy, dx, n, [](float v, float d) {
        float a = distance(v);
        float tail = normalTail(a);
        float slope = a * 0.39894228f * expf(-0.5f * a * a);
        return d * (v > 0 ? 1 - tail + slope : tail - slope);
    });
}

extern "C" __global__ void neocog_softplus(const float* x, float* y, int n) {
    map1(x, y, n, [](float v) { return (v > 0 ? v : 0.0f) + log1pf(expf(-fabsf(v))); });
}

extern "C" __global__ void neocog_softplus_grad(const float* y, const float* dy, float* dx, int n) {
    map2(y, dy, dx, n, [](float v, float d) { return -d * expm1f(-v); });
}

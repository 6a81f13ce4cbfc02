// Activation functions, and their gradients in terms of the output.
//
// Launch contract of every kernel here: blocks of 256 threads, ceil(n / 1024) of them, in one dimension; no shared memory.
// A thread handles four neighbouring elements. Every pointer is aligned to 16 bytes; the output may be any input.

struct alignas(16) Four {
    float at[4];
};

// y[i] = f(x[i]) for i < n.
template <typename F>
__device__ __forceinline__ void map1(const float* x, float* y, int n, F f) {
    long long i = 4LL * (blockIdx.x * (long long)blockDim.x + threadIdx.x);
    if (i + 4 <= n) {
        Four four = *(const Four*)(x + i);
        for (int j = 0; j < 4; j++) {
            four.at[j] = f(four.at[j]);
        }
        *(Four*)(y + i) = four;
    } else {
        for (; i < n; i++) {
            y[i] = f(x[i]);
        }
    }
}

// dx[i] = f(y[i], dy[i]) for i < n.
template <typename F>
__device__ __forceinline__ void map2(const float* y, const float* dy, float* dx, int n, F f) {
    long long i = 4LL * (blockIdx.x * (long long)blockDim.x + threadIdx.x);
    if (i + 4 <= n) {
        Four value = *(const Four*)(y + i);
        Four slope = *(const Four*)(dy + i);
        for (int j = 0; j < 4; j++) {
            value.at[j] = f(value.at[j], slope.at[j]);
        }
        *(Four*)(dx + i) = value;
    } else {
        for (; i < n; i++) {
            dx[i] = f(y[i], dy[i]);
        }
    }
}

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

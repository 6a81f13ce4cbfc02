// Operations that make one element of the output from one element of each input.
//
// Launch contract of every kernel here: blocks of 256 threads, ceil(n / 1024) of them, in one dimension; no shared memory.
// A thread handles four neighbouring elements. Every pointer is aligned to 16 bytes; y may be a, b or x.

struct alignas(16) Four {
    float at[4];
};

// y[i] = f(a[i], b[i]) for i < n.
template <typename F>
__device__ __forceinline__ void map2(const float* a, const float* b, float* y, int n, F f) {
    long long i = 4LL * (blockIdx.x * (long long)blockDim.x + threadIdx.x);
    if (i + 4 <= n) {
        Four left = *(const Four*)(a + i);
        Four right = *(const Four*)(b + i);
        for (int j = 0; j < 4; j++) {
            left.at[j] = f(left.at[j], right.at[j]);
        }
        *(Four*)(y + i) = left;
    } else {
        for (; i < n; i++) {
            y[i] = f(a[i], b[i]);
        }
    }
}

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

// Element-wise loops. Launch contract of a kernel that is one of these: blocks of 256 threads, ceil(n / 1024) of them, in one
// dimension; no shared memory. A thread handles four neighbouring elements in accesses of 16 bytes, to which every pointer
// is aligned. The output may be any input.

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

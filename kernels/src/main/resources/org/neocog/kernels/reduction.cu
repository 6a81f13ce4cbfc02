// Whole tensors to one number, in double precision and in two stages: each block writes the sum of its stretches to the
// workspace, and one block adds those up. Which element goes where depends on the grid alone, and the grid on n alone.

// Adds up `value` over the 256 threads of a block, pairwise; thread 0 has the sum.
__device__ __forceinline__ double blockSum(double value) {
    __shared__ double sums[256];
    sums[threadIdx.x] = value;
    for (int half = 128; half > 0; half /= 2) {
        __syncthreads();
        if (threadIdx.x < half) {
            sums[threadIdx.x] += sums[threadIdx.x + half];
        }
    }
    return sums[0];
}

// sums[block] = sum of x[i]^2 over the block's elements.
// Launch: min(256, ceil(n / 1024)) blocks of 256 threads; 2 KiB of static shared memory; sums aligned to 8 bytes.
extern "C" __global__ void neocog_square_sums(const float* x, double* sums, int n) {
    double sum = 0;
    for (long long i = blockIdx.x * blockDim.x + threadIdx.x; i < n; i += gridDim.x * blockDim.x) {
        sum += (double)x[i] * x[i];
    }
    sum = blockSum(sum);
    if (threadIdx.x == 0) {
        sums[blockIdx.x] = sum;
    }
}

// sums[block] = sum of (x[i] - target[i])^2 over the block's elements.
// Launch: as neocog_square_sums.
extern "C" __global__ void neocog_square_difference_sums(const float* x, const float* target, double* sums, int n) {
    double sum = 0;
    for (long long i = blockIdx.x * blockDim.x + threadIdx.x; i < n; i += gridDim.x * blockDim.x) {
        double difference = (double)x[i] - target[i];
        sum += difference * difference;
    }
    sum = blockSum(sum);
    if (threadIdx.x == 0) {
        sums[blockIdx.x] = sum;
    }
}

// *y = *before + sums[0] + ... + sums[count - 1], count <= 256.
// Launch: as neocog_total.
extern "C" __global__ void neocog_total_onto(const double* sums, const float* before, float* y, int count) {
    double sum = blockSum(threadIdx.x < count ? sums[threadIdx.x] : 0);
    if (threadIdx.x == 0) {
        *y = (float)(*before + sum);
    }
}

// *y = factor * (sums[0] + ... + sums[count - 1]) / divisor, count <= 256.
// Launch: one block of 256 threads; 2 KiB of static shared memory.
extern "C" __global__ void neocog_total(const double* sums, float* y, int count, float factor, int divisor) {
    double sum = blockSum(threadIdx.x < count ? sums[threadIdx.x] : 0);
    if (threadIdx.x == 0) {
        *y = (float)(sum * factor / divisor);
    }
}

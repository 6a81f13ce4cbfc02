// Losses against targets of the scores' shape, and their gradients. Sums are in double precision and in an order that depends
// on the shape alone.

#include "map.cuh"
#include "rows.cuh"

// Adds up `value` over the 256 threads of a block, pairwise; thread 0 has the sum.
__device__ __forceinline__ double sumOfBlock(double value) {
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

// sums[block] = the sum of term(x[i], target[i]) over the block's elements.
template <typename F>
__device__ __forceinline__ void partialSums(const float* x, const float* target, double* sums, int n, F term) {
    double sum = 0;
    for (long long i = blockIdx.x * blockDim.x + threadIdx.x; i < n; i += gridDim.x * blockDim.x) {
        sum += term(x[i], target[i]);
    }
    sum = sumOfBlock(sum);
    if (threadIdx.x == 0) {
        sums[blockIdx.x] = sum;
    }
}

// Partial sums of max(x, 0) - x t + log(1 + exp(-|x|)).
// Launch: min(256, ceil(n / 1024)) blocks of 256 threads; 2 KiB of static shared memory; sums aligned to 8 bytes.
extern "C" __global__ void neocog_binary_cross_entropy_sums(const float* x, const float* target, double* sums, int n) {
    partialSums(x, target, sums, n, [](float v, float t) {
        return (v <= 0 ? 0.0 : (double)v) - (double)v * t + log1pf(expf(-fabsf(v)));
    });
}

// Partial sums of d^2 / (2 beta) where d = |x - t| < beta, else d - beta / 2.
// Launch: as neocog_binary_cross_entropy_sums.
extern "C" __global__ void neocog_smooth_l1_sums(
        const float* x, const float* target, double* sums, int n, float beta) {
    partialSums(x, target, sums, n, [beta](float v, float t) {
        double d = fabs((double)v - t);
        return d < beta ? d * d / (2.0 * beta) : d - 0.5 * beta;
    });
}

// *loss = (sums[0] + ... + sums[count - 1]) / n, count <= 256.
// Launch: one block of 256 threads; 2 KiB of static shared memory.
extern "C" __global__ void neocog_target_loss_mean(const double* sums, float* loss, int count, int n) {
    double sum = sumOfBlock(threadIdx.x < count ? sums[threadIdx.x] : 0);
    if (threadIdx.x == 0) {
        *loss = (float)(sum / n);
    }
}

// dx = dloss / n * (sigmoid(x) - target). Launch contract: see map.cuh.
extern "C" __global__ void neocog_binary_cross_entropy_grad(
        const float* x, const float* target, const float* dloss, float* dx, int n) {
    double factor = (double)*dloss / n;
    map2(x, target, dx, n, [factor](float v, float t) { return (float)(factor * (1 / (1 + exp(-(double)v)) - t)); });
}

// dx = dloss / n * (x - target) / beta, the quotient cut to [-1, 1]. Launch contract: see map.cuh.
extern "C" __global__ void neocog_smooth_l1_grad(
        const float* x, const float* target, const float* dloss, float* dx, int n, float beta) {
    float factor = (float)((double)*dloss / n);
    map2(x, target, dx, n, [factor, beta](float v, float t) {
        float quotient = (v - t) / beta;
        return factor * (quotient > 1 ? 1.0f : quotient < -1 ? -1.0f : quotient);
    });
}

// *loss = the mean over the rows of the sum of t[j] * (log(sum of exp(s)) - s[j]): warp w of the one block takes rows w,
// w + 32, ..., and the warps' sums are added in order.
// Launch: one block of 1024 threads; 256 bytes of static shared memory.
extern "C" __global__ void __launch_bounds__(1024) neocog_soft_target_cross_entropy(
        const float* scores, const float* targets, float* loss, int rows, int classes) {
    __shared__ double sums[32];
    int warp = threadIdx.x / 32;
    int lane = threadIdx.x % 32;
    double sum = 0;
    for (int row = warp; row < rows; row += 32) {
        const float* s = scores + (long long)row * classes;
        const float* t = targets + (long long)row * classes;
        float largest = warpLargest(s, classes, lane);
        double logSum = log(warpSumExp(s, classes, lane, largest));
        double terms = 0;
        for (int j = lane; j < classes; j += 32) {
            terms += t[j] * (logSum + (t[j] == 0 ? 0 : (double)largest - s[j]));
        }
        sum += warpSum(terms);
    }
    if (lane == 0) {
        sums[warp] = sum;
    }
    __syncthreads();
    if (threadIdx.x == 0) {
        for (int i = 1; i < 32; i++) {
            sum += sums[i];
        }
        *loss = (float)(sum / rows);
    }
}

// dscores[n, j] = dloss / N * (softmax(s)[n, j] * sum of t[n, .] - t[n, j]).
// Launch: blocks of 128 threads, ceil(rows / 4) of them, a warp for each row; no shared memory. dscores may be the scores or
// the targets.
extern "C" __global__ void neocog_soft_target_cross_entropy_grad(
        const float* scores, const float* targets, const float* dloss, float* dscores, int rows, int classes) {
    int row = blockIdx.x * 4 + threadIdx.x / 32;
    int lane = threadIdx.x % 32;
    if (row >= rows) {
        return;
    }
    const float* s = scores + (long long)row * classes;
    const float* t = targets + (long long)row * classes;
    float* to = dscores + (long long)row * classes;
    double factor = (double)*dloss / rows;
    float largest = warpLargest(s, classes, lane);
    double sum = warpSumExp(s, classes, lane, largest);
    double total = 0;
    for (int j = lane; j < classes; j += 32) {
        total += t[j];
    }
    double share = warpSum(total) / sum;
    for (int j = lane; j < classes; j += 32) {
        to[j] = (float)(factor * (exp((double)(s[j] - largest)) * share - t[j]));
    }
}

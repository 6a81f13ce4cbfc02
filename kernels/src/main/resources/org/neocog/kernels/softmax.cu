// Softmax over the rows of N x classes, a warp for each row; exponentials and sums in double precision.
//
// Launch contract of every kernel here: blocks of 128 threads, ceil(rows / 4) of them; no shared memory. The output may be
// any input: a warp has read a row before it writes it.

#include "rows.cuh"

// y[n, j] = exp(x[n, j]) / sum of exp(x[n, .]), from the row's largest element down.
extern "C" __global__ void neocog_softmax(const float* x, float* y, int rows, int classes) {
    int row = blockIdx.x * 4 + threadIdx.x / 32;
    int lane = threadIdx.x % 32;
    if (row >= rows) {
        return;
    }
    const float* from = x + (long long)row * classes;
    float* to = y + (long long)row * classes;
    float largest = warpLargest(from, classes, lane);
    double sum = warpSumExp(from, classes, lane, largest);
    for (int j = lane; j < classes; j += 32) {
        to[j] = (float)(exp((double)(from[j] - largest)) / sum);
    }
}

// dx[n, j] = y[n, j] * (dy[n, j] - sum of dy[n, .] * y[n, .]).
extern "C" __global__ void neocog_softmax_grad(const float* y, const float* dy, float* dx, int rows, int classes) {
    int row = blockIdx.x * 4 + threadIdx.x / 32;
    int lane = threadIdx.x % 32;
    if (row >= rows) {
        return;
    }
    const float* ys = y + (long long)row * classes;
    const float* slopes = dy + (long long)row * classes;
    float* to = dx + (long long)row * classes;
    double dot = 0;
    for (int j = lane; j < classes; j += 32) {
        dot += (double)ys[j] * slopes[j];
    }
    dot = warpSum(dot);
    for (int j = lane; j < classes; j += 32) {
        to[j] = (float)(ys[j] * (slopes[j] - dot));
    }
}

// y[n, j] = x[n, j] - log of the sum of exp(x[n, .]).
extern "C" __global__ void neocog_log_softmax(const float* x, float* y, int rows, int classes) {
    int row = blockIdx.x * 4 + threadIdx.x / 32;
    int lane = threadIdx.x % 32;
    if (row >= rows) {
        return;
    }
    const float* from = x + (long long)row * classes;
    float* to = y + (long long)row * classes;
    float largest = warpLargest(from, classes, lane);
    double total = largest + log(warpSumExp(from, classes, lane, largest));
    for (int j = lane; j < classes; j += 32) {
        to[j] = (float)(from[j] - total);
    }
}

// dx[n, j] = dy[n, j] - exp(y[n, j]) * sum of dy[n, .].
extern "C" __global__ void neocog_log_softmax_grad(const float* y, const float* dy, float* dx, int rows, int classes) {
    int row = blockIdx.x * 4 + threadIdx.x / 32;
    int lane = threadIdx.x % 32;
    if (row >= rows) {
        return;
    }
    const float* ys = y + (long long)row * classes;
    const float* slopes = dy + (long long)row * classes;
    float* to = dx + (long long)row * classes;
    double sum = 0;
    for (int j = lane; j < classes; j += 32) {
        sum += slopes[j];
    }
    sum = warpSum(sum);
    for (int j = lane; j < classes; j += 32) {
        to[j] = (float)(slopes[j] - exp((double)ys[j]) * sum);
    }
}

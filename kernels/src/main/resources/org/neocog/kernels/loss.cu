// Losses of scores (N x classes) and labels (i32[N]), the mean over the batch, and their gradients. A label that is no class
// makes the loss NaN and its row's gradient NaN. Exponentials and sums in double precision.

#include "rows.cuh"

// *loss = the mean of rowLoss(row's scores, label, lane) over the rows: warp w of the one block takes rows w, w + 32, ...,
// and the warps' sums are added in order.
template <typename F>
__device__ __forceinline__ void meanLoss(
        const float* scores, const int* labels, float* loss, int rows, int classes, F rowLoss) {
    __shared__ double sums[32];
    int warp = threadIdx.x / 32;
    int lane = threadIdx.x % 32;
    double sum = 0;
    for (int row = warp; row < rows; row += 32) {
        int label = labels[row];
        bool known = label >= 0 && label < classes;
        sum += known ? rowLoss(scores + (long long)row * classes, label, lane) : 0.0 / 0.0;
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

// The mean of log(sum of exp(s)) - s[label].
// Launch: one block of 1024 threads; 256 bytes of static shared memory.
extern "C" __global__ void __launch_bounds__(1024) neocog_cross_entropy(
        const float* scores, const int* labels, float* loss, int rows, int classes) {
    meanLoss(scores, labels, loss, rows, classes, [classes](const float* row, int label, int lane) {
        float largest = warpLargest(row, classes, lane);
        return log(warpSumExp(row, classes, lane, largest)) + largest - row[label];
    });
}

// The mean of the sum over j other than the label of max(0, s[j] - s[label] + margin).
// Launch: as neocog_cross_entropy.
extern "C" __global__ void __launch_bounds__(1024) neocog_hinge(
        const float* scores, const int* labels, float* loss, int rows, int classes, float margin) {
    meanLoss(scores, labels, loss, rows, classes, [classes, margin](const float* row, int label, int lane) {
        double sum = 0;
        for (int j = lane; j < classes; j += 32) {
            float violation = row[j] - row[label] + margin;
            sum += j == label || violation <= 0 ? 0 : violation;
        }
        return warpSum(sum);
    });
}

// dscores[n, j] = dloss / N * (softmax(s)[n, j] - [j = label n]).
// Launch: blocks of 128 threads, ceil(rows / 4) of them, a warp for each row; no shared memory. dscores may be the scores.
extern "C" __global__ void neocog_cross_entropy_grad(
        const float* scores, const int* labels, const float* dloss, float* dscores, int rows, int classes) {
    int row = blockIdx.x * 4 + threadIdx.x / 32;
    int lane = threadIdx.x % 32;
    if (row >= rows) {
        return;
    }
    const float* from = scores + (long long)row * classes;
    float* to = dscores + (long long)row * classes;
    int label = labels[row];
    double factor = label >= 0 && label < classes ? (double)*dloss / rows : 0.0 / 0.0;
    float largest = warpLargest(from, classes, lane);
    double sum = warpSumExp(from, classes, lane, largest);
    for (int j = lane; j < classes; j += 32) {
        double probability = exp((double)(from[j] - largest)) / sum;
        to[j] = (float)((probability - (j == label ? 1 : 0)) * factor);
    }
}

// dscores[n, j] = dloss / N where j is not the label and its margin is violated, minus their number times that for the label.
// Launch: as neocog_cross_entropy_grad.
extern "C" __global__ void neocog_hinge_grad(
        const float* scores, const int* labels, const float* dloss, float* dscores, int rows, int classes, float margin) {
    int row = blockIdx.x * 4 + threadIdx.x / 32;
    int lane = threadIdx.x % 32;
    if (row >= rows) {
        return;
    }
    const float* from = scores + (long long)row * classes;
    float* to = dscores + (long long)row * classes;
    int label = labels[row];
    bool known = label >= 0 && label < classes;
    double factor = (double)*dloss / rows;
    float own = known ? from[label] : 0;
    double violated = 0;
    for (int j = lane; j < classes; j += 32) {
        violated += j != label && from[j] - own + margin > 0 ? 1 : 0;
    }
    violated = warpSum(violated);
    for (int j = lane; j < classes; j += 32) {
        bool violates = from[j] - own + margin > 0;
        to[j] = !known ? (float)(0.0 / 0.0) : j == label ? (float)(-violated * factor) : violates ? (float)factor : 0;
    }
}

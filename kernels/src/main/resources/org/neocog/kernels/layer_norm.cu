// Layer normalization of rows of `length` numbers; sums in double precision.

#include "rows.cuh"

// Mean and 1 / standard deviation of a row, in two passes; all lanes of the warp have them.
__device__ __forceinline__ double warpMean(const float* row, int length, int lane) {
    double sum = 0;
    for (int i = lane; i < length; i += 32) {
        sum += row[i];
    }
    return warpSum(sum) / length;
}

__device__ __forceinline__ double warpRoot(const float* row, int length, int lane, double mean, float epsilon) {
    double squares = 0;
    for (int i = lane; i < length; i += 32) {
        double d = row[i] - mean;
        squares += d * d;
    }
    return 1 / sqrt(warpSum(squares) / length + epsilon);
}

// y = (x - mean) / sqrt(variance + epsilon) * weight + bias. y may be x.
// Launch: blocks of 128 threads, ceil(rows / 4) of them, a warp for each row; no shared memory.
extern "C" __global__ void neocog_layer_norm(
        const float* x, const float* weight, const float* bias, float* y, int rows, int length, float epsilon) {
    int row = blockIdx.x * 4 + threadIdx.x / 32;
    int lane = threadIdx.x % 32;
    if (row >= rows) {
        return;
    }
    const float* from = x + (long long)row * length;
    float* to = y + (long long)row * length;
    double exact = warpMean(from, length, lane);
    float mean = (float)exact;
    float root = (float)warpRoot(from, length, lane, exact, epsilon);
    for (int i = lane; i < length; i += 32) {
        to[i] = (from[i] - mean) * root * weight[i] + bias[i];
    }
}

// dx = (g - sum of g / length - x' * sum of (g * x') / length) / sqrt(variance + epsilon), g = dy * weight, x' the normalized
// row. dx may be x or dy.
// Launch: as neocog_layer_norm.
extern "C" __global__ void neocog_layer_norm_grad(
        const float* x, const float* weight, const float* dy, float* dx, int rows, int length, float epsilon) {
    int row = blockIdx.x * 4 + threadIdx.x / 32;
    int lane = threadIdx.x % 32;
    if (row >= rows) {
        return;
    }
    const float* from = x + (long long)row * length;
    const float* slopes = dy + (long long)row * length;
    float* to = dx + (long long)row * length;
    double exact = warpMean(from, length, lane);
    double exactRoot = warpRoot(from, length, lane, exact, epsilon);
    double total = 0;
    double products = 0;
    for (int i = lane; i < length; i += 32) {
        double g = (double)slopes[i] * weight[i];
        total += g;
        products += g * (from[i] - exact);
    }
    float mean = (float)exact;
    float root = (float)exactRoot;
    float slope = (float)(warpSum(total) / length);
    float tilt = (float)(warpSum(products) / length * exactRoot * exactRoot);
    for (int i = lane; i < length; i += 32) {
        to[i] = root * (slopes[i] * weight[i] - slope - (from[i] - mean) * tilt);
    }
}

// stats[2 r], stats[2 r + 1] = mean and 1 / standard deviation of row r.
// Launch: as neocog_layer_norm.
extern "C" __global__ void neocog_row_stats(const float* x, double* stats, int rows, int length, float epsilon) {
    int row = blockIdx.x * 4 + threadIdx.x / 32;
    int lane = threadIdx.x % 32;
    if (row >= rows) {
        return;
    }
    const float* from = x + (long long)row * length;
    double mean = warpMean(from, length, lane);
    double root = warpRoot(from, length, lane, mean, epsilon);
    if (lane == 0) {
        stats[2 * row] = mean;
        stats[2 * row + 1] = root;
    }
}

// sums[slice, column] = sum of dy * x', sum of dy over the slice's rows: `slices` slices, each a block for every 32 columns.
// Launch: ceil(length / 32) * slices blocks of 32 x 8 threads; 4 KiB of static shared memory.
extern "C" __global__ void neocog_layer_norm_slopes(
        const float* x, const float* dy, const double* stats, double* sums, int rows, int length, int slices) {
    __shared__ double first[8][32];
    __shared__ double second[8][32];
    int slice = blockIdx.x % slices;
    int column = blockIdx.x / slices * 32 + threadIdx.x;
    int perSlice = (rows + slices - 1) / slices;
    int end = (slice + 1) * perSlice < rows ? (slice + 1) * perSlice : rows;
    double products = 0;
    double total = 0;
    if (column < length) {
        for (int row = slice * perSlice + threadIdx.y; row < end; row += 8) {
            long long at = (long long)row * length + column;
            double slope = dy[at];
            products += slope * ((x[at] - stats[2 * row]) * stats[2 * row + 1]);
            total += slope;
        }
    }
    first[threadIdx.y][threadIdx.x] = products;
    second[threadIdx.y][threadIdx.x] = total;
    __syncthreads();
    if (threadIdx.y == 0 && column < length) {
        for (int i = 1; i < 8; i++) {
            products += first[i][threadIdx.x];
            total += second[i][threadIdx.x];
        }
        long long at = 2 * ((long long)slice * length + column);
        sums[at] = products;
        sums[at + 1] = total;
    }
}

// y[c] and y[length + c] = the slices' sums of column c, in order.
// Launch: ceil(length / 256) blocks of 256 threads; no shared memory.
extern "C" __global__ void neocog_layer_norm_sums(const double* sums, float* y, int length, int slices) {
    int column = blockIdx.x * blockDim.x + threadIdx.x;
    if (column < length) {
        double products = 0;
        double total = 0;
        for (int slice = 0; slice < slices; slice++) {
            long long at = 2 * ((long long)slice * length + column);
            products += sums[at];
            total += sums[at + 1];
        }
        y[column] = (float)products;
        y[length + column] = (float)total;
    }
}

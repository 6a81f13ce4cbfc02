// Two sums over each channel of N x C x inner, in double precision: moments, and what the gradient of a batch normalization
// needs. Each channel is cut into slices, a block for each; then a thread for each channel adds up its slices in order. Which
// element goes where depends on the shape alone.

// Adds up both values over the 256 threads of a block, pairwise; thread 0 writes them to sums[0] and sums[1].
__device__ __forceinline__ void blockSums(double a, double b, double* sums) {
    __shared__ double first[256];
    __shared__ double second[256];
    int thread = threadIdx.x;
    first[thread] = a;
    second[thread] = b;
    for (int half = 128; half > 0; half /= 2) {
        __syncthreads();
        if (thread < half) {
            first[thread] += first[thread + half];
            second[thread] += second[thread + half];
        }
    }
    if (thread == 0) {
        sums[0] = first[0];
        sums[1] = second[0];
    }
}

// Calls f with the place in the tensor of each element of the block's slice of the block's channel: block c * slices + s has
// slice s of channel c.
template <typename F>
__device__ __forceinline__ void eachOfSlice(int batch, int channels, int inner, int slices, F f) {
    int channel = blockIdx.x / slices;
    int elements = batch * inner;
    int length = (elements + slices - 1) / slices;
    long long from = (long long)(blockIdx.x % slices) * length;
    long long to = from + length < elements ? from + length : elements;
    long long j = from + threadIdx.x;
    int image = (int)(j / inner);
    int i = (int)(j % inner);
    for (; j < to; j += 256) {
        f(((long long)image * channels + channel) * inner + i);
        i += 256 % inner;
        image += 256 / inner;
        if (i >= inner) {
            i -= inner;
            image++;
        }
    }
}

// Adds up both values over the 8 rows of threads of a block; the first row writes column c's to sums[2 c] and sums[2 c + 1].
__device__ __forceinline__ void columnSums(double a, double b, double* sums, int column, int columns) {
    __shared__ double first[8][32];
    __shared__ double second[8][32];
    first[threadIdx.y][threadIdx.x] = a;
    second[threadIdx.y][threadIdx.x] = b;
    __syncthreads();
    if (threadIdx.y == 0 && column < columns) {
        for (int row = 1; row < 8; row++) {
            a += first[row][threadIdx.x];
            b += second[row][threadIdx.x];
        }
        sums[2 * column] = a;
        sums[2 * column + 1] = b;
    }
}

// sums[2 b], sums[2 b + 1] = sum of x - k, sum of (x - k)^2 over block b's slice, k the channel's first element; inner > 1.
// Launch: C * slices blocks of 256 threads; 4 KiB of static shared memory.
extern "C" __global__ void neocog_moment_sums(
        const float* x, double* sums, int batch, int channels, int inner, int slices) {
    double k = x[(long long)(blockIdx.x / slices) * inner];
    double sum = 0;
    double squares = 0;
    eachOfSlice(batch, channels, inner, slices, [&](long long at) {
        double d = x[at] - k;
        sum += d;
        squares += d * d;
    });
    blockSums(sum, squares, sums + 2 * blockIdx.x);
}

// The same for rows x columns, k the column's first element.
// Launch: ceil(columns / 32) blocks of 32 x 8 threads; 4 KiB of static shared memory.
extern "C" __global__ void neocog_moment_sums_columns(const float* x, double* sums, int rows, int columns) {
    int column = blockIdx.x * 32 + threadIdx.x;
    double sum = 0;
    double squares = 0;
    if (column < columns) {
        double k = x[column];
        for (int row = threadIdx.y; row < rows; row += 8) {
            double d = x[(long long)row * columns + column] - k;
            sum += d;
            squares += d * d;
        }
    }
    columnSums(sum, squares, sums, column, columns);
}

// moments[c] = mean, moments[C + c] = biased variance of channel c. As k is one of the n elements, (mean - k)^2 is at most n
// times the variance, so what cancels costs little.
// Launch: ceil(C / 256) blocks of 256 threads; no shared memory.
extern "C" __global__ void neocog_moments(
        const float* x, const double* sums, float* moments, int batch, int channels, int inner, int slices) {
    int channel = blockIdx.x * blockDim.x + threadIdx.x;
    if (channel < channels) {
        double sum = 0;
        double squares = 0;
        for (int i = channel * slices; i < (channel + 1) * slices; i++) {
            sum += sums[2 * i];
            squares += sums[2 * i + 1];
        }
        double n = (double)batch * inner;
        double shifted = sum / n;
        double variance = squares / n - shifted * shifted;
        moments[channel] = (float)(x[(long long)channel * inner] + shifted);
        moments[channels + channel] = (float)(variance < 0 ? 0 : variance);
    }
}

// sums[2 b], sums[2 b + 1] = sum of dy * (x - mean), sum of dy over block b's slice; inner > 1.
// Launch: as neocog_moment_sums.
extern "C" __global__ void neocog_slope_sums(
        const float* x, const float* moments, const float* dy, double* sums, int batch, int channels, int inner,
        int slices) {
    double mean = moments[blockIdx.x / slices];
    double products = 0;
    double total = 0;
    eachOfSlice(batch, channels, inner, slices, [&](long long at) {
        double slope = dy[at];
        products += slope * (x[at] - mean);
        total += slope;
    });
    blockSums(products, total, sums + 2 * blockIdx.x);
}

// The same for rows x columns.
// Launch: as neocog_moment_sums_columns.
extern "C" __global__ void neocog_slope_sums_columns(
        const float* x, const float* moments, const float* dy, double* sums, int rows, int columns) {
    int column = blockIdx.x * 32 + threadIdx.x;
    double products = 0;
    double total = 0;
    if (column < columns) {
        double mean = moments[column];
        for (int row = threadIdx.y; row < rows; row += 8) {
            long long at = (long long)row * columns + column;
            double slope = dy[at];
            products += slope * (x[at] - mean);
            total += slope;
        }
    }
    columnSums(products, total, sums, column, columns);
}

// y[c] = sum of dy * (x - mean) / sqrt(variance + epsilon), y[C + c] = sum of dy.
// Launch: ceil(C / 256) blocks of 256 threads; no shared memory.
extern "C" __global__ void neocog_batch_norm_sums(
        const float* moments, const double* sums, float* y, int channels, int slices, float epsilon) {
    int channel = blockIdx.x * blockDim.x + threadIdx.x;
    if (channel < channels) {
        double products = 0;
        double total = 0;
        for (int i = channel * slices; i < (channel + 1) * slices; i++) {
            products += sums[2 * i];
            total += sums[2 * i + 1];
        }
        y[channel] = (float)(products / sqrt((double)moments[channels + channel] + epsilon));
        y[channels + channel] = (float)total;
    }
}

// Sums over everything but the channel of N x C x inner: the gradient of a bias. Each sum is taken in double precision by
// one block and in an order that depends on the shape alone, so it has the same bits in every run.

// y[c] = sum of x[n, c, i] over n and i, inner > 1: a block for each channel.
// Launch: C blocks of 256 threads; 2 KiB of static shared memory.
extern "C" __global__ void neocog_channel_sum(const float* x, float* y, int batch, int channels, int inner) {
    __shared__ double sums[256];
    double sum = 0;
    for (int n = 0; n < batch; n++) {
        const float* row = x + ((long long)n * channels + blockIdx.x) * inner;
        for (int i = threadIdx.x; i < inner; i += blockDim.x) {
            sum += row[i];
        }
    }
    sums[threadIdx.x] = sum;
    for (int half = 128; half > 0; half /= 2) {
        __syncthreads();
        if (threadIdx.x < half) {
            sums[threadIdx.x] += sums[threadIdx.x + half];
        }
    }
    if (threadIdx.x == 0) {
        y[blockIdx.x] = (float)sums[0];
    }
}

// y[c] = sum of x[n, c] over n: 32 columns a block, read side by side, and 8 rows at a time.
// Launch: ceil(columns / 32) blocks of 32 x 8 threads; 2 KiB of static shared memory.
extern "C" __global__ void neocog_column_sum(const float* x, float* y, int rows, int columns) {
    __shared__ double sums[8][32];
    int column = blockIdx.x * 32 + threadIdx.x;
    double sum = 0;
    if (column < columns) {
        for (int row = threadIdx.y; row < rows; row += 8) {
            sum += x[(long long)row * columns + column];
        }
    }
    sums[threadIdx.y][threadIdx.x] = sum;
    __syncthreads();
    if (threadIdx.y == 0 && column < columns) {
        for (int i = 1; i < 8; i++) {
            sum += sums[i][threadIdx.x];
        }
        y[column] = (float)sum;
    }
}

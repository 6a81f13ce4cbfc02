// Rows of a table by their numbers, and the gradient of the table.

// y[i, d] = table[ids[i], d]; an id that is no row gives NaN.
// Launch: blocks of 256 threads, ceil(count * width / 256) of them; no shared memory.
extern "C" __global__ void neocog_embedding(
        const int* ids, const float* table, float* y, int count, int rows, int width) {
    unsigned int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < (unsigned int)count * width) {
        int id = ids[i / width];
        y[i] = id >= 0 && id < rows ? table[(long long)id * width + i % width] : (float)(0.0 / 0.0);
    }
}

// dtable[v, d] = sum of dy[i, d] over the i with ids[i] = v, in order. A warp for each row looks at 32 ids at a time; each of
// its lanes has columns d, d + 32, ... of the row for itself.
// Launch: blocks of 128 threads, ceil(rows / 4) of them; no shared memory.
extern "C" __global__ void neocog_embedding_grad(
        const int* ids, const float* dy, float* dtable, int count, int rows, int width) {
    int row = blockIdx.x * 4 + threadIdx.x / 32;
    int lane = threadIdx.x % 32;
    if (row >= rows) {
        return;
    }
    float* sums = dtable + (long long)row * width;
    for (int d = lane; d < width; d += 32) {
        sums[d] = 0;
    }
    for (int first = 0; first < count; first += 32) {
        int id = first + lane < count ? ids[first + lane] : -1;
        unsigned int hits = __ballot_sync(0xffffffff, id == row);
        while (hits != 0) {
            int i = first + __ffs(hits) - 1;
            hits &= hits - 1;
            for (int d = lane; d < width; d += 32) {
                sums[d] += dy[(long long)i * width + d];
            }
        }
    }
}

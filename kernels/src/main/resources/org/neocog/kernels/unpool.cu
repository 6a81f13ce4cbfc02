// Images enlarged by whole factors, and the adjoints. The planes' rows are counted through: row r of the small image, `width`
// elements long, belongs to rows r * factorH up to (r + 1) * factorH of the large one, each width * factorW long.
//
// Launch contract of every kernel here: blocks of 256 threads, one thread for each of the n elements of the output, in one
// dimension; no shared memory; output and input do not overlap.

// y = each element of x as a block of factorH x factorW.
extern "C" __global__ void neocog_nearest_unpool(
        const float* x, float* y, int n, int width, int factorH, int factorW) {
    unsigned int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= (unsigned int)n) {
        return;
    }
    unsigned int row = i / (width * factorW);
    unsigned int column = i - row * (width * factorW);
    y[i] = x[row / factorH * width + column / factorW];
}

// dx = the sum of each block of factorH x factorW of dy, row by row.
extern "C" __global__ void neocog_nearest_unpool_grad(
        const float* dy, float* dx, int n, int width, int factorH, int factorW) {
    unsigned int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= (unsigned int)n) {
        return;
    }
    unsigned int row = i / width;
    unsigned int column = i - row * width;
    const float* block = dy + (long long)row * factorH * width * factorW + column * factorW;
    float sum = 0;
    for (int r = 0; r < factorH; r++) {
        for (int t = 0; t < factorW; t++) {
            sum += block[r * width * factorW + t];
        }
    }
    dx[i] = sum;
}

// y = each element of x at the top left of a block of factorH x factorW, zeros elsewhere.
extern "C" __global__ void neocog_bed_of_nails(
        const float* x, float* y, int n, int width, int factorH, int factorW) {
    unsigned int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= (unsigned int)n) {
        return;
    }
    unsigned int row = i / (width * factorW);
    unsigned int column = i - row * (width * factorW);
    bool nail = row % factorH == 0 && column % factorW == 0;
    y[i] = nail ? x[row / factorH * width + column / factorW] : 0.0f;
}

// dx = the top left element of each block of factorH x factorW of dy.
extern "C" __global__ void neocog_bed_of_nails_grad(
        const float* dy, float* dx, int n, int width, int factorH, int factorW) {
    unsigned int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < (unsigned int)n) {
        unsigned int row = i / width;
        unsigned int column = i - row * width;
        dx[i] = dy[(long long)row * factorH * width * factorW + column * factorW];
    }
}

// Elements put into other places. Six axes are enough for any tensor; `first` is the outermost that is in use, those before it
// have length 1, and the outermost length itself is not needed, since what is left of an index lies within it.
//
// Launch contract of every kernel here but neocog_transpose: blocks of 256 threads, one thread for each of the n elements
// written, in one dimension; no shared memory; output and input do not overlap.

// y = x with a margin: element j of an axis of the output (length d) is element j - b of the input's (length x); b is negative
// where elements are left out. Outside of x it is 0 or, if `reflect`, the image in a mirror on the first or last element.
extern "C" __global__ void neocog_pad(
        const float* x, float* y, int n, int first, int reflect,
        int d1, int d2, int d3, int d4, int d5,
        int x0, int x1, int x2, int x3, int x4, int x5,
        int b0, int b1, int b2, int b3, int b4, int b5) {
    unsigned int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= (unsigned int)n) {
        return;
    }
    const unsigned int outputs[6] = {1, (unsigned int)d1, (unsigned int)d2, (unsigned int)d3, (unsigned int)d4, (unsigned int)d5};
    const int inputs[6] = {x0, x1, x2, x3, x4, x5};
    const int before[6] = {b0, b1, b2, b3, b4, b5};
    unsigned int rest = i;
    int from = 0;
    int stride = 1;
    bool inside = true;
    for (int axis = 5; axis >= 0; axis--) {
        if (axis >= first) {
            unsigned int next = axis == first ? 0 : rest / outputs[axis];
            int at = (int)(rest - next * outputs[axis]) - before[axis];
            rest = next;
            if (at < 0 || at >= inputs[axis]) {
                inside = inside && reflect;
                at = at < 0 ? -at : 2 * (inputs[axis] - 1) - at;
            }
            from += at * stride;
            stride *= inputs[axis];
        }
    }
    y[i] = inside ? x[from] : 0.0f;
}

// dx[o, i, k] = dy[o, before + i, k] + what was reflected: dy[o, before - i, k] if 1 <= i <= before, and
// dy[o, before + 2 (length - 1) - i, k] if length - 1 - after <= i <= length - 2; n = outer * length * inner.
extern "C" __global__ void neocog_reflect_pad_grad(
        const float* dy, float* dx, int n, int length, int inner, int before, int after) {
    unsigned int element = blockIdx.x * blockDim.x + threadIdx.x;
    if (element >= (unsigned int)n) {
        return;
    }
    unsigned int row = element / inner;
    unsigned int outer = row / length;
    int i = (int)(row - outer * length);
    const float* from = dy + (long long)outer * (before + length + after) * inner + (element - row * inner);
    float sum = from[(long long)(before + i) * inner];
    if (i >= 1 && i <= before) {
        sum += from[(long long)(before - i) * inner];
    }
    if (i <= length - 2 && i >= length - 1 - after) {
        sum += from[(long long)(before + 2 * (length - 1) - i) * inner];
    }
    dx[element] = sum;
}

// y[row * stride + k] = x[row * length + k] for k < length: one input of a concatenation; n = rows * length.
extern "C" __global__ void neocog_copy_rows(const float* x, float* y, int n, int length, int stride) {
    unsigned int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < (unsigned int)n) {
        unsigned int row = i / length;
        y[(long long)row * stride + (i - row * length)] = x[i];
    }
}

// y[j0, j1, ...] = x[j0 * s0 + j1 * s1 + ...], y of the lengths d.
extern "C" __global__ void neocog_permute(
        const float* x, float* y, int n, int first,
        int d1, int d2, int d3, int d4, int d5,
        int s0, int s1, int s2, int s3, int s4, int s5) {
    unsigned int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= (unsigned int)n) {
        return;
    }
    const unsigned int lengths[6] = {1, (unsigned int)d1, (unsigned int)d2, (unsigned int)d3, (unsigned int)d4, (unsigned int)d5};
    const int strides[6] = {s0, s1, s2, s3, s4, s5};
    unsigned int rest = i;
    int from = 0;
    for (int axis = 5; axis >= 0; axis--) {
        if (axis >= first) {
            unsigned int next = axis == first ? 0 : rest / lengths[axis];
            from += (int)(rest - next * lengths[axis]) * strides[axis];
            rest = next;
        }
    }
    y[i] = x[from];
}

// y[batch, c, r] = x[batch, r, c] for matrices of rows x columns. A block carries a tile of 32 x 32 through shared memory, so
// that it reads and writes rows of 128 bytes; the column more than 32 keeps its threads on different banks.
// Launch: batch * down * across blocks of 32 x 8 threads, down = ceil(rows / 32), across = ceil(columns / 32); 4224 bytes of
// static shared memory; y and x do not overlap.
extern "C" __global__ void neocog_transpose(const float* x, float* y, int rows, int columns, int down, int across) {
    __shared__ float tile[32][33];
    unsigned int matrix = blockIdx.x / (down * across);
    unsigned int place = blockIdx.x - matrix * (down * across);
    int top = (int)(place / across) * 32;
    int left = (int)(place % across) * 32;
    const float* from = x + (long long)matrix * rows * columns;
    float* to = y + (long long)matrix * rows * columns;
    for (int k = threadIdx.y; k < 32; k += 8) {
        int row = top + k;
        int column = left + threadIdx.x;
        if (row < rows && column < columns) {
            tile[k][threadIdx.x] = from[(long long)row * columns + column];
        }
    }
    __syncthreads();
    for (int k = threadIdx.y; k < 32; k += 8) {
        int row = left + k;
        int column = top + threadIdx.x;
        if (row < columns && column < rows) {
            to[(long long)row * rows + column] = tile[threadIdx.x][k];
        }
    }
}

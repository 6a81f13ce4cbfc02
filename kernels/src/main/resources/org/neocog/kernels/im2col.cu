// Convolution as a matrix product (Chellapilla et al. 2006): the elements under each window as a column, and back.
// The matrix of an image has a row for each channel and element (r, t) of the R x S window and a column for each output
// position (p, q): channels * R * S rows of P * Q elements, images one after another.

// columns[n, c, r, t, p, q] = x[n, c, p * strideH - padH + r * dilationH, q * strideW - padW + t * dilationW], 0 outside.
// Launch: blocks of 256 threads, ceil(planes * P * Q / 256) of them; no shared memory. planes = images * channels; a thread
// writes the R * S elements of one plane and position, next to what its neighbours write.
// planes * R * S * P * Q is below 2^31.
extern "C" __global__ void neocog_im2col(
        const float* x, float* columns, int planes, int height, int width, int outHeight, int outWidth,
        int kernelH, int kernelW, int strideH, int strideW, int padH, int padW, int dilationH, int dilationW) {
    unsigned int i = blockIdx.x * blockDim.x + threadIdx.x;
    unsigned int positions = outHeight * outWidth;
    if (i >= planes * positions) {
        return;
    }
    unsigned int plane = i / positions;
    unsigned int position = i - plane * positions;
    int top = (int)(position / outWidth) * strideH - padH;
    int left = (int)(position % outWidth) * strideW - padW;
    const float* from = x + (long long)plane * height * width;
    float* to = columns + (long long)plane * kernelH * kernelW * positions + position;
    for (int r = 0; r < kernelH; r++) {
        int h = top + r * dilationH;
        bool inside = h >= 0 && h < height;
        for (int t = 0; t < kernelW; t++) {
            int w = left + t * dilationW;
            *to = inside && w >= 0 && w < width ? from[h * width + w] : 0.0f;
            to += positions;
        }
    }
}

// dx[n, c, h, w] = sum of columns[n, c, r, t, p, q] over the windows (p, q) that have element (h, w) at their (r, t):
// the adjoint. Each element gathers its own sum, in the order of r and t, so no two threads write to one place.
// Launch: blocks of 256 threads, ceil(planes * height * width / 256) of them; no shared memory.
extern "C" __global__ void neocog_col2im(
        const float* columns, float* dx, int planes, int height, int width, int outHeight, int outWidth,
        int kernelH, int kernelW, int strideH, int strideW, int padH, int padW, int dilationH, int dilationW) {
    unsigned int i = blockIdx.x * blockDim.x + threadIdx.x;
    unsigned int area = height * width;
    if (i >= planes * area) {
        return;
    }
    unsigned int plane = i / area;
    unsigned int element = i - plane * area;
    int h = (int)(element / width) + padH;
    int w = (int)(element % width) + padW;
    int positions = outHeight * outWidth;
    const float* from = columns + (long long)plane * kernelH * kernelW * positions;
    float sum = 0;
    for (int r = 0; r < kernelH; r++) {
        int down = h - r * dilationH;
        int p = down / strideH;
        if (down < 0 || down % strideH != 0 || p >= outHeight) {
            continue;
        }
        for (int t = 0; t < kernelW; t++) {
            int across = w - t * dilationW;
            int q = across / strideW;
            if (across >= 0 && across % strideW == 0 && q < outWidth) {
                sum += from[(long long)(r * kernelW + t) * positions + p * outWidth + q];
            }
        }
    }
    dx[i] = sum;
}

// y[i] = sum of parts[j * stride + i] over j < count, in the order of j, for i < n: the filters' gradients of single images
// to that of the batch.
// Launch: blocks of 256 threads, ceil(n / 256) of them; no shared memory.
extern "C" __global__ void neocog_sum_parts(const float* parts, float* y, int n, int count, long long stride) {
    unsigned int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < (unsigned int)n) {
        float sum = 0;
        for (int j = 0; j < count; j++) {
            sum += parts[j * stride + i];
        }
        y[i] = sum;
    }
}

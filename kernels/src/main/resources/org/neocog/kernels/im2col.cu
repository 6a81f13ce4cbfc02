// Convolution as a matrix product (Chellapilla et al. 2006): the elements under each window as a column, and back.
// The matrix of a volume has a row for each channel and element (u, r, t) of the U x R x S window and a column for each
// output position (o, p, q): channels * U * R * S rows of O * P * Q elements, volumes one after another. An image is a volume
// of one slice.

// columns[n, c, u, r, t, o, p, q] = x[n, c, o * strideD - padD + u * dilationD, p * strideH - padH + r * dilationH,
// q * strideW - padW + t * dilationW], 0 outside.
// Launch: blocks of 256 threads, ceil(planes * O * P * Q / 256) of them; no shared memory. planes = volumes * channels; a
// thread writes the U * R * S elements of one channel and position, next to what its neighbours write.
// planes * U * R * S * O * P * Q is below 2^31.
extern "C" __global__ void neocog_im2col(
        const float* x, float* columns, int planes, int depth, int height, int width,
        int outDepth, int outHeight, int outWidth, int kernelD, int kernelH, int kernelW,
        int strideD, int strideH, int strideW, int padD, int padH, int padW, int dilationD, int dilationH, int dilationW) {
    unsigned int i = blockIdx.x * blockDim.x + threadIdx.x;
    unsigned int slicePositions = outHeight * outWidth;
    unsigned int positions = outDepth * slicePositions;
    if (i >= planes * positions) {
        return;
    }
    unsigned int plane = i / positions;
    unsigned int position = i - plane * positions;
    unsigned int slice = position / slicePositions;
    unsigned int inSlice = position - slice * slicePositions;
    int front = (int)slice * strideD - padD;
    int top = (int)(inSlice / outWidth) * strideH - padH;
    int left = (int)(inSlice % outWidth) * strideW - padW;
    const float* from = x + (long long)plane * depth * height * width;
    float* to = columns + (long long)plane * kernelD * kernelH * kernelW * positions + position;
    for (int u = 0; u < kernelD; u++) {
        int d = front + u * dilationD;
        bool insideD = d >= 0 && d < depth;
        for (int r = 0; r < kernelH; r++) {
            int h = top + r * dilationH;
            bool inside = insideD && h >= 0 && h < height;
            for (int t = 0; t < kernelW; t++) {
                int w = left + t * dilationW;
                *to = inside && w >= 0 && w < width ? from[(d * height + h) * width + w] : 0.0f;
                to += positions;
            }
        }
    }
}

// dx[n, c, d, h, w] = sum of columns[n, c, u, r, t, o, p, q] over the windows (o, p, q) that have element (d, h, w) at their
// (u, r, t): the adjoint. Each element gathers its own sum, in the order of u, r and t, so no two threads write to one place.
// Launch: blocks of 256 threads, ceil(planes * depth * height * width / 256) of them; no shared memory.
extern "C" __global__ void neocog_col2im(
        const float* columns, float* dx, int planes, int depth, int height, int width,
        int outDepth, int outHeight, int outWidth, int kernelD, int kernelH, int kernelW,
        int strideD, int strideH, int strideW, int padD, int padH, int padW, int dilationD, int dilationH, int dilationW) {
    unsigned int i = blockIdx.x * blockDim.x + threadIdx.x;
    unsigned int area = height * width;
    unsigned int volume = depth * area;
    if (i >= planes * volume) {
        return;
    }
    unsigned int plane = i / volume;
    unsigned int element = i - plane * volume;
    unsigned int slice = element / area;
    unsigned int inSlice = element - slice * area;
    int d = (int)slice + padD;
    int h = (int)(inSlice / width) + padH;
    int w = (int)(inSlice % width) + padW;
    int slicePositions = outHeight * outWidth;
    int positions = outDepth * slicePositions;
    const float* from = columns + (long long)plane * kernelD * kernelH * kernelW * positions;
    float sum = 0;
    for (int u = 0; u < kernelD; u++) {
        int inward = d - u * dilationD;
        int o = inward / strideD;
        if (inward < 0 || inward % strideD != 0 || o >= outDepth) {
            continue;
        }
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
                    sum += from[(long long)((u * kernelH + r) * kernelW + t) * positions + o * slicePositions + p * outWidth + q];
                }
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

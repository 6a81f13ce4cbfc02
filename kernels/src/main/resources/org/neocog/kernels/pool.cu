// Pooling over planes of H x W to planes of P x Q. An axis is kernel, stride, padding before, dilation.
//
// Launch contract of every kernel here: blocks of 256 threads, one thread for each element of the output, in one dimension;
// no shared memory; output and inputs do not overlap. Gradients are gathered: each element of dx looks for the windows that
// cover it and adds up their shares row by row, so the sum is the same in every run.

// First element of a window that starts at `start`, at or after 0.
__device__ __forceinline__ int firstInside(int start, int dilation) {
    return start >= 0 ? start : start + (-start + dilation - 1) / dilation * dilation;
}

// Index in the plane of the first of the largest elements of window (p, q), or of its first NaN; -1 if the window has no
// element inside the plane.
__device__ __forceinline__ int winner(
        const float* x, int height, int width, int p, int q,
        int kernelH, int kernelW, int strideH, int strideW, int padH, int padW, int dilationH, int dilationW) {
    int top = p * strideH - padH;
    int left = q * strideW - padW;
    int bottom = min(height, top + (kernelH - 1) * dilationH + 1);
    int right = min(width, left + (kernelW - 1) * dilationW + 1);
    int best = -1;
    float most = 0;
    for (int h = firstInside(top, dilationH); h < bottom; h += dilationH) {
        for (int w = firstInside(left, dilationW); w < right; w += dilationW) {
            float value = x[h * width + w];
            if (best < 0 || value > most || (value != value && most == most)) {
                best = h * width + w;
                most = value;
            }
        }
    }
    return best;
}

// y[plane, p, q] = the largest element under the window; NaN if there is one. A window without elements gives -infinity.
extern "C" __global__ void neocog_max_pool(
        const float* x, float* y, int planes, int height, int width, int outHeight, int outWidth,
        int kernelH, int kernelW, int strideH, int strideW, int padH, int padW, int dilationH, int dilationW) {
    unsigned int i = blockIdx.x * blockDim.x + threadIdx.x;
    unsigned int positions = outHeight * outWidth;
    if (i >= planes * positions) {
        return;
    }
    unsigned int plane = i / positions;
    unsigned int position = i - plane * positions;
    const float* from = x + (long long)plane * height * width;
    int at = winner(from, height, width, position / outWidth, position % outWidth,
            kernelH, kernelW, strideH, strideW, padH, padW, dilationH, dilationW);
    y[i] = at < 0 ? -1 / 0.0f : from[at];
}

// dx[plane, h, w] = sum of dy[plane, p, q] over the windows that element (h, w) wins.
extern "C" __global__ void neocog_max_pool_grad(
        const float* x, const float* dy, float* dx, int planes, int height, int width, int outHeight, int outWidth,
        int kernelH, int kernelW, int strideH, int strideW, int padH, int padW, int dilationH, int dilationW) {
    unsigned int i = blockIdx.x * blockDim.x + threadIdx.x;
    unsigned int area = height * width;
    if (i >= planes * area) {
        return;
    }
    unsigned int plane = i / area;
    int element = i - plane * area;
    int h = element / width + padH;
    int w = element % width + padW;
    int reachH = h - (kernelH - 1) * dilationH;
    int reachW = w - (kernelW - 1) * dilationW;
    int firstP = reachH <= 0 ? 0 : (reachH + strideH - 1) / strideH;
    int firstQ = reachW <= 0 ? 0 : (reachW + strideW - 1) / strideW;
    int lastP = min(outHeight - 1, h / strideH);
    int lastQ = min(outWidth - 1, w / strideW);
    const float* from = x + (long long)plane * area;
    const float* slopes = dy + (long long)plane * outHeight * outWidth;
    float sum = 0;
    for (int p = firstP; p <= lastP; p++) {
        if ((h - p * strideH) % dilationH != 0) {
            continue;
        }
        for (int q = firstQ; q <= lastQ; q++) {
            if ((w - q * strideW) % dilationW == 0
                    && winner(from, height, width, p, q,
                            kernelH, kernelW, strideH, strideW, padH, padW, dilationH, dilationW) == element) {
                sum += slopes[p * outWidth + q];
            }
        }
    }
    dx[i] = sum;
}

// y[plane, p, q] = dy[plane, h, w] where (h, w) is the winner of window (p, q) of x: the adjoint of neocog_max_pool_grad.
extern "C" __global__ void neocog_max_pool_pick(
        const float* x, const float* dy, float* y, int planes, int height, int width, int outHeight, int outWidth,
        int kernelH, int kernelW, int strideH, int strideW, int padH, int padW, int dilationH, int dilationW) {
    unsigned int i = blockIdx.x * blockDim.x + threadIdx.x;
    unsigned int positions = outHeight * outWidth;
    if (i >= planes * positions) {
        return;
    }
    unsigned int plane = i / positions;
    unsigned int position = i - plane * positions;
    long long start = (long long)plane * height * width;
    int at = winner(x + start, height, width, position / outWidth, position % outWidth,
            kernelH, kernelW, strideH, strideW, padH, padW, dilationH, dilationW);
    y[i] = at < 0 ? 0.0f : dy[start + at];
}

// Elements that the mean of window i is taken over along one axis: those inside, and the padding's zeros if they count.
__device__ __forceinline__ int counted(int start, int kernel, int length, int padAfter, int countPadding) {
    int end = start + kernel;
    return countPadding ? min(end, length + padAfter) - start : min(end, length) - max(start, 0);
}

// 1 / (elements that the mean of window (p, q) is taken over).
__device__ __forceinline__ float share(
        int top, int left, int height, int width, int kernelH, int kernelW, int padAfterH, int padAfterW, int countPadding) {
    return 1.0f / (counted(top, kernelH, height, padAfterH, countPadding) * counted(left, kernelW, width, padAfterW, countPadding));
}

// y[plane, p, q] = the mean of the elements under the window.
extern "C" __global__ void neocog_avg_pool(
        const float* x, float* y, int planes, int height, int width, int outHeight, int outWidth,
        int kernelH, int kernelW, int strideH, int strideW, int padH, int padW, int padAfterH, int padAfterW,
        int countPadding) {
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
    float sum = 0;
    for (int h = max(top, 0); h < min(height, top + kernelH); h++) {
        for (int w = max(left, 0); w < min(width, left + kernelW); w++) {
            sum += from[h * width + w];
        }
    }
    y[i] = sum * share(top, left, height, width, kernelH, kernelW, padAfterH, padAfterW, countPadding);
}

// dx[plane, h, w] = sum of dy[plane, p, q] / (elements of the window) over the windows that cover (h, w).
extern "C" __global__ void neocog_avg_pool_grad(
        const float* dy, float* dx, int planes, int height, int width, int outHeight, int outWidth,
        int kernelH, int kernelW, int strideH, int strideW, int padH, int padW, int padAfterH, int padAfterW,
        int countPadding) {
    unsigned int i = blockIdx.x * blockDim.x + threadIdx.x;
    unsigned int area = height * width;
    if (i >= planes * area) {
        return;
    }
    unsigned int plane = i / area;
    int element = i - plane * area;
    int h = element / width + padH;
    int w = element % width + padW;
    int firstP = h < kernelH ? 0 : (h - kernelH) / strideH + 1;
    int firstQ = w < kernelW ? 0 : (w - kernelW) / strideW + 1;
    const float* slopes = dy + (long long)plane * outHeight * outWidth;
    float sum = 0;
    for (int p = firstP; p <= min(outHeight - 1, h / strideH); p++) {
        for (int q = firstQ; q <= min(outWidth - 1, w / strideW); q++) {
            sum += slopes[p * outWidth + q]
                    * share(p * strideH - padH, q * strideW - padW, height, width, kernelH, kernelW, padAfterH, padAfterW,
                            countPadding);
        }
    }
    dx[i] = sum;
}

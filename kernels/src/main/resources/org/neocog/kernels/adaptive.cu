// Adaptive average pooling over planes of H x W to planes of P x Q: window i of P covers rows floor(i * H / P) up to but not
// including ceil((i + 1) * H / P). (P + 1) * (H + 1) and (Q + 1) * (W + 1) are below 2^31.

__device__ __forceinline__ int firstOf(int i, int windows, int length) {
    return i * length / windows;
}

__device__ __forceinline__ int endOf(int i, int windows, int length) {
    return ((i + 1) * length + windows - 1) / windows;
}

// y[plane, p, q] = the mean of the elements under the window.
// Launch: blocks of 256 threads, ceil(planes * P * Q / 256) of them; no shared memory; y and x do not overlap.
extern "C" __global__ void neocog_adaptive_avg_pool(
        const float* x, float* y, int planes, int height, int width, int outHeight, int outWidth) {
    unsigned int i = blockIdx.x * blockDim.x + threadIdx.x;
    unsigned int positions = outHeight * outWidth;
    if (i >= planes * positions) {
        return;
    }
    unsigned int plane = i / positions;
    int position = (int)(i - plane * positions);
    int top = firstOf(position / outWidth, outHeight, height);
    int bottom = endOf(position / outWidth, outHeight, height);
    int left = firstOf(position % outWidth, outWidth, width);
    int right = endOf(position % outWidth, outWidth, width);
    const float* from = x + (long long)plane * height * width;
    float sum = 0;
    for (int h = top; h < bottom; h++) {
        for (int w = left; w < right; w++) {
            sum += from[h * width + w];
        }
    }
    y[i] = sum / ((bottom - top) * (right - left));
}

// dx[plane, h, w] = sum of dy[plane, p, q] / (elements of the window) over the windows that cover (h, w). They are found by the
// same rule with windows and elements exchanged. Each element gathers, so the sum is the same in every run.
// Launch: blocks of 256 threads, ceil(planes * H * W / 256) of them; no shared memory; dx and dy do not overlap.
extern "C" __global__ void neocog_adaptive_avg_pool_grad(
        const float* dy, float* dx, int planes, int height, int width, int outHeight, int outWidth) {
    unsigned int i = blockIdx.x * blockDim.x + threadIdx.x;
    unsigned int area = height * width;
    if (i >= planes * area) {
        return;
    }
    unsigned int plane = i / area;
    int element = (int)(i - plane * area);
    int h = element / width;
    int w = element % width;
    const float* slopes = dy + (long long)plane * outHeight * outWidth;
    int lastP = endOf(h, height, outHeight);
    int lastQ = endOf(w, width, outWidth);
    float sum = 0;
    for (int p = firstOf(h, height, outHeight); p < lastP; p++) {
        int rows = endOf(p, outHeight, height) - firstOf(p, outHeight, height);
        for (int q = firstOf(w, width, outWidth); q < lastQ; q++) {
            int columns = endOf(q, outWidth, width) - firstOf(q, outWidth, width);
            sum += slopes[p * outWidth + q] / (rows * columns);
        }
    }
    dx[i] = sum;
}

// y[plane] = the mean of the plane's `area` elements: a warp for each plane, its lanes reading side by side.
// Launch: ceil(planes / 4) blocks of 128 threads; no shared memory; y and x do not overlap.
extern "C" __global__ void neocog_global_avg_pool(const float* x, float* y, int planes, int area) {
    int plane = blockIdx.x * 4 + threadIdx.x / 32;
    int lane = threadIdx.x % 32;
    if (plane >= planes) {
        return;
    }
    const float* from = x + (long long)plane * area;
    float sum = 0;
    for (int i = lane; i < area; i += 32) {
        sum += from[i];
    }
    for (int offset = 16; offset > 0; offset /= 2) {
        sum += __shfl_xor_sync(0xffffffff, sum, offset);
    }
    if (lane == 0) {
        y[plane] = sum / area;
    }
}

// dx[plane, i] = dy[plane] / area for i < area; n = planes * area.
// Launch: blocks of 256 threads, ceil(n / 256) of them; no shared memory; dx and dy do not overlap.
extern "C" __global__ void neocog_global_avg_pool_grad(const float* dy, float* dx, int n, int area) {
    unsigned int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < (unsigned int)n) {
        dx[i] = dy[i / area] / area;
    }
}

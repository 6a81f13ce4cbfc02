// Max pooling of regions of N x C x H x W to K x C x P x Q. The gradient is gathered: each element of dx looks for the bins
// that it won, region by region, so the sum is the same in every run.
//
// Launch contract of every kernel here: blocks of 256 threads, one thread for each element of the last tensor argument, in
// one dimension; no shared memory.

#include "roi.cuh"

// A region along one axis, in whole pixels: where it starts and how long it is.
struct Extent {
    int start;
    int length;
};

__device__ __forceinline__ Extent extent(float low, float high, float scale) {
    int start = (int)roundf(low * scale);
    return {start, max(1, (int)roundf(high * scale) - start + 1)};
}

__device__ __forceinline__ int binFirst(int bin, Extent e, int bins) {
    return max(0, e.start + (int)((long long)bin * e.length / bins));
}

__device__ __forceinline__ int binEnd(int bin, Extent e, int bins, int limit) {
    return min(limit, e.start + (int)(((bin + 1LL) * e.length + bins - 1) / bins));
}

// Index in the plane of the first of the largest elements of bin (p, q), or of its first NaN; -1 if the bin has no element.
__device__ __forceinline__ int binWinner(
        const float* x, int height, int width, Extent down, Extent across, int p, int q, int outHeight, int outWidth) {
    int bottom = binEnd(p, down, outHeight, height);
    int left = binFirst(q, across, outWidth);
    int right = binEnd(q, across, outWidth, width);
    int best = -1;
    float most = 0;
    for (int h = binFirst(p, down, outHeight); h < bottom; h++) {
        for (int w = left; w < right; w++) {
            float value = x[h * width + w];
            if (best < 0 || value > most || (value != value && most == most)) {
                best = h * width + w;
                most = value;
            }
        }
    }
    return best;
}

// y[k, c, p, q] = the largest element of the bin, 0 for a bin without elements, NaN for a region of no image.
extern "C" __global__ void neocog_roi_max_pool(
        const float* x, const float* regions, float* y, int count, int images, int channels, int height, int width,
        int outHeight, int outWidth, float scale) {
    unsigned int i = blockIdx.x * blockDim.x + threadIdx.x;
    unsigned int bins = outHeight * outWidth;
    if (i >= count * channels * bins) {
        return;
    }
    int bin = i % bins;
    int c = i / bins % channels;
    const float* region = regions + 5 * (i / bins / channels);
    int image = imageOf(region, scale, images);
    if (image < 0) {
        y[i] = (float)(0.0 / 0.0);
        return;
    }
    const float* from = x + ((long long)image * channels + c) * height * width;
    int winner = binWinner(from, height, width, extent(region[2], region[4], scale), extent(region[1], region[3], scale),
            bin / outWidth, bin % outWidth, outHeight, outWidth);
    y[i] = winner < 0 ? 0 : from[winner];
}

// winners[k, c, p, q] = index in the plane of the element that neocog_roi_max_pool takes; -1 if there is none.
extern "C" __global__ void neocog_roi_winners(
        const float* x, const float* regions, int* winners, int count, int images, int channels, int height, int width,
        int outHeight, int outWidth, float scale) {
    unsigned int i = blockIdx.x * blockDim.x + threadIdx.x;
    unsigned int bins = outHeight * outWidth;
    if (i >= count * channels * bins) {
        return;
    }
    int bin = i % bins;
    int c = i / bins % channels;
    const float* region = regions + 5 * (i / bins / channels);
    int image = imageOf(region, scale, images);
    const float* from = x + ((long long)image * channels + c) * height * width;
    winners[i] = image < 0 ? -1
            : binWinner(from, height, width, extent(region[2], region[4], scale), extent(region[1], region[3], scale),
                    bin / outWidth, bin % outWidth, outHeight, outWidth);
}

// dx[n, c, h, w] = sum of dy[k, c, p, q] over the bins that element (h, w) wins.
extern "C" __global__ void neocog_roi_max_pool_grad(
        const float* regions, const int* winners, const float* dy, float* dx, int count, int images, int channels,
        int height, int width, int outHeight, int outWidth, float scale) {
    unsigned int i = blockIdx.x * blockDim.x + threadIdx.x;
    unsigned int area = height * width;
    if (i >= images * channels * area) {
        return;
    }
    int element = i % area;
    int c = i / area % channels;
    int image = i / area / channels;
    int h = element / width;
    int w = element % width;
    float sum = 0;
    for (int k = 0; k < count; k++) {
        const float* region = regions + 5 * k;
        if (imageOf(region, scale, images) != image) {
            continue;
        }
        Extent down = extent(region[2], region[4], scale);
        Extent across = extent(region[1], region[3], scale);
        if (h < down.start || h >= down.start + down.length || w < across.start || w >= across.start + across.length) {
            continue;
        }
        long long bin = ((long long)k * channels + c) * outHeight * outWidth;
        for (int p = 0; p < outHeight; p++) {
            if (h < binFirst(p, down, outHeight) || h >= binEnd(p, down, outHeight, height)) {
                continue;
            }
            for (int q = 0; q < outWidth; q++) {
                sum += winners[bin + p * outWidth + q] == element ? dy[bin + p * outWidth + q] : 0;
            }
        }
    }
    dx[i] = sum;
}

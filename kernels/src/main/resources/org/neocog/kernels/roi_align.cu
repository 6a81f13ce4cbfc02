// RoI align of N x C x H x W to K x C x P x Q. A sample is interpolated along rows and columns independently, and so the mean
// over a bin's samples is y[p, q] = sum of rows[p, h] * columns[q, w] * x[h, w]. The weights of all regions are worked out
// first. Weights of 0 are skipped, so that no NaN spreads to where it does not belong. The gradient is gathered.
//
// Weights along an axis are K x bins x length floats; spans along it are K x (1 + bins) pairs of ints, the first pixel and the
// one after the last: of the whole region, then of each bin. The pair of a region of no image is (-1, -1).

#include "roi.cuh"

// Launch: blocks of 256 threads, one thread for each region; no shared memory. `low` is the place of the region's lower
// corner in its row: 1 for columns, 2 for rows. Places are in double precision: whether a sample is inside is then no matter
// of rounding.
extern "C" __global__ void neocog_roi_align_weights(
        const float* regions, float* weights, int* spans, int count, int images, int low, int bins, int length,
        float scale, int samplingRatio, int aligned) {
    int k = blockIdx.x * blockDim.x + threadIdx.x;
    if (k >= count) {
        return;
    }
    const float* region = regions + 5 * k;
    int* span = spans + 2LL * k * (1 + bins);
    if (imageOf(region, scale, images) < 0) {
        span[0] = -1;
        span[1] = -1;
        return;
    }
    double start = (double)region[low] * scale - (aligned ? 0.5 : 0);
    double size = (double)region[low + 2] * scale - (double)region[low] * scale;
    double bin = (aligned || size > 1 ? size : 1) / bins;
    int samples = samplingRatio > 0 ? samplingRatio : (int)ceil(bin);
    double step = bin / samples;
    int lowest = length;
    int highest = 0;
    for (int p = 0; p < bins; p++) {
        float* row = weights + ((long long)k * bins + p) * length;
        for (int i = 0; i < length; i++) {
            row[i] = 0;
        }
        double base = start + p * bin;
        // Samples far outside add nothing; leaving them out bounds the work by the features' size.
        int from = step > 0 ? (int)max(0.0, min(1e9, (-1 - base) / step - 2)) : 0;
        int to = step > 0 ? (int)min((double)samples, max(0.0, (length - base) / step + 2)) : samples;
        int first = length;
        int last = -1;
        for (int i = from; i < to; i++) {
            double at = base + (i + 0.5) * bin / samples;
            if (at < -1 || at > length) {
                continue;
            }
            at = max(at, 0.0);
            int below = min((int)at, length - 1);
            int above = min(below + 1, length - 1);
            double share = above == below ? 0 : at - below;
            row[below] += (float)((1 - share) / samples);
            row[above] += (float)(share / samples);
            first = min(first, below);
            last = max(last, above);
        }
        span[2 + 2 * p] = last < 0 ? 0 : first;
        span[3 + 2 * p] = last + 1;
        lowest = last < 0 ? lowest : min(lowest, first);
        highest = max(highest, last + 1);
    }
    span[0] = lowest;
    span[1] = highest;
}

// Launch: blocks of 256 threads, ceil(K * C * P * Q / 256) of them; no shared memory.
extern "C" __global__ void neocog_roi_align(
        const float* x, const float* regions, const float* rows, const int* rowSpans, const float* columns,
        const int* columnSpans, float* y, int count, int channels, int height, int width, int outHeight, int outWidth) {
    unsigned int i = blockIdx.x * blockDim.x + threadIdx.x;
    unsigned int bins = outHeight * outWidth;
    if (i >= count * channels * bins) {
        return;
    }
    int q = i % outWidth;
    int p = i % bins / outWidth;
    int c = i / bins % channels;
    int k = i / bins / channels;
    const int* down = rowSpans + 2LL * k * (1 + outHeight);
    const int* across = columnSpans + 2LL * k * (1 + outWidth);
    if (down[0] < 0) {
        y[i] = (float)(0.0 / 0.0);
        return;
    }
    const float* rowWeights = rows + ((long long)k * outHeight + p) * height;
    const float* columnWeights = columns + ((long long)k * outWidth + q) * width;
    const float* plane = x + ((long long)(int)regions[5 * k] * channels + c) * height * width;
    float sum = 0;
    for (int h = down[2 + 2 * p]; h < down[3 + 2 * p]; h++) {
        if (rowWeights[h] == 0) {
            continue;
        }
        float line = 0;
        for (int w = across[2 + 2 * q]; w < across[3 + 2 * q]; w++) {
            line += columnWeights[w] == 0 ? 0 : columnWeights[w] * plane[h * width + w];
        }
        sum += rowWeights[h] * line;
    }
    y[i] = sum;
}

// dx[n, c, h, w] = sum of rows[k, p, h] * columns[k, q, w] * dy[k, c, p, q] over the regions of image n and their bins.
// Launch: blocks of 256 threads, ceil(N * C * H * W / 256) of them; no shared memory.
extern "C" __global__ void neocog_roi_align_grad(
        const float* regions, const float* dy, const float* rows, const int* rowSpans, const float* columns,
        const int* columnSpans, float* dx, int count, int images, int channels, int height, int width, int outHeight,
        int outWidth) {
    unsigned int i = blockIdx.x * blockDim.x + threadIdx.x;
    unsigned int area = height * width;
    if (i >= images * channels * area) {
        return;
    }
    int h = i % area / width;
    int w = i % width;
    int c = i / area % channels;
    int image = i / area / channels;
    float sum = 0;
    for (int k = 0; k < count; k++) {
        const int* down = rowSpans + 2LL * k * (1 + outHeight);
        const int* across = columnSpans + 2LL * k * (1 + outWidth);
        bool touched = down[0] >= 0 && (int)regions[5 * k] == image && h >= down[0] && h < down[1] && w >= across[0]
                && w < across[1];
        if (!touched) {
            continue;
        }
        const float* slopes = dy + ((long long)k * channels + c) * outHeight * outWidth;
        for (int p = 0; p < outHeight; p++) {
            float rowWeight = rows[((long long)k * outHeight + p) * height + h];
            if (rowWeight == 0) {
                continue;
            }
            float line = 0;
            for (int q = 0; q < outWidth; q++) {
                float columnWeight = columns[((long long)k * outWidth + q) * width + w];
                line += columnWeight == 0 ? 0 : columnWeight * slopes[p * outWidth + q];
            }
            sum += rowWeight * line;
        }
    }
    dx[i] = sum;
}

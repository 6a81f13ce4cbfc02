// Batch normalization of N x C x inner, n elements in all, with moments that are there already.
//
// Launch contract of every kernel here: blocks of 256 threads, ceil(n / 1024) of them; no shared memory. A thread handles
// four neighbouring elements; x, dy and y are aligned to 16 bytes. The output may be x or dy.

#include "map.cuh"

// y[i] = f(x[i], a[i]) for i < n, where f.channel(c) has been called for the channel of i since another one's.
template <typename F>
__device__ __forceinline__ void mapChannels(const float* x, const float* a, float* y, int n, int channels, int inner, F f) {
    long long first = 4LL * (blockIdx.x * (long long)blockDim.x + threadIdx.x);
    if (first >= n) {
        return;
    }
    int plane = (int)(first / inner);
    int channel = plane % channels;
    int left = inner - (int)(first - (long long)plane * inner);
    int count = first + 4 <= n ? 4 : (int)(n - first);
    Four xs;
    Four as;
    if (count == 4) {
        xs = *(const Four*)(x + first);
        as = *(const Four*)(a + first);
    } else {
        for (int j = 0; j < count; j++) {
            xs.at[j] = x[first + j];
            as.at[j] = a[first + j];
        }
    }
    f.channel(channel);
    for (int j = 0; j < count; j++) {
        if (left == 0) {
            left = inner;
            channel = channel + 1 == channels ? 0 : channel + 1;
            f.channel(channel);
        }
        left--;
        xs.at[j] = f.element(xs.at[j], as.at[j]);
    }
    if (count == 4) {
        *(Four*)(y + first) = xs;
    } else {
        for (int j = 0; j < count; j++) {
            y[first + j] = xs.at[j];
        }
    }
}

struct Normalize {
    const float* means;
    const float* variances;
    const float* weights;
    const float* biases;
    float epsilon;
    float mean;
    float scale;
    float bias;

    __device__ void channel(int c) {
        mean = means[c];
        scale = weights[c] * (1 / sqrtf(variances[c] + epsilon));
        bias = biases[c];
    }

    __device__ float element(float x, float) const {
        return (x - mean) * scale + bias;
    }
};

// y = (x - mean) / sqrt(variance + epsilon) * weight + bias.
extern "C" __global__ void neocog_batch_norm(
        const float* x, const float* mean, const float* variance, const float* weight, const float* bias, float* y, int n,
        int channels, int inner, float epsilon) {
    mapChannels(x, x, y, n, channels, inner, Normalize{mean, variance, weight, bias, epsilon, 0, 0, 0});
}

struct NormalizeGrad {
    const float* moments;
    const float* weights;
    const float* sums;
    int channels;
    float count;
    float epsilon;
    float mean;
    float scale;
    float slope;
    float tilt;

    __device__ void channel(int c) {
        float root = 1 / sqrtf(moments[channels + c] + epsilon);
        mean = moments[c];
        scale = weights[c] * root;
        slope = sums[channels + c] / count;
        tilt = sums[c] / count * root;
    }

    __device__ float element(float x, float dy) const {
        return scale * (dy - slope - (x - mean) * tilt);
    }
};

// dx = weight / sqrt(variance + epsilon) * (dy - sums[C + c] / count - (x - mean) / sqrt(variance + epsilon) * sums[c] / count),
// count the elements of a channel.
extern "C" __global__ void neocog_batch_norm_grad(
        const float* x, const float* moments, const float* weight, const float* dy, const float* sums, float* dx, int n,
        int channels, int inner, float epsilon) {
    mapChannels(x, dy, dx, n, channels, inner,
            NormalizeGrad{moments, weight, sums, channels, (float)(n / channels), epsilon, 0, 0, 0, 0});
}

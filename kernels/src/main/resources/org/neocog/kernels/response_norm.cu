// Local response normalization across the channels of N x C x inner, n elements in all. A channel's window has `before`
// channels before it and `after` behind it, as far as there are channels.
//
// Launch contract of every kernel here: blocks of 256 threads, ceil(n / 256) of them; no shared memory. No output may be an
// input.

// s = k + factor * the sum of x^2 over the window of element i, which lies in this channel.
__device__ __forceinline__ float responseBase(
        const float* x, int i, int channel, int channels, int inner, int before, int after, float factor, float k) {
    int first = channel < before ? -channel : -before;
    int last = channels - 1 - channel < after ? channels - 1 - channel : after;
    float sum = 0;
    for (int j = first; j <= last; j++) {
        float v = x[i + (long long)j * inner];
        sum += v * v;
    }
    return k + factor * sum;
}

// s^-beta; the papers' 0.75 by two square roots.
__device__ __forceinline__ float responsePower(float s, float beta) {
    if (beta == 0.75f) {
        float root = sqrtf(s);
        return 1 / (root * sqrtf(root));
    }
    return (float)pow((double)s, -(double)beta);
}

// y = x * s^-beta.
extern "C" __global__ void neocog_response_norm(
        const float* x, float* y, int n, int channels, int inner, int before, int after, float factor, float beta, float k) {
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < n) {
        int channel = i / inner % channels;
        y[i] = x[i] * responsePower(responseBase(x, i, channel, channels, inner, before, after, factor, k), beta);
    }
}

// powers = s^-beta, terms = dy * x * s^(-beta-1).
extern "C" __global__ void neocog_response_terms(
        const float* x, const float* dy, float* powers, float* terms, int n, int channels, int inner, int before, int after,
        float factor, float beta, float k) {
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < n) {
        float s = responseBase(x, i, i / inner % channels, channels, inner, before, after, factor, k);
        float power = responsePower(s, beta);
        powers[i] = power;
        terms[i] = dy[i] * x[i] * power / s;
    }
}

// dx = dy * powers - slope * x * the sum of the terms of the channels in whose windows this one is: `after` before it and
// `before` behind it.
extern "C" __global__ void neocog_response_norm_grad(
        const float* x, const float* dy, const float* powers, const float* terms, float* dx, int n, int channels, int inner,
        int before, int after, float slope) {
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < n) {
        int channel = i / inner % channels;
        int first = channel < after ? -channel : -after;
        int last = channels - 1 - channel < before ? channels - 1 - channel : before;
        float sum = 0;
        for (int j = first; j <= last; j++) {
            sum += terms[i + (long long)j * inner];
        }
        dx[i] = dy[i] * powers[i] - slope * x[i] * sum;
    }
}

// A bias for each channel of N x C x inner.

// y[i] = x[i] + b[channel of i] for i < n, channel = i / inner mod channels.
// Launch: blocks of 256 threads, ceil(n / 256) of them; no shared memory. y may be x.
extern "C" __global__ void neocog_add_bias(const float* x, const float* b, float* y, int n, int channels, int inner) {
    unsigned int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < (unsigned int)n) {
        y[i] = x[i] + b[i / inner % channels];
    }
}

// y[i] = b[channel of i] for i < n: what a convolution's product is then added to.
// Launch: as neocog_add_bias.
extern "C" __global__ void neocog_spread_bias(const float* b, float* y, int n, int channels, int inner) {
    unsigned int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < (unsigned int)n) {
        y[i] = b[i / inner % channels];
    }
}

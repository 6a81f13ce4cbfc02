// Adam's update (Kingma and Ba 2015; decoupled decay: Loshchilov and Hutter 2019) of a parameter w with gradient g, in place.

// m = beta1 * m + (1 - beta1) * g'; v = beta2 * v + (1 - beta2) * g'^2;
// w -= lr * (m / (1 - beta1^t)) / (sqrt(v / (1 - beta2^t)) + epsilon), t = *step from 1. g' = g + decay * w, or, if decoupled,
// g' = g and first w -= lr * decay * w. The corrections, worked out in double precision, are the same for all elements:
// thread 0 of a block makes them for the others.
// Launch: min(1024, ceil(n / 256)) blocks of 256 threads; 12 bytes of static shared memory; w, g, m and v do not overlap.
extern "C" __global__ void neocog_adam(
        float* w, const float* g, float* m, float* v, const float* rate, const int* step, int n,
        float decay, float beta1, float beta2, float epsilon, int decoupled) {
    __shared__ float corrected;
    __shared__ float root;
    __shared__ float shrink;
    if (threadIdx.x == 0) {
        corrected = (float)(*rate / (1 - pow((double)beta1, (double)*step)));
        root = (float)(1 / sqrt(1 - pow((double)beta2, (double)*step)));
        shrink = decoupled ? 1 - *rate * decay : 1.0f;
    }
    __syncthreads();
    float coupled = decoupled ? 0.0f : decay;
    for (long long i = blockIdx.x * blockDim.x + threadIdx.x; i < n; i += gridDim.x * blockDim.x) {
        float weight = w[i];
        float gradient = g[i] + coupled * weight;
        float mean = beta1 * m[i] + (1 - beta1) * gradient;
        float square = beta2 * v[i] + (1 - beta2) * gradient * gradient;
        m[i] = mean;
        v[i] = square;
        w[i] = shrink * weight - corrected * mean / (sqrtf(square) * root + epsilon);
    }
}

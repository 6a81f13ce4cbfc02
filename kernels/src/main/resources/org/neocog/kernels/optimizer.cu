// Optimizers' updates of a parameter w with gradient g, in place; g' = g + decay * w. The learning rate is a scalar on the
// device, since it changes from step to step.
//
// Launch contract of every kernel here: blocks of 256 threads, ceil(n / 256) of them; no shared memory; w, g and the slots
// do not overlap.

// w -= lr * g'.
extern "C" __global__ void neocog_sgd(float* w, const float* g, const float* rate, int n, float decay) {
    unsigned int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < (unsigned int)n) {
        w[i] -= *rate * (g[i] + decay * w[i]);
    }
}

// v = momentum * v + g'; w -= lr * v, or by Nesterov's rule w -= lr * (g' + momentum * v).
extern "C" __global__ void neocog_momentum(
        float* w, const float* g, float* v, const float* rate, int n, float decay, float momentum, int nesterov) {
    unsigned int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < (unsigned int)n) {
        float gradient = g[i] + decay * w[i];
        float velocity = momentum * v[i] + gradient;
        v[i] = velocity;
        w[i] -= *rate * (nesterov ? gradient + momentum * velocity : velocity);
    }
}

// s = alpha * s + (1 - alpha) * g'^2; w -= lr * g' / (sqrt(s) + epsilon).
extern "C" __global__ void neocog_rms_prop(
        float* w, const float* g, float* s, const float* rate, int n, float decay, float alpha, float epsilon) {
    unsigned int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < (unsigned int)n) {
        float gradient = g[i] + decay * w[i];
        float square = alpha * s[i] + (1 - alpha) * gradient * gradient;
        s[i] = square;
        w[i] -= *rate * gradient / (sqrtf(square) + epsilon);
    }
}

// s = rho * s + (1 - rho) * g'^2; d = sqrt(u + epsilon) / sqrt(s + epsilon) * g'; u = rho * u + (1 - rho) * d^2; w -= lr * d.
extern "C" __global__ void neocog_adadelta(
        float* w, const float* g, float* s, float* u, const float* rate, int n, float decay, float rho, float epsilon) {
    unsigned int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < (unsigned int)n) {
        float gradient = g[i] + decay * w[i];
        float square = rho * s[i] + (1 - rho) * gradient * gradient;
        float delta = sqrtf(u[i] + epsilon) / sqrtf(square + epsilon) * gradient;
        s[i] = square;
        u[i] = rho * u[i] + (1 - rho) * delta * delta;
        w[i] -= *rate * delta;
    }
}

// Labels as vectors, and scores against labels.

// y[n, j] = on where j is label n, else off; a label that is no class gives a row of NaN.
// Launch: blocks of 256 threads, ceil(rows * classes / 256) of them; no shared memory.
extern "C" __global__ void neocog_one_hot(
        const int* labels, float* y, int rows, int classes, float off, float on) {
    unsigned int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < (unsigned int)rows * classes) {
        int label = labels[i / classes];
        bool known = label >= 0 && label < classes;
        y[i] = !known ? (float)(0.0 / 0.0) : label == (int)(i % classes) ? on : off;
    }
}

// *correct = the number of rows whose first largest score is at the label; a row with a NaN is wrong.
// Launch: one block of 256 threads, each of which takes rows; 1 KiB of static shared memory.
extern "C" __global__ void neocog_count_correct(
        const float* scores, const int* labels, float* correct, int rows, int classes) {
    __shared__ int counts[256];
    int count = 0;
    for (int row = threadIdx.x; row < rows; row += 256) {
        const float* s = scores + (long long)row * classes;
        int best = 0;
        for (int j = 0; j < classes; j++) {
            if (s[j] != s[j]) {
                best = -2;
                break;
            }
            best = s[j] > s[best] ? j : best;
        }
        count += best == labels[row] ? 1 : 0;
    }
    counts[threadIdx.x] = count;
    for (int half = 128; half > 0; half /= 2) {
        __syncthreads();
        if (threadIdx.x < half) {
            counts[threadIdx.x] += counts[threadIdx.x + half];
        }
    }
    if (threadIdx.x == 0) {
        *correct = (float)counts[0];
    }
}

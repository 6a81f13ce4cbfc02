// Inverted dropout with the mask of Philox 4x32-10 (Salmon et al., SC 2011): the same mask as on the CPU.

// y[i] = x[i] * scale if element i stays, else 0, for i < n. Element i stays if the uniform number in [0, 1) made of lane
// i mod 4 of the block with key (random[0], random[1]) and counter (i / 4, stream, random[2], random[3]) is at least `rate`.
// Launch: blocks of 256 threads, ceil(n / 1024) of them; no shared memory. A thread makes one Philox block and with it four
// neighbouring elements. y may be x.
extern "C" __global__ void neocog_dropout(
        const float* x, const int* random, float* y, int n, float rate, float scale, int stream) {
    unsigned int block = blockIdx.x * blockDim.x + threadIdx.x;
    long long first = 4LL * block;
    if (first >= n) {
        return;
    }
    unsigned int key0 = random[0];
    unsigned int key1 = random[1];
    unsigned int c0 = block;
    unsigned int c1 = stream;
    unsigned int c2 = random[2];
    unsigned int c3 = random[3];
    for (int round = 0; round < 10; round++) {
        unsigned long long product0 = 0xD2511F53ULL * c0;
        unsigned long long product1 = 0xCD9E8D57ULL * c2;
        c0 = (unsigned int)(product1 >> 32) ^ c1 ^ key0;
        c1 = (unsigned int)product1;
        c2 = (unsigned int)(product0 >> 32) ^ c3 ^ key1;
        c3 = (unsigned int)product0;
        key0 += 0x9E3779B9u;
        key1 += 0xBB67AE85u;
    }
    unsigned int bits[4] = {c0, c1, c2, c3};
    for (int lane = 0; lane < 4; lane++) {
        if (first + lane < n) {
            bool kept = (bits[lane] >> 8) * (1.0f / 16777216.0f) >= rate;
            y[first + lane] = kept ? x[first + lane] * scale : 0.0f;
        }
    }
}

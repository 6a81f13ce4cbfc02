// Philox 4x32-10 (Salmon et al., SC 2011), the engine's random numbers: the same on every device.

struct PhiloxBlock {
    unsigned int lane[4];
};

// The block with key (random[0], random[1]) and counter (block, stream, random[2], random[3]).
__device__ __forceinline__ PhiloxBlock philox(const int* random, unsigned int block, unsigned int stream) {
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
    return {{c0, c1, c2, c3}};
}

// A lane as a uniform number in [0, 1).
__device__ __forceinline__ float uniform(unsigned int lane) {
    return (lane >> 8) * (1.0f / 16777216.0f);
}

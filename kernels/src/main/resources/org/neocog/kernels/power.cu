// Powers, element by element. Launch contract: see map.cuh.

#include "map.cuh"

// y = (shift + factor * x)^exponent; those of a normalization and of its gradient by square roots.
extern "C" __global__ void neocog_power(const float* x, float* y, int n, float exponent, float factor, float shift) {
    map1(x, y, n, [exponent, factor, shift](float v) {
        float base = shift + factor * v;
        if (exponent == -0.5f) {
            return 1 / sqrtf(base);
        }
        if (exponent == -1.5f) {
            return 1 / (base * sqrtf(base));
        }
        return (float)pow((double)base, (double)exponent);
    });
}

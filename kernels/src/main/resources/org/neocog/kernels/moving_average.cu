// Exponential moving averages of weights or statistics. Launch contract: see map.cuh; average and value do not overlap.

#include "map.cuh"

// average[i] = decay * average[i] + share * value[i] for i < n.
extern "C" __global__ void neocog_moving_average(float* average, const float* value, int n, float decay, float share) {
    map2(average, value, average, n, [decay, share](float a, float v) { return decay * a + share * v; });
}

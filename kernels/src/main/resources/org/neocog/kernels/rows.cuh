// What a warp works out together about a row of scores, all 32 lanes having the result.

__device__ __forceinline__ double warpSum(double value) {
    for (int offset = 16; offset > 0; offset /= 2) {
        value += __shfl_xor_sync(0xffffffff, value, offset);
    }
    return value;
}

// The largest number of a row; NaN if there is one.
__device__ __forceinline__ float warpLargest(const float* row, int classes, int lane) {
    float largest = -1 / 0.0f;
    for (int j = lane; j < classes; j += 32) {
        largest = row[j] > largest || row[j] != row[j] ? row[j] : largest;
        if (largest != largest) {
            break;
        }
    }
    for (int offset = 16; offset > 0; offset /= 2) {
        float other = __shfl_xor_sync(0xffffffff, largest, offset);
        largest = other > largest || other != other ? other : largest;
    }
    return largest;
}

// The sum of exp(row[j] - largest).
__device__ __forceinline__ double warpSumExp(const float* row, int classes, int lane, float largest) {
    double sum = 0;
    for (int j = lane; j < classes; j += 32) {
        sum += exp((double)(row[j] - largest));
    }
    return warpSum(sum);
}

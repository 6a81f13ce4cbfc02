// Regions of feature maps: rows of image, x1, y1, x2, y2.

// The number of a region's image; -1 if it is none of them, or the scaled corners are not below 2^24.
__device__ __forceinline__ int imageOf(const float* region, float scale, int images) {
    for (int i = 1; i < 5; i++) {
        if (!(fabsf(region[i] * scale) < 16777216.0f)) {
            return -1;
        }
    }
    return region[0] >= 0 && region[0] < images ? (int)region[0] : -1;
}

package org.neocog.cpu;

/**
 * Matrices of several images of the same size as one wide matrix, row {@code k} of the first image before row {@code k} of
 * the second: what a single matrix product takes and gives.
 *
 * @param rows rows of each matrix: channels
 * @param length elements of each row: positions
 * @param imageStride elements from an image's matrix to the next one's
 */
record SideBySide(int rows, int length, int imageStride) {
    /** Copies matrices of images, the first at {@code from}, to the wide matrix at {@code to}. */
    void gather(float[] source, int from, int images, float[] wide, int to) {
        for (int row = 0; row < rows; row++) {
            for (int image = 0; image < images; image++) {
                System.arraycopy(
                        source, from + image * imageStride + row * length, wide, to + (row * images + image) * length, length);
            }
        }
    }

    /** Copies the wide matrix to the images' matrices. */
    void scatter(float[] wide, int from, int images, float[] target, int to) {
        for (int row = 0; row < rows; row++) {
            for (int image = 0; image < images; image++) {
                System.arraycopy(
                        wide, from + (row * images + image) * length, target, to + image * imageStride + row * length, length);
            }
        }
    }

    /** As {@link #scatter}, with a number added to each row. */
    void scatterPlus(float[] bias, int first, float[] wide, int from, int images, float[] target, int to) {
        for (int row = 0; row < rows; row++) {
            for (int image = 0; image < images; image++) {
                plus(bias[first + row], wide, from + (row * images + image) * length,
                        target, to + image * imageStride + row * length, length);
            }
        }
    }

    private static void plus(float bias, float[] source, int from, float[] target, int to, int n) {
        for (int i = 0; i < n; i++) {
            target[to + i] = source[from + i] + bias;
        }
    }
}

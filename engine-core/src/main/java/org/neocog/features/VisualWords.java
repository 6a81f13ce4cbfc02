package org.neocog.features;

import java.util.Arrays;
import java.util.Objects;
import org.neocog.tensor.Shape;

/**
 * A bag of visual words (Csurka et al., "Visual categorization with bags of keypoints", 2004; here with patches on a grid, as
 * Fei-Fei and Perona, 2005): each patch of the image is taken for the word of the codebook that is nearest to it, and how
 * often each word occurs is the feature, as a share of the patches. Patches are brought to mean 0 and variance 1 first, flat
 * ones nearly left alone.
 *
 * @param patch side of the square patches
 * @param stride from one patch to the next
 * @param codebook words x (C·patch·patch); not copied, and not to be changed
 */
public record VisualWords(Shape imageShape, int patch, int stride, float[] codebook) implements Features {
    /** Keeps the noise of flat patches small: a standard deviation of 8 grey levels. */
    private static final float FLAT = 1e-3f;

    /**
     * @throws IllegalArgumentException if no patch fits into an image, the codebook has no word or is of other patches, or
     *     images have neither 1 nor 3 channels
     */
    public VisualWords {
        requirePatches(imageShape, patch, stride);
        int length = imageShape.dim(0) * patch * patch;
        if (codebook.length == 0 || codebook.length % length != 0) {
            throw new IllegalArgumentException(
                    "a codebook for patches of " + length + " numbers has not " + codebook.length + " of them");
        }
    }

    static void requirePatches(Shape imageShape, int patch, int stride) {
        Images.require(imageShape);
        if (patch < 1 || stride < 1) {
            throw new IllegalArgumentException("patch and stride are at least 1, not " + patch + " and " + stride);
        }
        if (imageShape.dim(1) < patch || imageShape.dim(2) < patch) {
            throw new IllegalArgumentException("a patch of " + patch + "x" + patch + " does not fit into images of "
                    + imageShape.dim(2) + " wide and " + imageShape.dim(1) + " high");
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VisualWords words
                && imageShape.equals(words.imageShape)
                && patch == words.patch
                && stride == words.stride
                && Arrays.equals(codebook, words.codebook);
    }

    @Override
    public int hashCode() {
        return Objects.hash(imageShape, patch, stride, Arrays.hashCode(codebook));
    }

    /** Without the codebook's numbers. */
    @Override
    public String toString() {
        return text();
    }

    @Override
    public int size() {
        return codebook.length / (imageShape.dim(0) * patch * patch);
    }

    @Override
    public String text() {
        return "bovw:words=" + size() + ",patch=" + patch + ",stride=" + stride;
    }

    @Override
    public void compute(float[] image, float[] target, int offset) {
        int[] counts = new int[size()];
        float[] values = new float[imageShape.dim(0) * patch * patch];
        int patches = 0;
        for (int y = 0; y + patch <= imageShape.dim(1); y += stride) {
            for (int x = 0; x + patch <= imageShape.dim(2); x += stride) {
                read(imageShape, image, y, x, patch, values, 0);
                counts[Codebook.nearest(codebook, values, 0, values.length)]++;
                patches++;
            }
        }
        for (int word = 0; word < counts.length; word++) {
            target[offset + word] = counts[word] / (float) patches;
        }
    }

    /** The patch whose upper left corner is at row y and column x, with mean 0 and variance 1. */
    static void read(Shape shape, float[] image, int y, int x, int patch, float[] target, int offset) {
        int length = shape.dim(0) * patch * patch;
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < length; i++) {
            int channel = i / (patch * patch);
            int row = y + i / patch % patch;
            float value = image[(channel * shape.dim(1) + row) * shape.dim(2) + x + i % patch];
            target[offset + i] = value;
            sum += value;
            squares += (double) value * value;
        }
        double mean = sum / length;
        double deviation = Math.sqrt(Math.max(0, squares / length - mean * mean) + FLAT);
        for (int i = offset; i < offset + length; i++) {
            target[i] = (float) ((target[i] - mean) / deviation);
        }
    }
}

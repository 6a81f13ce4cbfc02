package org.neocog.data.augment;

/**
 * Which source pixels a scaled pixel is made of, along one axis: the triangle filter, as wide as a source pixel when
 * enlarging and as a scaled pixel when reducing, cut off at the edges and normalised to a sum of 1. This is Pillow's
 * {@code BILINEAR} and PyTorch's {@code interpolate(mode="bilinear", antialias=True)}.
 *
 * @param first the first source pixel of each scaled pixel
 * @param weights of it and of those that follow it
 */
record Taps(int[] first, float[][] weights) {
    /** For the scaled pixels {@code from .. from + count - 1} of an axis that goes from {@code source} to {@code scaled}. */
    static Taps of(int source, int scaled, int from, int count) {
        double scale = (double) source / scaled;
        double support = Math.max(1, scale);
        int[] first = new int[count];
        float[][] weights = new float[count][];
        for (int i = 0; i < count; i++) {
            double centre = (from + i + 0.5) * scale;
            int start = Math.max(0, (int) (centre - support + 0.5));
            int end = Math.min(source, (int) (centre + support + 0.5));
            double[] exact = new double[end - start];
            double sum = 0;
            for (int t = 0; t < exact.length; t++) {
                exact[t] = Math.max(0, 1 - Math.abs((start + t - centre + 0.5) / support));
                sum += exact[t];
            }
            first[i] = start;
            weights[i] = new float[exact.length];
            for (int t = 0; t < exact.length; t++) {
                weights[i][t] = (float) (exact[t] / sum);
            }
        }
        return new Taps(first, weights);
    }

    /** One past the last source pixel of the last scaled pixel; both grow from pixel to pixel. */
    int end() {
        int last = first.length - 1;
        return first[last] + weights[last].length;
    }
}

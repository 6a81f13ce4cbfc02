package org.neocog.features;

import org.neocog.tensor.Shape;

/**
 * How much there is of each colour. Of a colour image, each pixel adds its chroma (the largest less the smallest of red,
 * green and blue) to the bin of its hue, which is an angle, and what the chroma lacks to 1 to a further bin for what has no
 * colour. Of a grey image, each pixel adds 1 to the bin of its brightness. Divided by the number of pixels, so that the sum is 1.
 */
public record ColorHistogram(Shape imageShape, int bins) implements Features {
    /**
     * @throws IllegalArgumentException if there is no bin, or images have neither 1 nor 3 channels
     */
    public ColorHistogram {
        Images.require(imageShape);
        if (bins < 1) {
            throw new IllegalArgumentException("a histogram has at least one bin, not " + bins);
        }
    }

    @Override
    public int size() {
        return imageShape.dim(0) == 3 ? bins + 1 : bins;
    }

    @Override
    public String text() {
        return "histogram:bins=" + bins;
    }

    @Override
    public void compute(float[] image, float[] target, int offset) {
        int plane = imageShape.dim(1) * imageShape.dim(2);
        double[] sums = new double[size()];
        for (int i = 0; i < plane; i++) {
            if (imageShape.dim(0) == 1) {
                sums[bin(image[i])]++;
            } else {
                add(image[i], image[plane + i], image[2 * plane + i], sums);
            }
        }
        for (int i = 0; i < sums.length; i++) {
            target[offset + i] = (float) (sums[i] / plane);
        }
    }

    /** The hue as a share of the circle: 0 is red, 1/3 green, 2/3 blue (the hexagon of HSV). */
    private void add(float red, float green, float blue, double[] sums) {
        double most = Math.max(red, Math.max(green, blue));
        double chroma = most - Math.min(red, Math.min(green, blue));
        sums[bins] += 1 - chroma;
        if (chroma > 0) {
            double sixth;
            if (most == red) {
                sixth = (green - blue) / chroma + 6;
            } else if (most == green) {
                sixth = (blue - red) / chroma + 2;
            } else {
                sixth = (red - green) / chroma + 4;
            }
            sums[bin(sixth % 6 / 6)] += chroma;
        }
    }

    private int bin(double share) {
        return Math.clamp((int) (share * bins), 0, bins - 1);
    }
}

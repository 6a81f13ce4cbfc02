package org.neocog.features;

import org.neocog.tensor.Shape;

/**
 * Histograms of oriented gradients (Dalal and Triggs, "Histograms of oriented gradients for human detection", 2005): the image
 * is cut into square cells, and in each every pixel adds the size of its gradient to the bin of the gradient's direction, of
 * 180° in all. Gradients are differences of the neighbours on both sides, 0 at the edges; of a colour image those of the channel
 * where they are largest. A cell's histogram is its mean over the pixels, divided by {@code sqrt(|h|² + 1e-10)}, so each cell
 * is a block of its own. The numbers are scikit-image's {@code hog} with {@code cells_per_block=(1, 1)} and
 * {@code block_norm='L2'}; a 320 x 240 image gives 40 · 30 · 9 = 10,800. Pixels that fill no cell are left out.
 */
public record OrientedGradients(Shape imageShape, int cell, int bins) implements Features {
    private static final double EPSILON = 1e-5;

    /**
     * @throws IllegalArgumentException if there is no bin, an image has no cell, or images have neither 1 nor 3 channels
     */
    public OrientedGradients {
        Images.require(imageShape);
        if (cell < 1 || bins < 1) {
            throw new IllegalArgumentException("a cell has at least one pixel and one bin, not " + cell + " and " + bins);
        }
        if (imageShape.dim(1) < cell || imageShape.dim(2) < cell) {
            throw new IllegalArgumentException("a cell of " + cell + "x" + cell + " does not fit into images of "
                    + imageShape.dim(2) + " wide and " + imageShape.dim(1) + " high");
        }
    }

    @Override
    public int size() {
        return imageShape.dim(1) / cell * (imageShape.dim(2) / cell) * bins;
    }

    @Override
    public String text() {
        return "hog:cell=" + cell + ",bins=" + bins;
    }

    @Override
    public void compute(float[] image, float[] target, int offset) {
        int rows = imageShape.dim(1) / cell;
        int columns = imageShape.dim(2) / cell;
        double[] histograms = new double[rows * columns * bins];
        for (int y = 0; y < rows * cell; y++) {
            for (int x = 0; x < columns * cell; x++) {
                add(image, y, x, histograms, (y / cell * columns + x / cell) * bins);
            }
        }
        for (int first = 0; first < histograms.length; first += bins) {
            normalise(histograms, first, target, offset + first);
        }
    }

    private void add(float[] image, int y, int x, double[] histograms, int first) {
        int height = imageShape.dim(1);
        int width = imageShape.dim(2);
        double down = 0;
        double across = 0;
        double largest = -1;
        for (int c = 0; c < imageShape.dim(0); c++) {
            int at = (c * height + y) * width + x;
            double dy = y == 0 || y == height - 1 ? 0 : image[at + width] - image[at - width];
            double dx = x == 0 || x == width - 1 ? 0 : image[at + 1] - image[at - 1];
            double size = Math.hypot(dy, dx);
            if (size > largest) {
                largest = size;
                down = dy;
                across = dx;
            }
        }
        double degrees = StrictMath.toDegrees(StrictMath.atan2(down, across));
        int bin = (int) ((degrees + 360) % 180 * bins / 180);
        histograms[first + Math.min(bin, bins - 1)] += largest;
    }

    private void normalise(double[] histograms, int first, float[] target, int offset) {
        double squares = 0;
        for (int i = first; i < first + bins; i++) {
            histograms[i] /= cell * cell;
            squares += histograms[i] * histograms[i];
        }
        double length = Math.sqrt(squares + EPSILON * EPSILON);
        for (int i = 0; i < bins; i++) {
            target[offset + i] = (float) (histograms[first + i] / length);
        }
    }
}

package org.neocog.visual;

import org.neocog.tensor.Shape;

/** Images C × H × W of floats: moved around and made larger and smaller. */
final class Planes {
    private Planes() {}

    /**
     * Bilinear, with pixels as squares: the centre of target pixel i lies at {@code (i + 1/2) · from/to - 1/2}, and what is
     * outside is as the edge (PyTorch's {@code align_corners=False}).
     */
    static float[] resized(Shape from, float[] image, int height, int width) {
        int channels = from.dim(0);
        int rows = from.dim(1);
        int columns = from.dim(2);
        float[] result = new float[channels * height * width];
        for (int y = 0; y < height; y++) {
            double down = position(y, rows, height);
            int top = (int) down;
            int bottom = Math.min(top + 1, rows - 1);
            for (int x = 0; x < width; x++) {
                double across = position(x, columns, width);
                int left = (int) across;
                int right = Math.min(left + 1, columns - 1);
                for (int c = 0; c < channels; c++) {
                    int plane = c * rows * columns;
                    double above = mixed(image[plane + top * columns + left], image[plane + top * columns + right], across - left);
                    double below =
                            mixed(image[plane + bottom * columns + left], image[plane + bottom * columns + right], across - left);
                    result[(c * height + y) * width + x] = (float) mixed(above, below, down - top);
                }
            }
        }
        return result;
    }

    private static double position(int index, int from, int to) {
        return Math.clamp((index + 0.5) * from / to - 0.5, 0, from - 1);
    }

    private static double mixed(double a, double b, double share) {
        return a + (b - a) * share;
    }

    /** Moved down and to the right; what leaves on one side comes back on the other. */
    static float[] rolled(Shape shape, float[] image, int down, int right) {
        int height = shape.dim(1);
        int width = shape.dim(2);
        float[] result = new float[image.length];
        for (int row = 0; row < shape.dim(0) * height; row++) {
            int plane = row / height * height;
            int to = (plane + Math.floorMod(row % height + down, height)) * width;
            for (int x = 0; x < width; x++) {
                result[to + Math.floorMod(x + right, width)] = image[row * width + x];
            }
        }
        return result;
    }
}

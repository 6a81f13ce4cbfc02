package org.neocog.graph;

import org.neocog.tensor.Shape;

/**
 * All numbers of a two-dimensional pooling over {@code N x C x H x W}: every channel of every image is a plane of its own.
 *
 * @param planes N · C
 * @param height H
 * @param width W
 * @param outHeight P
 * @param outWidth Q
 * @param window size, strides and padding of the window
 */
public record PoolGeometry(int planes, int height, int width, int outHeight, int outWidth, Window window) {
    /**
     * @throws ShapeException if the window does not fit
     */
    public static PoolGeometry of(Shape x, Window window) {
        if (x.rank() != 4) {
            throw new ShapeException("the input of a pooling must have the layout N x C x H x W, not " + x);
        }
        return new PoolGeometry(
                x.dim(0) * x.dim(1),
                x.dim(2),
                x.dim(3),
                window.height().output(x.dim(2), window.remainder()),
                window.width().output(x.dim(3), window.remainder()),
                window);
    }

    /** No window may lie in the padding alone: it would have no element to take a maximum or a mean of. */
    static void check(Window window) {
        check(window.height());
        check(window.width());
    }

    private static void check(Axis axis) {
        int pad = Math.max(axis.padBefore(), axis.padAfter());
        Check.attribute(pad <= axis.extent() / 2,
                "a pooling's padding must be at most half of its window: " + pad + " is too much for " + axis.extent());
    }

    public Shape y(Shape x) {
        return Shape.of(x.dim(0), x.dim(1), outHeight, outWidth);
    }
}

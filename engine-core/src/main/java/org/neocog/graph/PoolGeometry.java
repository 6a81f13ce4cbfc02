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
     * @throws ShapeException if the window does not fit, or one lies beside the image with every one of its elements
     */
    public static PoolGeometry of(Shape x, Window window) {
        if (x.rank() != 4) {
            throw new ShapeException("the input of a pooling must have the layout N x C x H x W, not " + x);
        }
        return new PoolGeometry(
                x.dim(0) * x.dim(1),
                x.dim(2),
                x.dim(3),
                windows(window.height(), x.dim(2), window.remainder()),
                windows(window.width(), x.dim(3), window.remainder()),
                window);
    }

    /** Dense windows always touch the image, given {@link #check}; a dilated one may step over a small image. */
    private static int windows(Axis axis, int input, Remainder remainder) {
        int windows = axis.output(input, remainder);
        for (int i = 0; axis.dilation() > 1 && i < windows; i++) {
            long start = (long) i * axis.stride() - axis.padBefore();
            long first = start >= 0 ? start : start + (-start + axis.dilation() - 1) / axis.dilation() * axis.dilation();
            if (first >= input || first > start + axis.extent() - 1) {
                throw new ShapeException("a pooling window of " + axis.kernel() + " with dilation " + axis.dilation()
                        + " and padding " + axis.padBefore() + "+" + axis.padAfter() + " steps over all of the " + input
                        + " elements");
            }
        }
        return windows;
    }

    /** No window may lie in the padding alone: it would have no element to take a maximum or a mean of. */
    static void check(Window window) {
        Check.attribute(window.depth().isEmpty(), "a pooling has no depth");
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

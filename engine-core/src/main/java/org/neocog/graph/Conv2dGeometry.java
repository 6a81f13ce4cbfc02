package org.neocog.graph;

import org.neocog.tensor.Shape;

/**
 * All numbers of a convolution over images or volumes, worked out once and shared by forward pass, both gradients and every
 * device. With {@code x: N x C x H x W} and {@code w: K x C/groups x R x S} the output is {@code y: N x K x P x Q}. If the
 * window has a depth, then the shapes have one before the height: {@code x: N x C x D x H x W}, {@code w: K x C/groups x U x
 * R x S}, {@code y: N x K x O x P x Q}; otherwise D, U and O are 1.
 *
 * @param batch N
 * @param channels C
 * @param depth D
 * @param height H
 * @param width W
 * @param filters K
 * @param outDepth O
 * @param outHeight P
 * @param outWidth Q
 * @param groups blocks of channels that do not see each other
 * @param window U, R, S, strides, padding, dilation
 */
public record Conv2dGeometry(
        int batch,
        int channels,
        int depth,
        int height,
        int width,
        int filters,
        int outDepth,
        int outHeight,
        int outWidth,
        int groups,
        Window window) {

    /**
     * @throws ShapeException if the shapes do not fit together
     */
    public static Conv2dGeometry of(Shape x, Shape w, Window window, int groups) {
        requireLayout("the input of a convolution", x, window);
        requireFilters(w, window);
        int channels = x.dim(1);
        int filters = w.dim(0);
        if (channels % groups != 0 || filters % groups != 0) {
            throw new ShapeException("groups=" + groups + " must divide both the " + channels + " input channels and the "
                    + filters + " filters");
        }
        int depth = window.depth().isPresent() ? x.dim(2) : 1;
        Conv2dGeometry geometry = new Conv2dGeometry(
                x.dim(0), channels, depth, x.dim(-2), x.dim(-1), filters,
                window.depthAxis().output(depth, window.remainder()),
                window.height().output(x.dim(-2), window.remainder()),
                window.width().output(x.dim(-1), window.remainder()), groups, window);
        if (!geometry.w().equals(w)) {
            throw new ShapeException("the filters must be " + geometry.w() + " for an input of " + x + ", not " + w);
        }
        return geometry;
    }

    /**
     * The convolution whose input gradient, as an operation of its own, is the transposed convolution of {@code y} (Dumoulin
     * and Visin, "A guide to convolution arithmetic for deep learning", 2016; PyTorch's {@code ConvTranspose2d}): of an input
     * {@code N x K x P x Q} it makes {@code N x C x H x W} with {@code H = (P-1)·stride + extent - padding + outputPadding}.
     *
     * @param y the transposed convolution's input
     * @param w K × C/groups × R × S
     * @param outputPaddingHeight rows at the end that the windows need not reach, below the stride
     * @param outputPaddingWidth the same for columns
     * @throws ShapeException if the shapes do not fit together
     */
    public static Conv2dGeometry transposed(
            Shape y, Shape w, Window window, int outputPaddingHeight, int outputPaddingWidth, int groups) {
        if (window.depth().isPresent()) {
            throw new ShapeException("a transposed convolution has no depth");
        }
        requireLayout("the input of a transposed convolution", y, window);
        requireFilters(w, window);
        if (y.dim(1) % groups != 0) {
            throw new ShapeException("groups=" + groups + " must divide the " + y.dim(1) + " input channels");
        }
        Conv2dGeometry geometry = new Conv2dGeometry(
                y.dim(0), w.dim(1) * groups, 1,
                window.height().input(y.dim(2), outputPaddingHeight),
                window.width().input(y.dim(3), outputPaddingWidth),
                y.dim(1), 1, y.dim(2), y.dim(3), groups, window.with(Remainder.DROP));
        if (!geometry.w().equals(w)) {
            throw new ShapeException("the filters must be " + geometry.w() + " for an input of " + y + ", not " + w);
        }
        return geometry;
    }

    private static void requireLayout(String what, Shape shape, Window window) {
        if (shape.rank() != window.dimensions() + 2) {
            String layout = window.depth().isPresent() ? "N x C x D x H x W" : "N x C x H x W";
            throw new ShapeException(what + " must have the layout " + layout + ", not " + shape);
        }
    }

    private static void requireFilters(Shape w, Window window) {
        if (w.rank() != window.dimensions() + 2) {
            String depth = window.depth().isPresent() ? "depth x " : "";
            throw new ShapeException(
                    "the filters must have the layout filters x channels/groups x " + depth + "height x width, not " + w);
        }
    }

    public Shape x() {
        return shape(batch, channels, depth, height, width);
    }

    public Shape w() {
        return shape(filters, channels / groups,
                window.depthAxis().kernel(), window.height().kernel(), window.width().kernel());
    }

    public Shape y() {
        return shape(batch, filters, outDepth, outHeight, outWidth);
    }

    private Shape shape(int first, int second, int deep, int high, int wide) {
        return window.depth().isPresent()
                ? Shape.of(first, second, deep, high, wide)
                : Shape.of(first, second, high, wide);
    }

    /** Elements of one filter: C/groups · U · R · S, the inner dimension of the matrix product. */
    public int filterElements() {
        return channels / groups * window.area();
    }

    /** Positions of one input map: D · H · W. */
    public int inputPositions() {
        return depth * height * width;
    }

    /** Positions of one output map: O · P · Q. */
    public int positions() {
        return outDepth * outHeight * outWidth;
    }

    public int filtersPerGroup() {
        return filters / groups;
    }

    /** Whether each output position sees the one input position in its place: a filter of one element, stride 1, no padding. */
    public boolean isPointwise() {
        return isPointwise(window.depthAxis(), depth, outDepth)
                && isPointwise(window.height(), height, outHeight)
                && isPointwise(window.width(), width, outWidth);
    }

    private static boolean isPointwise(Axis axis, int input, int output) {
        return axis.kernel() == 1 && axis.padBefore() == 0 && input == output && (axis.stride() == 1 || input == 1);
    }

    /** N · K · O · P · Q · C/groups · U · R · S. */
    public long multiplyAdds() {
        return (long) batch * filters * positions() * filterElements();
    }
}

package org.neocog.graph;

import org.neocog.tensor.Shape;

/**
 * All numbers of a two-dimensional convolution, worked out once and shared by forward pass, both gradients and every
 * device. With {@code x: N x C x H x W} and {@code w: K x C/groups x R x S} the output is {@code y: N x K x P x Q}.
 *
 * @param batch N
 * @param channels C
 * @param height H
 * @param width W
 * @param filters K
 * @param outHeight P
 * @param outWidth Q
 * @param groups blocks of channels that do not see each other
 * @param window R, S, strides, padding, dilation
 */
public record Conv2dGeometry(
        int batch, int channels, int height, int width, int filters, int outHeight, int outWidth, int groups, Window window) {

    /**
     * @throws ShapeException if the shapes do not fit together
     */
    public static Conv2dGeometry of(Shape x, Shape w, Window window, int groups) {
        if (x.rank() != 4) {
            throw new ShapeException("the input of a convolution must have the layout N x C x H x W, not " + x);
        }
        if (w.rank() != 4) {
            throw new ShapeException("the filters must have the layout filters x channels/groups x height x width, not " + w);
        }
        int channels = x.dim(1);
        int filters = w.dim(0);
        if (channels % groups != 0 || filters % groups != 0) {
            throw new ShapeException("groups=" + groups + " must divide both the " + channels + " input channels and the "
                    + filters + " filters");
        }
        Shape wanted = Shape.of(filters, channels / groups, window.height().kernel(), window.width().kernel());
        if (!wanted.equals(w)) {
            throw new ShapeException("the filters must be " + wanted + " for an input of " + x + ", not " + w);
        }
        int outHeight = window.height().output(x.dim(2), window.remainder());
        int outWidth = window.width().output(x.dim(3), window.remainder());
        return new Conv2dGeometry(x.dim(0), channels, x.dim(2), x.dim(3), filters, outHeight, outWidth, groups, window);
    }

    public Shape x() {
        return Shape.of(batch, channels, height, width);
    }

    public Shape w() {
        return Shape.of(filters, channels / groups, window.height().kernel(), window.width().kernel());
    }

    public Shape y() {
        return Shape.of(batch, filters, outHeight, outWidth);
    }

    /** Elements of one filter: C/groups · R · S, the inner dimension of the matrix product. */
    public int filterElements() {
        return channels / groups * window.area();
    }

    /** Positions of one output map: P · Q. */
    public int positions() {
        return outHeight * outWidth;
    }

    public int filtersPerGroup() {
        return filters / groups;
    }

    /** N · K · P · Q · C/groups · R · S. */
    public long multiplyAdds() {
        return (long) batch * filters * positions() * filterElements();
    }
}

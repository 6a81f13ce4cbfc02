package org.neocog.data;

import java.util.List;
import java.util.Objects;
import org.neocog.tensor.Shape;

/** Images kept in memory as they are published, one unsigned byte a value: all of MNIST is 47 MB. */
public final class ByteDataset implements Dataset {
    private final Shape imageShape;
    private final byte[] pixels;
    private final int[] classes;
    private final List<String> labels;
    private final Normalization normalization;
    /** Byte b of channel c becomes {@code values[256*c + b]}. */
    private final float[] values;

    /**
     * @param imageShape {@code C x H x W}
     * @param pixels     {@code N x C x H x W} unsigned bytes; not copied
     * @param classes    the class of each image; not copied
     * @param labels     the names of the classes
     * @throws IllegalArgumentException if the lengths disagree, there is no image, or a class has no name
     */
    public ByteDataset(Shape imageShape, byte[] pixels, int[] classes, List<String> labels) {
        this(imageShape, pixels, classes, labels, Normalization.identity(imageShape.dim(0)));
        if (imageShape.rank() != 3) {
            throw new IllegalArgumentException("an image's shape is CxHxW, not " + imageShape);
        }
        if (classes.length == 0 || (long) classes.length * imageShape.elements() != pixels.length) {
            throw new IllegalArgumentException(classes.length + " images of " + imageShape + " need "
                    + (long) classes.length * imageShape.elements() + " bytes (and at least one image), not "
                    + pixels.length);
        }
        for (int index = 0; index < classes.length; index++) {
            if (classes[index] < 0 || classes[index] >= labels.size()) {
                throw new IllegalArgumentException("example " + index + " has class " + classes[index] + ", outside 0.."
                        + (labels.size() - 1));
            }
        }
    }

    private ByteDataset(
            Shape imageShape, byte[] pixels, int[] classes, List<String> labels, Normalization normalization) {
        this.imageShape = imageShape;
        this.pixels = pixels;
        this.classes = classes;
        this.labels = List.copyOf(labels);
        this.normalization = normalization;
        this.values = new float[256 * imageShape.dim(0)];
        for (int i = 0; i < values.length; i++) {
            values[i] = normalization.apply(i / 256, (i % 256) / 255f);
        }
    }

    @Override
    public int size() {
        return classes.length;
    }

    @Override
    public Shape imageShape() {
        return imageShape;
    }

    @Override
    public List<String> labels() {
        return labels;
    }

    @Override
    public int label(int index) {
        return classes[index];
    }

    @Override
    public void read(int index, float[] target, int offset) {
        Objects.checkIndex(index, classes.length);
        int plane = imageShape.dim(1) * imageShape.dim(2);
        int from = index * imageShape.elements();
        int to = offset;
        for (int table = 0; table < values.length; table += 256) {
            for (int i = 0; i < plane; i++) {
                target[to + i] = values[table + (pixels[from + i] & 0xFF)];
            }
            from += plane;
            to += plane;
        }
    }

    @Override
    public Normalization normalization() {
        return normalization;
    }

    @Override
    public Dataset normalized(Normalization other) {
        if (!normalization.isIdentity()) {
            throw new IllegalStateException("the data are normalised already, by " + normalization);
        }
        other.requireChannels(imageShape.dim(0));
        return new ByteDataset(imageShape, pixels, classes, labels, other);
    }
}

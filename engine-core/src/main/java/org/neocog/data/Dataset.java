package org.neocog.data;

import java.util.List;
import org.neocog.tensor.Shape;

/**
 * Labelled images of one shape, in a fixed order, at least one of them. Implementations may be read by several threads at
 * once.
 */
public interface Dataset {
    /** Number of examples. */
    int size();

    /** Shape of one image, {@code C x H x W}. */
    Shape imageShape();

    /** The names of the classes; the index is the class. */
    List<String> labels();

    /** The class of an example, 0 .. {@code classes() - 1}. */
    int label(int index);

    /**
     * Writes one image, {@code C*H*W} floats in the order channel, row, column, to {@code target[offset ..]}: scaled to
     * [0, 1], then normalised by {@link #normalization()}.
     */
    void read(int index, float[] target, int offset);

    /** Number of classes. */
    default int classes() {
        return labels().size();
    }

    /** What {@link #read} applies to the values in [0, 1]. */
    default Normalization normalization() {
        return Normalization.identity(imageShape().dim(0));
    }

    /** This data with another normalisation in the place of the identity; the pixels are shared, not copied. */
    default Dataset normalized(Normalization normalization) {
        return new NormalizedDataset(this, normalization);
    }

    /** The examples at these indices, in this order; the pixels are shared, not copied. */
    default Dataset subset(int... indices) {
        return new SubsetDataset(this, indices);
    }
}

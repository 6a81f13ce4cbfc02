package org.neocog.data;

import java.util.List;
import org.neocog.random.RandomStream;
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

    /**
     * Writes one image as {@link #read} does, but changed at random as training wants it, where this data has such changes.
     *
     * @param random decides all that is random: the same stream gives the same image
     */
    default void readAugmented(int index, RandomStream random, float[] target, int offset) {
        read(index, target, offset);
    }

    /** Whether {@link #read} copies from memory and has not to open and decode a file. */
    default boolean inMemory() {
        return true;
    }

    /** What was left out when the data were opened, since it could not be read: a line with file and reason for each. */
    default List<String> skipped() {
        return List.of();
    }

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

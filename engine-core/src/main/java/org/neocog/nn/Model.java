package org.neocog.nn;

import org.neocog.graph.Node;
import org.neocog.tensor.Shape;

/**
 * A network that tells the classes of images apart, or of their pixels, without numbers: parameters live in a checkpoint or on
 * a device. Immutable; many threads may use it at once.
 */
public interface Model {
    /** A short name for listings and run folders: {@code mnist-cnn}. */
    String name();

    /** Channels × height × width of one image. */
    Shape inputShape();

    /** What is told apart; at least 2. */
    int classes();

    /** How many labels an image has: 1, or height × width where each pixel has a class, row by row. */
    default int labelsPerImage() {
        return 1;
    }

    LossKind loss();

    /** How it is trained unless told otherwise. */
    Recipe recipe();

    /** Text from which {@link Models#parse} gives the same model. */
    String description();

    /**
     * Adds the network to a graph.
     *
     * @param images N × channels × height × width
     * @return raw scores, before any softmax, a row of one for each class for each label: N·labelsPerImage × classes
     * @throws IllegalArgumentException if the images are not of {@link #inputShape}
     */
    Node scores(NetBuilder net, Node images);
}

package org.neocog.nn;

import org.neocog.graph.Node;
import org.neocog.tensor.Shape;

/**
 * A network that tells images' classes apart, without numbers: parameters live in a checkpoint or on a device.
 * Immutable; many threads may use it at once.
 */
public interface Model {
    /** A short name for listings and run folders: {@code mnist-cnn}. */
    String name();

    /** Channels × height × width of one image. */
    Shape inputShape();

    /** Scores for one image; at least 2. */
    int classes();

    LossKind loss();

    /** How it is trained unless told otherwise. */
    Recipe recipe();

    /** Text from which {@link Models#parse} gives the same model. */
    String description();

    /**
     * Adds the network to a graph.
     *
     * @param images N × channels × height × width
     * @return N × classes raw scores, before any softmax
     * @throws IllegalArgumentException if the images are not of {@link #inputShape}
     */
    Node scores(NetBuilder net, Node images);
}

package org.neocog.nn;

import org.neocog.graph.Node;
import org.neocog.tensor.Shape;

/**
 * A kind of network that has a name and is a program, because its layers do not simply follow each other or its sizes follow
 * a rule. With a shape of images and a number of classes it is a {@link Model}; see {@link Models#find}.
 *
 * @param name as on a command line: {@code resnet18}
 * @param input C × H × W of the images that it is known for
 * @param classes that it is known for; at least 2
 * @param recipe how it is trained unless told otherwise
 * @param network adds it to a graph
 * @param ofPixels whether each pixel has a class, not the image
 */
public record Architecture(String name, Shape input, int classes, Recipe recipe, Network network, boolean ofPixels) {
    /** One that tells images apart. */
    public Architecture(String name, Shape input, int classes, Recipe recipe, Network network) {
        this(name, input, classes, recipe, network, false);
    }

    /** The program. Called for every graph anew, by any thread, with the same outcome. */
    @FunctionalInterface
    public interface Network {
        /**
         * Adds the network to a graph.
         *
         * @param images N × C × H × W
         * @return N × classes raw scores, before any softmax; of a network of pixels N·H·W × classes, as
         *     {@link PixelCrossEntropy#rows} makes them
         * @throws org.neocog.graph.ShapeException if images of this shape do not suit it
         */
        Node scores(NetBuilder net, Node images, int classes);
    }
}

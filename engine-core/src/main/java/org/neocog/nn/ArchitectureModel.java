package org.neocog.nn;

import org.neocog.NeocogException;
import org.neocog.graph.GraphBuilder;
import org.neocog.graph.Node;
import org.neocog.tensor.Shape;

/** A model that a program builds. */
final class ArchitectureModel implements Model {
    private final ArchitectureDescription description;

    /**
     * @throws NeocogException if the architecture cannot take such images
     */
    ArchitectureModel(ArchitectureDescription description) {
        this.description = description;
        GraphBuilder trial = new GraphBuilder();
        // Two images, since the statistics of one may be none.
        Node images = InferenceGraph.images(trial, description.input(), 2);
        Shape scores = scores(new NetBuilder(trial, Mode.TRAINING), images).shape();
        if (!scores.equals(Shape.of(2 * labelsPerImage(), description.classes()))) {
            throw new IllegalStateException("the architecture " + description.architecture().name() + " gives scores of " + scores
                    + " for 2 images and " + description.classes() + " classes");
        }
    }

    @Override
    public String name() {
        return description.name();
    }

    @Override
    public Shape inputShape() {
        return description.input();
    }

    @Override
    public int classes() {
        return description.classes();
    }

    @Override
    public int labelsPerImage() {
        return description.architecture().ofPixels() ? inputShape().dim(1) * inputShape().dim(2) : 1;
    }

    @Override
    public LossKind loss() {
        return description.loss();
    }

    @Override
    public Recipe recipe() {
        return description.recipe();
    }

    @Override
    public String description() {
        return description.text();
    }

    @Override
    public Node scores(NetBuilder net, Node images) {
        if (images.shape().rank() != 4 || !images.shape().dropFirst().equals(inputShape())) {
            throw new IllegalArgumentException(
                    name() + " takes images of " + inputShape() + " behind a batch dimension, not " + images.shape());
        }
        try {
            return description.architecture().network().scores(net, images, classes());
        } catch (NeocogException | IllegalArgumentException e) {
            // Sizes out of range are the description's fault here, not the program's.
            throw description.error(e.getMessage());
        }
    }

    @Override
    public String toString() {
        return name();
    }
}

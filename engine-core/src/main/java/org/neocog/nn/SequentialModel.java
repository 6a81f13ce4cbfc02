package org.neocog.nn;

import org.neocog.NeocogException;
import org.neocog.graph.GraphBuilder;
import org.neocog.graph.Node;
import org.neocog.tensor.Shape;

/** A model whose layers follow each other, as a net description gives them. */
final class SequentialModel implements Model {
    private final NetDescription net;
    private final int classes;

    /**
     * @throws NeocogException naming the line, if the layers do not fit together
     */
    SequentialModel(NetDescription net) {
        this.net = net;
        GraphBuilder trial = new GraphBuilder();
        // Two images: batch normalisation cannot be trained with a single value for each channel.
        Node images = InferenceGraph.images(trial, net.input(), 2);
        Shape scores = scores(new NetBuilder(trial, Mode.TRAINING), images).shape();
        if (scores.rank() != 2) {
            throw net.error(net.lossLine(), net.loss().word() + " needs one score for each class, but the layers before it give "
                    + scores.dropFirst() + "; write before it: fc CLASSES");
        }
        classes = scores.dim(1);
        if (classes < 2) {
            throw net.error(net.lossLine(), "a net needs at least 2 classes, but the layers before " + net.loss().word()
                    + " give 1 score");
        }
    }

    @Override
    public String name() {
        return net.name();
    }

    @Override
    public Shape inputShape() {
        return net.input();
    }

    @Override
    public int classes() {
        return classes;
    }

    @Override
    public LossKind loss() {
        return net.loss();
    }

    @Override
    public Recipe recipe() {
        return net.recipe();
    }

    @Override
    public String description() {
        return net.text();
    }

    @Override
    public Node scores(NetBuilder builder, Node images) {
        if (images.shape().rank() != 4 || !images.shape().dropFirst().equals(net.input())) {
            throw new IllegalArgumentException(
                    net.name() + " takes images of " + net.input() + " behind a batch dimension, not " + images.shape());
        }
        Node x = images;
        for (int i = 0; i < net.layers().size(); i++) {
            NamedLayer layer = net.layers().get(i);
            try {
                x = layer.layer().build(builder, net.names().get(i), x, net.beforeRelu(i));
            } catch (NeocogException | IllegalArgumentException e) {
                // Attributes out of range are the description's fault here, not the program's.
                throw net.error(layer.line(), e.getMessage());
            }
        }
        return x;
    }

    @Override
    public String toString() {
        return name();
    }
}

package org.neocog.train;

import org.neocog.graph.Node;
import org.neocog.graph.Window;
import org.neocog.nn.LossKind;
import org.neocog.nn.Model;
import org.neocog.nn.NetBuilder;
import org.neocog.nn.Recipe;

import org.neocog.tensor.Shape;

/** A net with batch normalisation, for the data of {@link TinyRun}. */
final class NormalizedNet implements Model {
    @Override
    public String name() {
        return "normalized";
    }

    @Override
    public Shape inputShape() {
        return Shape.of(1, 6, 6);
    }

    @Override
    public int classes() {
        return 3;
    }

    @Override
    public LossKind loss() {
        return LossKind.CROSS_ENTROPY;
    }

    @Override
    public Recipe recipe() {
        return Recipe.defaults();
    }

    @Override
    public String description() {
        return "conv, batch normalisation, fc";
    }

    @Override
    public Node scores(NetBuilder net, Node images) {
        Node x = net.conv2d("conv1", images, 4, Window.same(3), 1, false);
        return net.linear("fc1", net.relu("relu1", net.batchNorm("bn1", x)), 3, true);
    }
}

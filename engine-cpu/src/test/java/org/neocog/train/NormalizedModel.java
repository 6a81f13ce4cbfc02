package org.neocog.train;

import org.neocog.graph.Add;
import org.neocog.graph.Node;
import org.neocog.graph.Window;
import org.neocog.nn.LossKind;
import org.neocog.nn.Model;
import org.neocog.nn.NetBuilder;
import org.neocog.nn.Recipe;
import org.neocog.tensor.Shape;

/** A network for {@link TinyRun}'s data with batch normalization behind a convolution, a linear layer and a ReLU. */
final class NormalizedModel implements Model {
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
        return TinyRun.recipe();
    }

    @Override
    public String description() {
        return "a network of the tests\n";
    }

    @Override
    public Node scores(NetBuilder net, Node images) {
        Node x = net.conv2d("conv1", images, 4, Window.square(3, 1, 1), 1, false);
        x = net.relu("relu1", net.batchNorm("bn1", x));
        x = net.batchNorm("bn2", net.maxPool("pool1", x, Window.square(2, 2, 0)));
        Node branch = net.conv2d("conv2", x, 4, Window.square(3, 1, 1), 1, true);
        branch = net.stochasticDepth("depth", net.batchNorm("bn3", branch), 0.3f);
        x = net.graph().add("sum", new Add(), x, branch);
        x = net.localResponseNorm("lrn", x, 3, 0.5f, 0.75f, 1);
        x = net.relu("relu2", net.batchNorm("bn4", net.linear("fc1", x, 8, true)));
        return net.linear("fc2", net.layerNorm("ln", net.dropout("drop", x, 0.5f)), 3, true);
    }
}

package org.neocog.nn.zoo;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.neocog.graph.Node;
import org.neocog.graph.Window;
import org.neocog.nn.NetBuilder;

/**
 * Ronneberger, Fischer and Brox, "U-Net: convolutional networks for biomedical image segmentation" (2015): a class for each
 * pixel. Convolutions are padded, so that scores and image are of one size, where the paper's lose a margin; without its
 * dropout at the bottom. As scores are N × classes × H × W, its loss is {@link org.neocog.nn.PixelCrossEntropy}.
 *
 * @param classes of a pixel, at least 2
 * @param width filters at the top, 64 in the paper; twice as many at each level below
 * @param levels poolings on the way down and steps up, 4 in the paper; 2 to their power must divide H and W
 */
public record UNet(int classes, int width, int levels) {
    public UNet {
        if (classes < 2 || width < 1 || levels < 1 || levels > 16 || (long) width << levels > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("a U-Net needs at least 2 classes, 1 filter and 1 level, not classes=" + classes
                    + " width=" + width + " levels=" + levels);
        }
    }

    /** The paper's. */
    public static UNet of(int classes) {
        return new UNet(classes, 64, 4);
    }

    /**
     * Adds the network to a graph.
     *
     * @param images N × C × H × W
     * @return N × classes × H × W scores, before any softmax
     * @throws org.neocog.graph.ShapeException if H or W cannot be halved at each level
     */
    public Node scores(NetBuilder net, Node images) {
        Deque<Node> skipped = new ArrayDeque<>();
        Node x = images;
        for (int level = 0; level < levels; level++) {
            x = twoConvolutions(net, "down" + level, x, width << level);
            skipped.push(x);
            x = net.maxPool("down" + level + ".pool", x, Window.square(2, 2, 0));
        }
        x = twoConvolutions(net, "bottom", x, width << levels);
        for (int level = levels - 1; level >= 0; level--) {
            String name = "up" + level;
            x = net.convTranspose2d(
                    name + ".upconv", x, width << level, Window.square(2, 2, 0), 0, 0, 1, Layers.CONV_BIAS);
            x = net.concat(name + ".concat", List.of(skipped.pop(), x));
            x = twoConvolutions(net, name, x, width << level);
        }
        return net.conv2d("head", x, classes, Window.square(1, 1, 0), 1, Layers.SCORES);
    }

    private static Node twoConvolutions(NetBuilder net, String name, Node x, int filters) {
        Node y = net.relu(name + ".relu1", net.conv2d(name + ".conv1", x, filters, Window.same(3), 1, Layers.CONV_BIAS));
        return net.relu(name + ".relu2", net.conv2d(name + ".conv2", y, filters, Window.same(3), 1, Layers.CONV_BIAS));
    }
}

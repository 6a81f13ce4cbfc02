package org.neocog.nn.zoo;

import java.util.List;
import org.neocog.graph.Node;
import org.neocog.graph.Pad;
import org.neocog.graph.PadMode;
import org.neocog.nn.NetBuilder;

/**
 * Convolutions and, around them, a shortcut: {@code relu(f(x) + x)}.
 *
 * @param bottleneck whether f is 1×1, 3×3 and 1×1 with four times as many filters in the end, or 3×3 twice
 * @param projection whether, where the shape changes, a 1×1 convolution is the shortcut (option B), or every second element
 *     with channels of zeros around (option A)
 */
record ResidualBlock(boolean bottleneck, boolean projection) {
    Node add(NetBuilder net, String name, Node x, int width, int stride) {
        int filters = bottleneck ? 4 * width : width;
        Node y;
        if (bottleneck) {
            y = net.relu(name + ".relu1", conv(net, name, 1, x, width, 1, 1));
            y = net.relu(name + ".relu2", conv(net, name, 2, y, width, 3, stride));
            y = conv(net, name, 3, y, filters, 1, 1);
        } else {
            y = net.relu(name + ".relu1", conv(net, name, 1, x, width, 3, stride));
            y = conv(net, name, 2, y, width, 3, 1);
        }
        Node shortcut = stride == 1 && x.shape().dim(1) == filters ? x : shortcut(net, name, x, filters, stride);
        return net.relu(name + (bottleneck ? ".relu3" : ".relu2"), net.add(name + ".add", y, shortcut));
    }

    private static Node conv(NetBuilder net, String name, int index, Node x, int filters, int kernel, int stride) {
        Node y = net.conv2d(
                name + ".conv" + index, x, filters, Layers.window(kernel, stride, kernel / 2), 1, Layers.CONV);
        return net.batchNorm(name + ".bn" + index, y);
    }

    private Node shortcut(NetBuilder net, String name, Node x, int filters, int stride) {
        if (projection) {
            Node y = net.conv2d(name + ".downsample.0", x, filters, Layers.window(1, stride, 0), 1, Layers.CONV);
            return net.batchNorm(name + ".downsample.1", y);
        }
        // The mean of a window of one element: every second row and column.
        Node y = net.avgPool(name + ".subsample", x, Layers.window(1, stride, 0));
        int missing = filters - x.shape().dim(1);
        Pad zeros = new Pad(List.of(0, missing / 2, 0, 0), List.of(0, missing - missing / 2, 0, 0), PadMode.ZERO);
        return net.graph().add(name + ".pad", zeros, y);
    }
}

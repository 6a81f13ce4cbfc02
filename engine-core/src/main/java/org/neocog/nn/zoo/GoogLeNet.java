package org.neocog.nn.zoo;

import java.util.List;
import org.neocog.graph.Node;
import org.neocog.nn.Architecture;
import org.neocog.nn.NetBuilder;

/**
 * Szegedy et al., "Going deeper with convolutions" (2014), as torchvision has it: batch norm behind each convolution, and 3×3
 * where the paper has 5×5. Without the two auxiliary classifiers, which only serve training.
 *
 * @param dropout rate before the last layer; 0.2 in torchvision, 0.4 in the paper
 */
record GoogLeNet(float dropout) implements Architecture.Network {
    /** TensorFlow's, from which torchvision's weights came. */
    private static final float EPSILON = 1e-3f;

    @Override
    public Node scores(NetBuilder net, Node images, int classes) {
        Node x = conv(net, "conv1", images, 64, 7, 2);
        x = net.maxPool("maxpool1", x, Layers.ceiling(3, 2, 0));
        x = conv(net, "conv2", x, 64, 1, 1);
        x = conv(net, "conv3", x, 192, 3, 1);
        x = net.maxPool("maxpool2", x, Layers.ceiling(3, 2, 0));
        x = inception(net, "inception3a", x, 64, 96, 128, 16, 32, 32);
        x = inception(net, "inception3b", x, 128, 128, 192, 32, 96, 64);
        x = net.maxPool("maxpool3", x, Layers.ceiling(3, 2, 0));
        x = inception(net, "inception4a", x, 192, 96, 208, 16, 48, 64);
        x = inception(net, "inception4b", x, 160, 112, 224, 24, 64, 64);
        x = inception(net, "inception4c", x, 128, 128, 256, 24, 64, 64);
        x = inception(net, "inception4d", x, 112, 144, 288, 32, 64, 64);
        x = inception(net, "inception4e", x, 256, 160, 320, 32, 128, 128);
        x = net.maxPool("maxpool4", x, Layers.ceiling(2, 2, 0));
        x = inception(net, "inception5a", x, 256, 160, 320, 32, 128, 128);
        x = inception(net, "inception5b", x, 384, 192, 384, 48, 128, 128);
        x = net.dropout("dropout", net.globalAvgPool("avgpool", x), dropout);
        return net.linear("fc", x, classes, Layers.SCORES);
    }

    /** Four ways side by side: 1×1; 1×1 and 3×3; 1×1 and 3×3 (the paper's 5×5); pooling and 1×1. */
    private static Node inception(
            NetBuilder net, String name, Node x, int one, int reduce3, int three, int reduce5, int five, int pool) {
        Node branch1 = conv(net, name + ".branch1", x, one, 1, 1);
        Node branch2 = conv(net, name + ".branch2.1", conv(net, name + ".branch2.0", x, reduce3, 1, 1), three, 3, 1);
        Node branch3 = conv(net, name + ".branch3.1", conv(net, name + ".branch3.0", x, reduce5, 1, 1), five, 3, 1);
        Node pooled = net.maxPool(name + ".branch4.0", x, Layers.ceiling(3, 1, 1));
        Node branch4 = conv(net, name + ".branch4.1", pooled, pool, 1, 1);
        return net.concat(name + ".concat", List.of(branch1, branch2, branch3, branch4));
    }

    private static Node conv(NetBuilder net, String name, Node x, int filters, int kernel, int stride) {
        Node y = net.conv2d(name + ".conv", x, filters, Layers.window(kernel, stride, kernel / 2), 1, Layers.CONV);
        return net.relu(name + ".relu", net.batchNorm(name + ".bn", y, EPSILON));
    }
}

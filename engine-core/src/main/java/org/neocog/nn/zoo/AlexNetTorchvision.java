package org.neocog.nn.zoo;

import org.neocog.graph.Node;
import org.neocog.nn.Architecture;
import org.neocog.nn.NetBuilder;

/**
 * AlexNet as torchvision has it, after Krizhevsky, "One weird trick for parallelizing convolutional neural networks" (2014):
 * without groups and normalisation.
 */
final class AlexNetTorchvision implements Architecture.Network {
    @Override
    public Node scores(NetBuilder net, Node images, int classes) {
        Node x = conv(net, 0, images, 64, 11, 4, 2);
        x = net.maxPool("features.2", x, Layers.window(3, 2, 0));
        x = conv(net, 3, x, 192, 5, 1, 2);
        x = net.maxPool("features.5", x, Layers.window(3, 2, 0));
        x = conv(net, 6, x, 384, 3, 1, 1);
        x = conv(net, 8, x, 256, 3, 1, 1);
        x = conv(net, 10, x, 256, 3, 1, 1);
        x = net.maxPool("features.12", x, Layers.window(3, 2, 0));
        x = Layers.averagedTo(net, "avgpool", x, 6);
        x = net.dropout("classifier.0", x, 0.5f);
        x = Layers.hidden(net, "classifier.1", "classifier.2", x, 4096, 0.01f, 0);
        x = net.dropout("classifier.3", x, 0.5f);
        x = Layers.hidden(net, "classifier.4", "classifier.5", x, 4096, 0.01f, 0);
        return net.linear("classifier.6", x, classes, Layers.SCORES);
    }

    private static Node conv(NetBuilder net, int index, Node x, int filters, int kernel, int stride, int pad) {
        Node y = net.conv2d("features." + index, x, filters, Layers.window(kernel, stride, pad), 1, Layers.CONV_BIAS);
        return net.relu("features." + (index + 1), y);
    }
}

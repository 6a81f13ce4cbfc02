package org.neocog.nn.zoo;

import org.neocog.graph.Node;
import org.neocog.nn.Architecture;
import org.neocog.nn.NetBuilder;
import org.neocog.nn.ParameterInit;

/**
 * Krizhevsky, Sutskever and Hinton, "ImageNet classification with deep convolutional neural networks" (2012): the second,
 * fourth and fifth convolution in two groups, which were two GPUs, and local response normalisation after the first two.
 * Layers are named as in Caffe. The paper says 224 but its sizes need 227.
 */
final class AlexNet implements Architecture.Network {
    /** The paper's α multiplies the sum over 5 channels, PyTorch's their mean. */
    private static final float ALPHA = 5 * 1e-4f;

    @Override
    public Node scores(NetBuilder net, Node images, int classes) {
        ParameterInit zero = Layers.normal(0.01f, 0);
        // The paper's first biases of 1 give ReLUs something to start with.
        ParameterInit one = Layers.normal(0.01f, 1);
        Node x = net.relu("relu1", net.conv2d("conv1", images, 96, Layers.window(11, 4, 0), 1, zero));
        x = net.maxPool("pool1", normalised(net, "norm1", x), Layers.window(3, 2, 0));
        x = net.relu("relu2", net.conv2d("conv2", x, 256, Layers.window(5, 1, 2), 2, one));
        x = net.maxPool("pool2", normalised(net, "norm2", x), Layers.window(3, 2, 0));
        x = net.relu("relu3", net.conv2d("conv3", x, 384, Layers.window(3, 1, 1), 1, zero));
        x = net.relu("relu4", net.conv2d("conv4", x, 384, Layers.window(3, 1, 1), 2, one));
        x = net.relu("relu5", net.conv2d("conv5", x, 256, Layers.window(3, 1, 1), 2, one));
        x = net.maxPool("pool5", x, Layers.window(3, 2, 0));
        x = net.dropout("drop6", Layers.hidden(net, "fc6", "relu6", x, 4096, 0.005f, 1), 0.5f);
        x = net.dropout("drop7", Layers.hidden(net, "fc7", "relu7", x, 4096, 0.005f, 1), 0.5f);
        return net.linear("fc8", x, classes, zero);
    }

    private static Node normalised(NetBuilder net, String name, Node x) {
        return net.localResponseNorm(name, x, 5, ALPHA, 0.75f, 2);
    }
}

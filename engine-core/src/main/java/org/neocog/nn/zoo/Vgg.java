package org.neocog.nn.zoo;

import java.util.Arrays;
import java.util.List;
import org.neocog.graph.Node;
import org.neocog.nn.Architecture;
import org.neocog.nn.NetBuilder;

/**
 * Simonyan and Zisserman, "Very deep convolutional networks for large-scale image recognition" (2014), as torchvision has it:
 * any image of at least 32×32 is averaged to 7×7 before the classifier.
 *
 * @param depths convolutions in each of the five blocks
 * @param width units of the classifier's two hidden layers
 */
record Vgg(List<Integer> depths, int width) implements Architecture.Network {
    static Vgg of(Integer... depths) {
        return new Vgg(Arrays.asList(depths), 4096);
    }

    @Override
    public Node scores(NetBuilder net, Node images, int classes) {
        Node x = images;
        int index = 0;
        for (int block = 0; block < depths.size(); block++) {
            int filters = Math.min(64 << block, 512);
            for (int i = 0; i < depths.get(block); i++) {
                x = net.conv2d("features." + index++, x, filters, Layers.window(3, 1, 1), 1, Layers.CONV_BIAS);
                x = net.relu("features." + index++, x);
            }
            x = net.maxPool("features." + index++, x, Layers.window(2, 2, 0));
        }
        x = Layers.averagedTo(net, "avgpool", x, 7);
        x = net.dropout("classifier.2", Layers.hidden(net, "classifier.0", "classifier.1", x, width, 0.01f, 0), 0.5f);
        x = net.dropout("classifier.5", Layers.hidden(net, "classifier.3", "classifier.4", x, width, 0.01f, 0), 0.5f);
        return net.linear("classifier.6", x, classes, Layers.normal(0.01f, 0));
    }
}

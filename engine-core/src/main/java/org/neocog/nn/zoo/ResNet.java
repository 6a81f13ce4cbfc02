package org.neocog.nn.zoo;

import java.util.Arrays;
import java.util.List;
import org.neocog.graph.Node;
import org.neocog.nn.Architecture;
import org.neocog.nn.NetBuilder;

/**
 * He, Zhang, Ren and Sun, "Deep residual learning for image recognition" (2015), as torchvision has it: a bottleneck halves
 * the image in its 3×3 convolution, and where the shape changes the shortcut is a 1×1 convolution (the paper's option B).
 * Networks for CIFAR are those of the paper's section 4.2, with its shortcuts without parameters (option A).
 *
 * @param block what the stages are made of
 * @param depths blocks in each stage
 * @param width filters of the first stage; each further one has twice as many and maps half as high and wide
 * @param smallStem whether the images are small: a 3×3 convolution begins, not 7×7 of stride 2 and a pooling
 */
record ResNet(ResidualBlock block, List<Integer> depths, int width, boolean smallStem) implements Architecture.Network {
    static ResNet basic(Integer... depths) {
        return new ResNet(new ResidualBlock(false, true), Arrays.asList(depths), 64, false);
    }

    static ResNet bottleneck(Integer... depths) {
        return new ResNet(new ResidualBlock(true, true), Arrays.asList(depths), 64, false);
    }

    /** The paper's for CIFAR with 6·depth + 2 layers. */
    static ResNet cifar(int depth) {
        return new ResNet(new ResidualBlock(false, false), List.of(depth, depth, depth), 16, true);
    }

    ResNet withSmallStem() {
        return new ResNet(block, depths, width, true);
    }

    @Override
    public Node scores(NetBuilder net, Node images, int classes) {
        Node x = net.conv2d(
                "conv1", images, width, smallStem ? Layers.window(3, 1, 1) : Layers.window(7, 2, 3), 1, Layers.CONV);
        x = net.relu("relu", net.batchNorm("bn1", x));
        if (!smallStem) {
            x = net.maxPool("maxpool", x, Layers.window(3, 2, 1));
        }
        for (int stage = 0; stage < depths.size(); stage++) {
            for (int i = 0; i < depths.get(stage); i++) {
                int stride = stage > 0 && i == 0 ? 2 : 1;
                x = block.add(net, "layer" + (stage + 1) + "." + i, x, width << stage, stride);
            }
        }
        return net.linear("fc", net.globalAvgPool("avgpool", x), classes, Layers.SCORES);
    }
}

package org.neocog.nn.zoo;

import java.util.List;
import org.neocog.graph.Node;
import org.neocog.nn.Architecture;
import org.neocog.nn.ArchitectureProvider;
import org.neocog.nn.NetBuilder;
import org.neocog.nn.PixelCrossEntropy;
import org.neocog.nn.Recipe;
import org.neocog.tensor.Shape;

/** The networks of this package under their names. */
public final class Zoo implements ArchitectureProvider {
    private static final Shape IMAGENET = Shape.of(3, 224, 224);
    private static final Shape CIFAR = Shape.of(3, 32, 32);

    @Override
    public List<Architecture> architectures() {
        return List.of(
                new Architecture("alexnet", Shape.of(3, 227, 227), 1000, Recipes.ALEXNET, new AlexNet()),
                imagenet("alexnet-torchvision", Recipes.ALEXNET, new AlexNetTorchvision()),
                imagenet("vgg11", Recipes.VGG, Vgg.of(1, 1, 2, 2, 2)),
                imagenet("vgg16", Recipes.VGG, Vgg.of(2, 2, 3, 3, 3)),
                imagenet("vgg19", Recipes.VGG, Vgg.of(2, 2, 4, 4, 4)),
                imagenet("googlenet", Recipes.GOOGLENET, new GoogLeNet()),
                imagenet("resnet18", Recipes.RESNET, ResNet.basic(2, 2, 2, 2)),
                imagenet("resnet34", Recipes.RESNET, ResNet.basic(3, 4, 6, 3)),
                imagenet("resnet50", Recipes.RESNET, ResNet.bottleneck(3, 4, 6, 3)),
                imagenet("resnet101", Recipes.RESNET, ResNet.bottleneck(3, 4, 23, 3)),
                imagenet("resnet152", Recipes.RESNET, ResNet.bottleneck(3, 8, 36, 3)),
                cifar("resnet20-cifar", Recipes.RESNET_CIFAR, ResNet.cifar(3)),
                cifar("resnet18-cifar", Recipes.WIDE_RESNET_CIFAR, ResNet.basic(2, 2, 2, 2).withSmallStem()),
                imagenet("vit-tiny", Recipes.VIT, VisionTransformer.tiny()),
                new Architecture("unet", Shape.of(1, 512, 512), 2, Recipes.UNET, Zoo::unet, true));
    }

    private static Node unet(NetBuilder net, Node images, int classes) {
        return PixelCrossEntropy.rows(net.graph(), UNet.of(classes).scores(net, images));
    }

    private static Architecture imagenet(String name, Recipe recipe, Architecture.Network network) {
        return new Architecture(name, IMAGENET, 1000, recipe, network);
    }

    private static Architecture cifar(String name, Recipe recipe, Architecture.Network network) {
        return new Architecture(name, CIFAR, 10, recipe, network);
    }
}

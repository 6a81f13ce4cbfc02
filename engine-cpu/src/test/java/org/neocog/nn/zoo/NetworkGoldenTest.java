package org.neocog.nn.zoo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.neocog.device.ConvolutionMethod;
import org.neocog.device.Device;
import org.neocog.device.DeviceOptions;
import org.neocog.device.Devices;
import org.neocog.nn.Architecture;
import org.neocog.nn.PixelCrossEntropy;
import org.neocog.testing.NetworkGolden;

/**
 * Networks give the scores and gradients of torchvision, or of PyTorch where that lacks them. The images are small;
 * {@code -Dlarge=true} adds some of 224×224, for which the tests need more memory than a build has:
 *
 * <pre>
 * _JAVA_OPTIONS=-Xmx6g mvn -pl engine-cpu -am test -Dlarge=true -Dtest=NetworkGoldenTest -Dsurefire.failIfNoSpecifiedTests=false
 * </pre>
 */
final class NetworkGoldenTest {
    private static final double TOLERANCE = 1e-4;

    private static final Map<String, Architecture.Network> NETWORKS = Map.ofEntries(
            Map.entry("resnet18", ResNet.basic(2, 2, 2, 2)),
            Map.entry("resnet18-inference", ResNet.basic(2, 2, 2, 2)),
            Map.entry("resnet50", ResNet.bottleneck(3, 4, 6, 3)),
            Map.entry("resnet20-cifar", ResNet.cifar(3)),
            Map.entry("vgg16", Vgg.of(2, 2, 3, 3, 3)),
            Map.entry("vgg16-narrow", new Vgg(List.of(2, 2, 3, 3, 3), 64)),
            Map.entry("alexnet-torchvision", new AlexNetTorchvision()),
            Map.entry("alexnet", new AlexNet()),
            Map.entry("vit-tiny", VisionTransformer.tiny()),
            Map.entry("googlenet", new GoogLeNet()),
            Map.entry("unet", (net, images, classes) ->
                    PixelCrossEntropy.rows(net.graph(), new UNet(classes, 8, 2).scores(net, images))));

    @ParameterizedTest
    @ValueSource(strings = {
        "resnet18", "resnet18-inference", "resnet50", "resnet20-cifar", "vgg16-narrow", "alexnet-torchvision", "alexnet",
        "googlenet", "vit-tiny", "unet"
    })
    void scoresAndGradientsAreTorchvisions(String name) {
        check(name, NETWORKS.get(name), ConvolutionMethod.AUTO, _ -> true);
    }

    @ParameterizedTest
    @ValueSource(strings = {"resnet18", "vgg16", "alexnet-torchvision"})
    @EnabledIfSystemProperty(named = "large", matches = "true")
    void scoresAndGradientsAreTorchvisionsForLargeImages(String name) {
        // Among millions of elements some are so near a kink of ReLU or of a maximum that a rounding error sends the gradient
        // another way; the files' images are chosen for plain sums. Scores have no such jumps.
        check(name + "-large", NETWORKS.get(name), ConvolutionMethod.IM2COL, _ -> true);
        check(name + "-large", NETWORKS.get(name), ConvolutionMethod.AUTO, what -> what.equals("scores") || what.equals("loss"));
    }

    private static void check(
            String name, Architecture.Network network, ConvolutionMethod method, Predicate<String> compared) {
        NetworkGolden golden = new NetworkGolden(name, network);
        try (Device device = Devices.open("cpu", DeviceOptions.defaults().withConvolution(method))) {
            SequencedMap<String, Double> errors = golden.errors(device);
            Map<String, Double> wrong = errors.entrySet().stream()
                    .filter(error -> compared.test(error.getKey()))
                    .filter(error -> !(error.getValue() <= TOLERANCE))
                    .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
            assertEquals(Map.of(), wrong);
        }
    }
}

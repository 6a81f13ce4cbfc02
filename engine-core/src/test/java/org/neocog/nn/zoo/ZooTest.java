package org.neocog.nn.zoo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.neocog.NeocogException;
import org.neocog.graph.GraphBuilder;
import org.neocog.graph.Node;
import org.neocog.nn.Architecture;
import org.neocog.nn.Mode;
import org.neocog.nn.Model;
import org.neocog.nn.ModelSummary;
import org.neocog.nn.Models;
import org.neocog.nn.NetBuilder;
import org.neocog.nn.Parameter;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;
import org.neocog.train.Optimizers;
import org.neocog.train.Schedules;
import org.neocog.train.TrainingGraph;
import org.neocog.train.TrainingOptions;

final class ZooTest {
    static List<String> names() {
        return new Zoo().architectures().stream().map(Architecture::name).toList();
    }

    /**
     * The numbers of torchvision's models, GoogLeNet's without its auxiliary heads; the AlexNet paper's layers by hand; for
     * CIFAR the counts 0.27 M and 11.17 M that are usually quoted, to the last number by hand and by PyTorch; U-Net's as
     * {@code networks.py} builds it with 64 filters and four levels.
     */
    @ParameterizedTest
    @CsvSource({
        "alexnet, 60965224", "alexnet-torchvision, 61100840", "vgg11, 132863336", "vgg16, 138357544", "vgg19, 143667240",
        "googlenet, 6624904", "resnet18, 11689512", "resnet34, 21797672", "resnet50, 25557032", "resnet101, 44549160",
        "resnet152, 60192808", "resnet20-cifar, 269722", "resnet18-cifar, 11173962", "vit-tiny, 5717416",
        "unet, 31030658"
    })
    void everyNetworkHasItsNumberOfParameters(String name, long parameters) {
        Model model = Models.find(name);
        assertEquals(parameters, net(model).parameters().stream().mapToLong(p -> p.shape().elements()).sum());
        assertEquals(parameters, ModelSummary.of(model, 1).parameters(), "the listing leaves some out");
    }

    @Test
    void everyNetworkIsCounted() throws NoSuchMethodException {
        CsvSource counts = ZooTest.class
                .getDeclaredMethod("everyNetworkHasItsNumberOfParameters", String.class, long.class)
                .getAnnotation(CsvSource.class);
        assertEquals(
                Set.copyOf(names()),
                List.of(counts.value()).stream().map(row -> row.substring(0, row.indexOf(','))).collect(Collectors.toSet()));
    }

    /** The lecture's figures: 96 maps of 55×55, about 35 K parameters; after pooling 27×27. */
    @Test
    void alexNetBeginsAsInTheLecture() {
        List<ModelSummary.Row> rows = ModelSummary.of(Models.find("alexnet"), 1).layers();
        assertEquals(Shape.of(96, 55, 55), rows.getFirst().output());
        assertEquals(34_944, rows.getFirst().parameters());
        assertEquals("pool1", rows.get(3).name());
        assertEquals(Shape.of(96, 27, 27), rows.get(3).output());
    }

    @Test
    void residualNetworksHaveTheMultiplyAddsOfTheirPaper() {
        assertEquals(1.8e9, ModelSummary.of(Models.find("resnet18"), 1).multiplyAdds(), 0.05e9);
        assertEquals(3.6e9, ModelSummary.of(Models.find("resnet34"), 1).multiplyAdds(), 0.1e9);
        assertEquals(11.3e9, ModelSummary.of(Models.find("resnet152"), 1).multiplyAdds(), 0.3e9);
    }

    @Test
    void parametersAreNamedAsInTorchvision() {
        assertTrue(parameterNames("resnet50").containsAll(Set.of(
                "conv1.weight", "bn1.weight", "bn1.bias", "layer1.0.conv3.weight", "layer4.2.bn3.bias",
                "layer2.0.downsample.0.weight", "layer2.0.downsample.1.weight", "fc.weight", "fc.bias")));
        assertTrue(parameterNames("vgg16").containsAll(Set.of("features.0.weight", "features.28.bias", "classifier.6.weight")));
        assertTrue(parameterNames("googlenet").containsAll(Set.of(
                "conv1.conv.weight", "conv3.bn.bias", "inception4e.branch3.1.conv.weight", "inception5b.branch4.1.bn.weight")));
        assertTrue(parameterNames("vit-tiny").containsAll(Set.of(
                "class_token", "conv_proj.weight", "encoder.pos_embedding", "encoder.layers.encoder_layer_11.ln_1.weight",
                "encoder.layers.encoder_layer_0.self_attention.in_proj_weight",
                "encoder.layers.encoder_layer_0.self_attention.out_proj.bias", "encoder.layers.encoder_layer_5.mlp.3.weight",
                "encoder.ln.bias", "heads.head.weight")));
    }

    @ParameterizedTest
    @MethodSource("names")
    void recipesAreOnesThatTrainingKnows(String name) {
        Model model = Models.find(name);
        Optimizers.parse(model.recipe().optimizer());
        Schedules.parse(model.recipe().schedule(), model.recipe().learningRate());
    }

    /** Weight decay is for weights; biases, norms and tokens' places are spared. */
    @ParameterizedTest
    @MethodSource("names")
    void onlyWeightsDecay(String name) {
        for (Parameter parameter : net(Models.find(name)).parameters()) {
            assertEquals(parameter.shape().rank() == 2 || parameter.shape().rank() == 4, parameter.decay(), parameter.name());
        }
    }

    @ParameterizedTest
    @CsvSource({"resnet18", "resnet20-cifar", "vgg11", "googlenet", "vit-tiny"})
    void networksTakeOtherImagesAndClasses(String name) {
        Model model = Models.find(name, Optional.of(Shape.of(1, 64, 96)), OptionalInt.of(7));
        assertEquals(Shape.of(1, 64, 96), model.inputShape());
        assertEquals(7, model.classes());
        Model again = Models.parse(model.description(), "elsewhere");
        assertEquals(Shape.of(1, 64, 96), again.inputShape());
        assertEquals(7, again.classes());
        assertEquals(model.description(), again.description());
    }

    /** 2 images of 32×64 pixels: a row of scores and a label for each pixel. */
    @Test
    void theUNetHasALabelForEachPixel() {
        Model model = Models.find("unet", Optional.of(Shape.of(3, 32, 64)), OptionalInt.of(5));
        assertEquals(32 * 64, model.labelsPerImage());
        assertEquals(1, Models.find("resnet18").labelsPerImage());
        TrainingGraph graph = TrainingGraph.of(model, 2, Optimizers.parse("adam"), 0);
        Node loss = graph.graph().outputs().get("loss");
        assertEquals(Shape.of(2 * 32 * 64, 5), loss.input(0).shape());
        assertEquals(Shape.of(2 * 32 * 64), loss.input(1).shape());
        NeocogException e = assertThrows(NeocogException.class, () -> TrainingGraph.of(
                model, 2, Optimizers.parse("adam"), 0, TrainingOptions.none().withMixup(0.2)));
        assertTrue(e.getMessage().contains("one for each pixel"), e.getMessage());
    }

    @Test
    void imagesThatAreTooSmallAreNamedWithTheLayer() {
        NeocogException e = assertThrows(NeocogException.class,
                () -> Models.find("alexnet", Optional.of(Shape.of(3, 32, 32)), OptionalInt.empty()));
        assertTrue(e.getMessage().startsWith("alexnet with input 3x32x32: pool2: "), e.getMessage());
        NeocogException patches = assertThrows(NeocogException.class,
                () -> Models.find("vit-tiny", Optional.of(Shape.of(3, 40, 32)), OptionalInt.empty()));
        assertTrue(patches.getMessage().startsWith("vit-tiny with input 3x40x32: conv_proj: "), patches.getMessage());
    }

    private static Set<String> parameterNames(String model) {
        return net(Models.find(model)).parameters().stream().map(Parameter::name).collect(Collectors.toSet());
    }

    private static NetBuilder net(Model model) {
        NetBuilder net = new NetBuilder(new GraphBuilder(), Mode.TRAINING);
        model.scores(net, net.graph().input("images", TensorSpec.f32(model.inputShape().prepend(2))));
        return net;
    }
}

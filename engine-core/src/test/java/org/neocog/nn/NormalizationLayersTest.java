package org.neocog.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.neocog.graph.BatchNorm;
import org.neocog.graph.BatchNormTraining;
import org.neocog.graph.DropPath;
import org.neocog.graph.GraphBuilder;
import org.neocog.graph.LayerNorm;
import org.neocog.graph.LocalResponseNorm;
import org.neocog.graph.MovingAverageUpdate;
import org.neocog.graph.Node;
import org.neocog.graph.ShapeException;
import org.neocog.random.RandomStream;
import org.neocog.tensor.HostTensor;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;

final class NormalizationLayersTest {
    private final GraphBuilder graph = new GraphBuilder();

    private Node input(int... dims) {
        return graph.input("x", TensorSpec.f32(dims));
    }

    private static HostTensor start(Initializer initializer) {
        return initializer.initialize(Shape.of(2), RandomStream.named(1, "start"));
    }

    @Test
    void batchNormHasPyTorchsParametersAndBuffers() {
        NetBuilder net = new NetBuilder(graph, Mode.TRAINING);
        net.batchNorm("bn1", input(4, 2, 3, 3));
        assertEquals(
                List.of("bn1.weight", "bn1.bias"), net.parameters().stream().map(Parameter::name).toList());
        assertEquals(
                List.of("bn1.running_mean", "bn1.running_var"), net.buffers().stream().map(Buffer::name).toList());
        net.parameters().forEach(parameter -> assertFalse(parameter.decay(), parameter.name()));
        Map<String, Float> starts =
                Map.of("bn1.weight", 1f, "bn1.bias", 0f, "bn1.running_mean", 0f, "bn1.running_var", 1f);
        net.parameters().forEach(p -> assertEquals(starts.get(p.name()), start(p.initializer()).floats()[1]));
        net.buffers().forEach(b -> assertEquals(starts.get(b.name()), start(b.initializer()).floats()[1]));
        LayerInfo layer = net.layers().getFirst();
        assertEquals("BatchNorm2d", layer.op());
        assertEquals(net.parameters(), layer.parameters());
    }

    @Test
    void trainingUsesTheBatchsStatisticsAndAveragesThemWithAnUnbiasedVariance() {
        NetBuilder net = new NetBuilder(graph, Mode.TRAINING);
        Node y = net.batchNorm("bn1", input(4, 2, 3, 3));
        assertEquals(new BatchNormTraining(1e-5f), y.op());
        assertEquals(List.of("bn1.running_mean", "bn1.running_var"), List.copyOf(net.updates().keySet()));
        assertEquals(new MovingAverageUpdate(0.9f, 1), net.updates().get("bn1.running_mean").op());
        assertEquals(new MovingAverageUpdate(0.9f, 36 / 35f), net.updates().get("bn1.running_var").op());
    }

    @Test
    void inferenceUsesTheRunningStatisticsAndLeavesThemAlone() {
        NetBuilder net = new NetBuilder(graph, Mode.INFERENCE);
        Node y = net.batchNorm("bn1", input(1, 2));
        assertEquals(new BatchNorm(1e-5f), y.op());
        assertEquals(
                List.of("x", "bn1.running_mean", "bn1.running_var", "bn1.weight", "bn1.bias"),
                y.inputs().stream().map(Node::name).toList());
        assertEquals(Map.of(), net.updates());
        assertEquals("BatchNorm1d", net.layers().getFirst().op());
    }

    @Test
    void aSingleValueForEachChannelCannotBeTrainedOn() {
        NetBuilder net = new NetBuilder(graph, Mode.TRAINING);
        Node x = input(1, 2, 1, 1);
        String message = assertThrows(ShapeException.class, () -> net.batchNorm("bn1", x)).getMessage();
        assertEquals("bn1: BatchNorm: the statistics of a training batch need more than 1 value for each channel, but the "
                + "input is 1x2x1x1; use a larger batch", message);
    }

    @Test
    void layerNormHasAWeightAndABiasOfTheLastDimension() {
        NetBuilder net = new NetBuilder(graph, Mode.TRAINING);
        Node y = net.layerNorm("norm", input(4, 3, 7), 1e-6f);
        assertEquals(new LayerNorm(1e-6f), y.op());
        assertEquals(List.of("norm.weight", "norm.bias"), net.parameters().stream().map(Parameter::name).toList());
        net.parameters().forEach(parameter -> assertEquals(Shape.of(7), parameter.shape()));
        net.parameters().forEach(parameter -> assertFalse(parameter.decay(), parameter.name()));
        assertEquals("LayerNorm", net.layers().getFirst().op());
    }

    @Test
    void responseNormHasNoParameters() {
        NetBuilder net = new NetBuilder(graph, Mode.INFERENCE);
        Node y = net.localResponseNorm("norm", input(4, 3, 7), 5, 1e-4f, 0.75f, 2);
        assertEquals(new LocalResponseNorm(5, 1e-4f, 0.75f, 2), y.op());
        assertEquals(List.of(), net.parameters());
    }

    @Test
    void stochasticDepthHasAStreamOfItsOwnAndDoesNothingAtInference() {
        NetBuilder net = new NetBuilder(graph, Mode.TRAINING);
        Node x = input(4, 3);
        Node y = net.stochasticDepth("second", net.dropout("first", x, 0.5f), 0.2f);
        assertEquals(new DropPath(0.2f, 1), y.op());
        assertEquals(NetBuilder.RANDOM, y.input(1).name());
        GraphBuilder other = new GraphBuilder();
        NetBuilder inference = new NetBuilder(other, Mode.INFERENCE);
        Node image = other.input("x", TensorSpec.f32(4, 3));
        assertSame(image, inference.stochasticDepth("depth", image, 0.2f));
        assertEquals("StochasticDepth", inference.layers().getFirst().op());
        assertThrows(IllegalArgumentException.class, () -> inference.stochasticDepth("depth", image, 1));
    }

    @Test
    void aVectorHasNoChannels() {
        Node x = input(5);
        assertThrows(ShapeException.class, () -> new NetBuilder(graph, Mode.INFERENCE).batchNorm("bn1", x));
    }
}
